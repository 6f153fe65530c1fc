"""The words of Dépêche: releases, the spans cut from them, and answers tied to those spans.

Frozen dataclasses and the standard library only; nothing here reads a file or knows an index.
All offsets are Python string indices (code points) into `Release.text`, half-open `[start, end)`.
The rule that the project exists for lives here: an `Answer` is checked against the stored texts
while it is built, and one whose quotes are not those texts raises `CitationError` instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from errors import CitationError

NOBODY = ""  # whose conversations are where nobody signs in


class Kind(StrEnum):
    """What a sentence-sized span of a release is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    DATELINE = "dateline"
    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    SOURCE = "source"
    CONTACT = "contact"


class ReleaseStatus(StrEnum):
    """Where a release stands among its versions."""

    ORIGINAL = "original"
    CORRECTION = "correction"
    UPDATE = "update"
    REPRISE = "reprise"
    RETIRED = "retired"


class Standing(StrEnum):
    """What a stored version is to new answers."""

    CURRENT = "current"
    SUPERSEDED = "superseded"  # a later version of the same release is current
    ALTERED = "altered"  # a copy that differs from an official release: kept, never quoted anew
    RETIRED = "retired"  # gone from its source
    REMOVED = "removed"  # taken out by a person: stays out until it is restored


class AnswerStatus(StrEnum):
    """Whether the releases answer the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One quotable span: a sentence, a heading, a list item, a dateline, a contact.

    `section` is the heading that it stands under, None before the first one.
    """

    start: int
    end: int
    kind: Kind = Kind.SENTENCE
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of the contacts block: the span of its words, and what was recognised in it."""

    start: int
    end: int
    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A communiqué as stored.

    `release_id` does not depend on the content (canonical URL, else source path); `version` is a
    hash of the normalised text. `text` is exactly what quotes are taken from. `sentences` cover
    what may be quoted, in order and without overlap; crawl artefacts and boilerplate lie outside.
    `title` may come from a sidecar and then stands nowhere in `text`.

    `translations` are the addresses that a page declares when it has just been read, and the
    releases' ids when it comes from a library. `conflicts` are the ids of releases that say nearly
    the same with other words or figures, official ones first; `official` says whether this one
    was published at an official address. Libraries alone fill these two.
    """

    release_id: str
    version: str
    source: str
    text: str
    language: str
    sentences: tuple[Sentence, ...]
    title: str | None = None
    subtitle: str | None = None
    city: str | None = None
    date: date | None = None
    published: date | None = None
    wire: str | None = None
    issuer: str | None = None
    contacts: tuple[Contact, ...] = ()
    url: str | None = None
    translations: tuple[str, ...] = ()
    status: ReleaseStatus = ReleaseStatus.ORIGINAL
    official: bool = False
    conflicts: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The section headings, in order."""
        return tuple(self.text[s.start : s.end] for s in self.sentences if s.kind is Kind.HEADING)

    @property
    def name(self) -> str:
        """What to call the release when speaking of it: title, else subtitle, else source."""
        return self.title or self.subtitle or self.source


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring sentences of one release version: the unit that is indexed."""

    release_id: str
    version: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a stored release, ranked for a question.

    `score` orders the list (higher is better, comparable within one question only); `signals`
    holds the parts that it was made of, for `--explain` and for the refusal. `around` says for each
    token of the question how well (cosine) the words before the sentence meet it, and how well its
    release does; empty where that is not known.
    """

    release_id: str
    version: str
    source: str
    start: int
    end: int
    text: str
    score: float
    kind: Kind = Kind.SENTENCE
    section: str | None = None
    title: str | None = None
    date: date | None = None
    language: str = "fr"
    signals: Mapping[str, float] = field(default_factory=dict)
    around: tuple[tuple[float, ...], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of a stored release that a sentence of an answer rests on."""

    marker: int
    release_id: str
    version: str
    source: str
    start: int
    end: int
    quote: str
    title: str | None = None
    date: date | None = None
    section: str | None = None
    language: str = "fr"

    @classmethod
    def of(cls, evidence: Evidence, marker: int) -> Citation:
        """The citation of a whole evidence sentence."""
        return cls(
            marker=marker,
            release_id=evidence.release_id,
            version=evidence.version,
            source=evidence.source,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.text,
            title=evidence.title,
            date=evidence.date,
            section=evidence.section,
            language=evidence.language,
        )


@dataclass(frozen=True, slots=True)
class Resolution:
    """A citation read back from a library: the words that it quoted, and whether they still stand.

    `release` is the version that was cited, `current` the one that new answers use in its place:
    the same one, a later one, or None when nothing takes its place.
    """

    citation: Citation
    release: Release
    standing: Standing
    current: Release | None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer with the markers of the citations that bear it.

    `label` is what is written above it in words of ours, where one answer tells of a release as a
    whole or of several: which release this sentence and those after it are of.
    """

    text: str
    citations: tuple[int, ...]
    label: str | None = None


class Texts(Protocol):
    """Where stored texts are read back from; the store and, in exports, a saved copy."""

    def text(self, release_id: str, version: str) -> str:
        """The whole text of one version of one release; KeyError if it was never stored."""
        ...


_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")


def check_citation(citation: Citation, texts: Texts) -> None:
    """Raise CitationError unless the quote is, character for character, the stored span."""
    where = f"citation [{citation.marker}] of {citation.source}"
    try:
        stored = texts.text(citation.release_id, citation.version)
    except KeyError:
        raise CitationError(f"{where}: version {citation.version} is not stored") from None
    if not 0 <= citation.start < citation.end <= len(stored):
        raise CitationError(f"{where}: span {citation.start}–{citation.end} lies outside the text")
    if stored[citation.start : citation.end] != citation.quote:
        raise CitationError(
            f"{where}: the quote differs from the stored span {citation.start}–{citation.end}"
        )


def quoted_fragments(text: str) -> list[str]:
    """What stands between quotation marks in `text` (« », “ ” or straight), marks stripped."""
    found = ["".join(groups).strip() for groups in _QUOTED.findall(text)]
    return [fragment for fragment in found if fragment]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, checked against the stored texts at the moment it is built.

    Building one needs `texts`, also through `dataclasses.replace`, so that no path leads to an
    Answer that was not checked. CitationError is raised when a quote differs from its span, when
    a sentence points to a marker that does not exist or to none, when words between quotation
    marks are not words of the quotes cited by that sentence, when a label has quotation marks, or
    when the status contradicts the content (declined with sentences, answered without).
    """

    question: str
    language: str
    status: AnswerStatus
    texts: InitVar[Texts]
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reason: str | None = None
    confidence: float = 0.0
    standalone_question: str | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self, texts: Texts) -> None:
        by_marker = {citation.marker: citation for citation in self.citations}
        if sorted(by_marker) != list(range(1, len(self.citations) + 1)):
            raise CitationError("citation markers are not 1, 2, 3 … without gaps")
        for citation in self.citations:
            check_citation(citation, texts)
        for sentence in self.sentences:
            if not sentence.citations:
                raise CitationError(f"a sentence has no citation: {sentence.text[:80]!r}")
            missing = [marker for marker in sentence.citations if marker not in by_marker]
            if missing:
                raise CitationError(f"a sentence cites [{missing[0]}], which does not exist")
            quotes = [by_marker[marker].quote for marker in sentence.citations]
            for fragment in quoted_fragments(sentence.text):
                if not any(fragment in quote for quote in quotes):
                    raise CitationError(
                        f"words between quotation marks are not cited: {fragment[:80]!r}"
                    )
            if sentence.label and quoted_fragments(sentence.label):
                raise CitationError(f"a label is no quote: {sentence.label[:80]!r}")
        if self.status is AnswerStatus.DECLINED and (self.sentences or not self.reason):
            raise CitationError("a declined answer has a reason and no sentences")
        if self.status is not AnswerStatus.DECLINED and not self.sentences:
            raise CitationError("an answer that is not declined has at least one sentence")
        if not 0.0 <= self.confidence <= 1.0:
            raise CitationError(f"confidence {self.confidence} lies outside 0–1")

    @property
    def text(self) -> str:
        """The answer as prose with markers, labels on lines of their own; the reason when it was
        declined."""
        if self.status is AnswerStatus.DECLINED:
            return self.reason or ""
        text = ""
        for sentence in self.sentences:
            if sentence.label:
                text = f"{text}\n\n" if text else text
                text += f"{sentence.label}\n"
            elif text:
                text += " "
            text += sentence.text + "".join(f" [{marker}]" for marker in sentence.citations)
        return text

    def citation(self, marker: int) -> Citation:
        """The citation with that marker; KeyError if there is none."""
        for citation in self.citations:
            if citation.marker == marker:
                return citation
        raise KeyError(marker)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: Answer
