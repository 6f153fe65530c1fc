"""The releases that a question names: by date, edition, city, by proper names, by their heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from answering.forms import Form, asks_each, leads_up, of_one, once, without_length
from answering.phrases import plain
from domain import Evidence, Kind, Release
from retrieval.interaction import Coverage
from retrieval.question import Question
from retrieval.retriever import EvidenceRetriever
from retrieval.setting import Setting, editions, letterhead_of, setting_of
from vectorstore.analysis import content_words
from vectorstore.listing import IN_USE, Listed

_CANDIDATES = 12  # releases whose heads are read, for each side
_OPENING = 2  # sentences that belong to the head of a release
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that a question sets side by side: how it names it, and what is of it.

    `dated`: it is named by a year or an edition alone, so that other words have to say of what.
    """

    name: str
    holds: Callable[[Listed], bool]
    dated: bool


@dataclass(frozen=True)
class Named:
    """What a question names, in one state of the library."""

    question: Question
    retriever: EvidenceRetriever
    form: Form

    @cached_property
    def lines(self) -> tuple[Listed, ...]:
        """Every release in use."""
        lines = self.retriever.library.listing.lines
        return tuple(line for line in lines if line.state in IN_USE)

    @cached_property
    def asked(self) -> Setting:
        """The dates and editions."""
        newest = max((line.day.year for line in self.lines if line.day), default=None)
        return setting_of(self.question.text, newest=newest)

    @cached_property
    def asked_for(self) -> str:
        """The dates or editions, as an answer says them."""
        asked = self.asked
        kinds = (asked.years, asked.editions, asked.months)
        return ", ".join(str(n) for n in sorted(next((k for k in kinds if k), ())))

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """The cities of releases, in the order of the question."""
        folded = f" {plain(self.question.text)} "
        cities = {plain(city) for city in {line.city for line in self.lines} if city}
        return tuple(sorted((c for c in cities if f" {c} " in folded), key=folded.find))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """Every sentence that the question finds, best first."""
        return self.retriever.ranked(self.question)

    @cached_property
    def found(self) -> dict[Key, int]:
        """The releases of these sentences, and their ranks."""
        keys = dict.fromkeys((e.release_id, e.version) for e in self.evidence)
        return {key: rank for rank, key in enumerate(keys)}

    def words(self, of_the_form: Callable[[str], bool]) -> tuple[str, ...]:
        """The content words that name a release or a topic, and no date, edition or city."""
        in_cities = {word for city in self.cities for word in city.split()}
        said = self._setting_words | in_cities
        asked = frozenset(content_words(without_length(self.question.text)))
        words = (w for w in self.question.words if w in asked and w not in said)
        return tuple(w for w in words if not of_the_form(w))

    @cached_property
    def _setting_words(self) -> frozenset[str]:
        ordinals = {word for word in self.question.words if editions(f"{word} edition")}
        if not self.asked:
            return frozenset(ordinals)
        dates = {w for w in self.question.words if w.isdigit() or setting_of(f"1 {w}").months}
        return frozenset(ordinals | dates)

    def asked_of_each(self) -> Question:
        """The question without what names its sides, to be asked of one of them: the words that
        lead up to a name go with it, and what is asked again of a further side goes altogether."""
        names = self._setting_words | {word for city in self.cities for word in city.split()}
        kept: list[str] = []
        for run in re.split(r"[\s\u2011-]+", self.question.text):
            folded = [word for word in plain(run).split() if len(word) > 1]
            if folded and all(word in names for word in folded):
                while kept and plain(kept[-1]).split()[-1:] and leads_up(plain(kept[-1])):
                    kept.pop()
            elif not folded or any(asks_each(word) for word in folded):
                kept.append(of_one(run))
        text = once(" ".join(kept))
        return Question.of(text, self.question.language) if text.strip(" ?!.") else self.question

    def sides(self) -> Iterator[list[Side]]:
        """What the question names of one kind, if several: editions, years, cities, names."""
        asked = self.asked
        yield [
            Side(str(n), lambda line, n=n: n in self._editions(line), dated=True)
            for n in sorted(asked.editions)
        ]
        yield [
            Side(str(y), lambda line, y=y: line.day is not None and line.day.year == y, dated=True)
            for y in sorted(asked.years)
        ]
        yield [
            Side(city, lambda line, city=city: plain(line.city or "") == city, dated=False)
            for city in self.cities
        ]
        yield [
            Side(name, lambda line, name=name: self._is_headed(line, name), dated=False)
            for name in dict.fromkeys(plain(name) for name in self.question.names)
        ]

    def is_of(self, line: Listed) -> bool:
        """Whether a release is of the date, the edition and the city that the question names."""
        asked, day = self.asked, line.day
        if self.cities and plain(line.city or "") not in self.cities:
            return False
        if asked.editions:
            return bool(asked.editions & self._editions(line))
        return not (
            (asked.years and (day is None or day.year not in asked.years))
            or (asked.months and (day is None or day.month not in asked.months))
            or (asked.days and (day is None or (day.month, day.day) not in asked.days))
        )

    def _editions(self, line: Listed) -> frozenset[int]:
        key = line.release_id, line.version
        if key not in self.found:
            return frozenset()
        return letterhead_of(self.retriever.library.release(*key)).editions

    def _is_headed(self, line: Listed, name: str) -> bool:
        key = line.release_id, line.version
        if self.found.get(key, _CANDIDATES) >= _CANDIDATES:
            return False
        return f" {name} " in f" {plain(opening(self.retriever.library.release(*key)))} "

    def candidates(self, lines: Sequence[Listed]) -> list[Release]:
        """The releases of these lines to look at: those of the best sentences first."""
        keys = {(line.release_id, line.version) for line in lines}
        ranked = [key for key in self.found if key in keys] or sorted(keys)
        return self.read(ranked[:_CANDIDATES])

    def read(self, keys: Sequence[Key]) -> list[Release]:
        """The releases, each in the language of the question where it is there in that too."""
        library, language = self.retriever.library, self.question.language
        releases: list[Release] = []
        for key in keys:
            release = library.release(*key)
            if release.language != language:
                told = (library.release(name) for name in release.translations)
                release = next((r for r in told if r.language == language), release)
            if release not in releases:
                releases.append(release)
        return releases

    def coverage(
        self, words: Sequence[str], texts: Sequence[str], languages: Sequence[str]
    ) -> Coverage:
        """How each text covers each of these words of the question."""
        asked = replace(self.question, words=tuple(words))
        return self.retriever.ranker.coverage(asked, texts, languages)

    def heads(self, words: Sequence[str], releases: Sequence[Release]) -> Coverage:
        """How the head of each release covers each of these words."""
        return self.coverage(words, [opening(r) for r in releases], [r.language for r in releases])


def opening(release: Release) -> str:
    """What names a release: its title, city and issuer, and its first sentences, where a meeting
    says which one it is. A subtitle beside a title names every topic, and is none."""
    first = [s for s in release.sentences if s.kind is Kind.SENTENCE][:_OPENING]
    parts = [release.title or release.subtitle, release.city, release.issuer]
    return " ".join([*filter(None, parts), *(release.text[s.start : s.end] for s in first)])
