"""False premises made from answerable questions: the name of another release in the place of one.

"How many lanes will SwiftGate have?" has an answer; "How many lanes will the Sentinel Fund have?"
has none, though the library says all its words. In a library of many releases such questions are
what a refusal has to catch, and people write too few of them. A question is made only where the
release of the new name leaves a word of the question unsaid, in either language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain import Release
from evaluation.questions import Question
from retrieval.gazetteer import province_of
from retrieval.question import Question as Asked
from shadow import fold
from vectorstore.analysis import content_words

UNSAID = 0.5  # coverage of a word under which a release does not say it
_YEAR = re.compile(r"\b20\d\d\b")
_TRIED = 12  # names that are tried for one question
_LEFT = 2  # content words that are left without the name: "What is Windrow?" has an answer anyway
# How well a release covers the words of a text: the least covered word, 0 to 1.
Covered = Callable[[str, Release], float]


@dataclass(frozen=True, slots=True)
class _Named:
    """A question with a name or a year that only its own release has."""

    question: Question
    name: str
    home: Release

    @property
    def form(self) -> tuple[bool, bool, bool]:
        """Only what looks alike is exchanged: years, places, names of one word, longer names."""
        place = fold(self.name) == fold(self.home.city or "") or bool(province_of(self.name))
        return bool(_YEAR.fullmatch(self.name)), place, not place and " " in self.name

    @property
    def rest(self) -> str:
        """The question without the name."""
        return self.question.user_input.replace(self.name, " ")


def swapped_questions(
    questions: Sequence[Question], releases: Sequence[Release], count: int, covered: Covered
) -> list[Question]:
    """At most `count` questions that nothing answers, spread evenly over the answerable ones."""
    if not count:
        return []
    named = list(_named(questions, releases))
    step = max(1, len(named) // count)
    made = (_made(named, place, covered) for place in range(0, len(named), step))
    return [question for question in made if question is not None][:count]


def _named(questions: Sequence[Question], releases: Sequence[Release]) -> Iterator[_Named]:
    texts = {release.source: fold(_whole(release)) for release in releases}
    by_source = {release.source: release for release in releases}
    for question in questions:
        sources = {quote.source for quote in question.reference_quotes}
        if (
            question.history
            or len(sources) != 1
            or not (home := by_source.get(sources.pop() or ""))
        ):
            continue
        text = question.user_input
        for name in (*Asked.of(text).names, *_YEAR.findall(text)):
            one = _Named(question, name, home)
            known = [source for source, said in texts.items() if fold(name) in said]
            if known == [home.source] and len(content_words(one.rest)) >= _LEFT:
                yield one


def _made(named: Sequence[_Named], place: int, covered: Covered) -> Question | None:
    """The question at this place with the first name after it that makes it a false premise."""
    one = named[place]
    alike = (
        other
        for other in (*named[place + 1 :], *named[:place])
        if other.form == one.form and other.home is not one.home and other.name != one.name
    )
    for other, _ in zip(alike, range(_TRIED), strict=False):
        if covered(one.rest, other.home) < UNSAID:
            return replace(
                one.question,
                id=f"swapped-{place}",
                user_input=one.question.user_input.replace(one.name, other.name),
                answerable=False,
                reference_quotes=(),
                must_mention=(),
                notes="false_premise",
            )
    return None


def _whole(release: Release) -> str:
    """The text of a release with what else identifies it."""
    known = (release.title, release.subtitle, release.city, release.issuer, release.text)
    return "\n".join(part for part in known if part)
