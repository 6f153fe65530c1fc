"""Questions to go on with: drawn from the releases near to an answer, each one tried before it is
shown.

What can be asked is what `drafting.parts` finds (headings, persons, amounts, contacts …), nearest
to the answer first, worded in the language of the question. A question is suggested only when the
assistant, asked it at this point of the conversation, answers with the words that it was drawn
from, and the reader has not read these words yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from domain import Answer, AnswerStatus, Citation, Evidence, Release, Turn
from evaluation.drafting import parts
from evaluation.questions import LANGUAGES
from shadow import fold

MOST = 3  # suggestions after one answer
TRIED = 8  # questions that are asked of the assistant to find them
_OF_A_KIND = 2  # suggestions of one template
_RELEASES = 3  # releases that are drawn from
_LONGEST = 110  # characters of a question
_FAR = 1_000  # rank of what no evidence touches
_TEMPLATES = Path(__file__).with_name("templates") / "suggest.yaml"
# Headings that say where one is in a release and not what it says there.
_BARE = frozenset(
    """conclusion introduction citations citation quotes quote contacts contact contexte
    background personnes-ressources""".split()
) | {
    *("faits en bref", "quick facts", "liens connexes", "associated links", "related links"),
    *("premieres etapes", "prochaines etapes", "first steps", "next steps"),
}
_ROLE = re.compile(
    r"^(?:[\w-]+ ){0,2}?(?:sous-)?(?:ministre|procureure?|secretaire|direct(?:eur|rice)|president"
    r"|premi[eè]re?|maire|chef|commissaire|ambassad|gouverneur|vice-|juge|senat|depute|porte-parole"
    r"|minister|attorney|secretary|director|president|premier|mayor|chief|commissioner|ombuds"
    r"|governor|judge|chair|deputy|spokes|head|member|lieutenant|general|inspect|surintend|super)"
)

Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a release should answer, at `spans`; `rank` says how near it is."""

    question: str
    template: str
    release: Release
    spans: tuple[tuple[int, int], ...]
    section: str | None
    rank: int

    def is_met_by(self, citation: Citation) -> bool:
        """Whether a citation stands where the question was drawn from."""
        if (citation.release_id, citation.version) != (
            self.release.release_id,
            self.release.version,
        ):
            return False
        touched = any(citation.start < end and start < citation.end for start, end in self.spans)
        return touched or (self.section is not None and citation.section == self.section)


def suggest(turns: Sequence[Turn], read: Callable[[str, str], Release], ask: Ask) -> list[str]:
    """At most `MOST` questions to go on with after the last of `turns`, nearest first.

    `read` gives a stored release; `ask` answers a question after some turns, and is called at most
    `TRIED` times.
    """
    answer = turns[-1].answer
    shown = [citation for turn in turns for citation in turn.answer.citations]
    asked = {fold(turn.question) for turn in turns}
    kinds: dict[str, int] = {}
    found: list[str] = []
    tried = 0
    for candidate in candidates(answer, [read(*key) for key in _near(answer)]):
        if tried == TRIED or len(found) == MOST:
            break
        if fold(candidate.question) in asked or kinds.get(candidate.template, 0) == _OF_A_KIND:
            continue
        tried += 1
        tried_answer = ask(candidate.question, turns)
        # A heading in the other language can make the question one of that language.
        if tried_answer.language == answer.language and _holds(candidate, tried_answer, shown):
            found.append(candidate.question)
            kinds[candidate.template] = kinds.get(candidate.template, 0) + 1
    return found


def candidates(answer: Answer, releases: Sequence[Release]) -> list[Candidate]:
    """What can be asked about `releases` in the language of the question, nearest first."""
    language = answer.language if answer.language in LANGUAGES else LANGUAGES[0]
    found: dict[str, Candidate] = {}
    for release in releases:
        for candidate in _drawn(release, language, answer.evidence):
            known = found.get(candidate.question)
            if known is None or candidate.rank < known.rank:
                found[candidate.question] = candidate
    return sorted(found.values(), key=lambda candidate: candidate.rank)


def _drawn(release: Release, language: str, evidence: Sequence[Evidence]) -> Iterator[Candidate]:
    wordings = _templates()[language]
    for template, fields, spans, _ in parts(release):
        template = "summary" if template == "list" else template
        if template not in wordings or not _is_sound(template, release, fields, spans):
            continue
        question = wordings[template].format(title=release.name, **fields)
        section = fields.get("section")
        if len(question) <= _LONGEST:
            rank = _rank(release, spans, section, evidence)
            yield Candidate(question, template, release, spans, section, rank)


def _is_sound(
    template: str, release: Release, fields: dict[str, str], spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether one would put such a question: of persons with an office, of headings that name."""
    if template == "person":
        start, end = spans[0]
        _, _, said = release.text[start:end].partition(", ")
        return bool(_ROLE.match(fold(said)))
    if "section" in fields:
        heading = fold(fields["section"]).rstrip(" :")
        return heading not in _BARE and not heading.startswith(("about ", "a propos "))
    return ":" not in fields.get("name", "")


def _rank(
    release: Release,
    spans: Sequence[tuple[int, int]],
    section: str | None,
    evidence: Sequence[Evidence],
) -> int:
    """The place of the first evidence that the spans, or their section, are in."""
    for rank, item in enumerate(evidence):
        if (item.release_id, item.version) != (release.release_id, release.version):
            continue
        touched = any(item.start < end and start < item.end for start, end in spans)
        if touched or (section is not None and item.section == section):
            return rank
    return _FAR


def _near(answer: Answer) -> list[tuple[str, str]]:
    """The releases that were cited, then those of the evidence."""
    items = (*answer.citations, *answer.evidence)
    return list(dict.fromkeys((item.release_id, item.version) for item in items))[:_RELEASES]


def _holds(candidate: Candidate, answer: Answer, shown: Sequence[Citation]) -> bool:
    """Whether the answer has the words that the question was drawn from, and these are news."""
    return (
        answer.status is AnswerStatus.ANSWERED
        and answer.standalone_question == candidate.question
        and any(
            candidate.is_met_by(citation) and not _is_within(citation, shown)
            for citation in answer.citations
        )
    )


def _is_within(citation: Citation, shown: Sequence[Citation]) -> bool:
    return any(
        (citation.release_id, citation.version) == (read.release_id, read.version)
        and read.start <= citation.start
        and citation.end <= read.end
        for read in shown
    )


@cache
def _templates() -> dict[str, dict[str, str]]:
    return yaml.safe_load(_TEMPLATES.read_text(encoding="utf-8"))
