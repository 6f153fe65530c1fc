"""Holds what a language model wrote to the stored words; whatever fails is not shown as fact.

A sentence survives when at least one of its quotes is found, folded, in the evidence that it
names (the citation then takes the original words), and when the evidence bears every number and
name in it and any negation. What this does not do: judge whether a paraphrase is fair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import AnswerSentence, Citation, Evidence, quoted_fragments
from shadow import Shadow, fold

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:)»”] )[A-ZÀ-ÖØ-Þ][\w’'\u2011-]+")
_NEGATION = re.compile(
    r"\b(n'|ne|non|pas|jamais|aucune?|ni|sans|not|no|never|none|neither|nor|without|\w+n't)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as a model wrote it: its words, and the evidence ids and quotes that it gave."""

    text: str
    quotes: tuple[tuple[str, str], ...]


def ground(
    claims: Sequence[Claim], evidence: dict[str, Evidence]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences that hold, with citations of the original words; both empty when none does."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for claim in claims:
        text = " ".join(claim.text.split())
        found = [c for c in (_locate(quote, evidence.get(key)) for key, quote in claim.quotes) if c]
        if not text or not found:
            continue
        borne = [evidence[key].text for key, _ in claim.quotes if key in evidence]
        if not _bears(borne, text) or not _quotes_are_exact(text, found):
            continue
        markers = []
        for citation in found:
            same = [c.marker for c in citations if _span(c) == _span(citation)]
            if not same:
                citations.append(replace(citation, marker=len(citations) + 1))
            markers.append(same[0] if same else len(citations))
        sentences.append(AnswerSentence(text, tuple(dict.fromkeys(markers))))
    return tuple(sentences), tuple(citations)


def _locate(quote: str, evidence: Evidence | None) -> Citation | None:
    """The citation of the original words of `quote` in `evidence`, or None."""
    if evidence is None:
        return None
    spans = Shadow.of(evidence.text).find_all(quote)
    if not spans:
        return None
    start, end = spans[0]
    whole = Citation.of(evidence, 1)
    return replace(
        whole,
        start=evidence.start + start,
        end=evidence.start + end,
        quote=evidence.text[start:end],
    )


def _span(citation: Citation) -> tuple[str, str, int, int]:
    return citation.release_id, citation.version, citation.start, citation.end


def _bears(borne: Sequence[str], text: str) -> bool:
    """Whether the evidence has every number and name of `text`, and a negation if it has one."""
    shadow = " ".join(fold(piece) for piece in borne)
    numbers = {_digits(n) for n in _NUMBER.findall(shadow)}
    if any(_digits(n) not in numbers for n in _NUMBER.findall(text)):
        return False
    if any(fold(name) not in shadow for name in _NAME.findall(text)):
        return False
    return bool(_NEGATION.search(shadow)) or not _NEGATION.search(fold(text))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _quotes_are_exact(text: str, citations: Sequence[Citation]) -> bool:
    return all(
        any(fragment in citation.quote for citation in citations)
        for fragment in quoted_fragments(text)
    )
