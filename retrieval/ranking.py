"""The ranking of one question: its candidate sentences, best first, and the evidence made of them.

Evidence is made of the few sentences that go further: what ranks them are arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from domain import Evidence
from retrieval.forward import Opened
from retrieval.head import KnownHead
from retrieval.question import Question
from retrieval.shape import KINDS
from retrieval.signals import SIGNALS, Candidates, Scores
from retrieval.texts import some_of
from vectorstore.view import Extract


class Read(NamedTuple):
    """A passage as it was read: where it stands, what is known of its sentences, and of its
    release."""

    extract: Extract
    opened: Opened
    head: KnownHead


class Reread(NamedTuple):
    """What a second look gave a sentence: its new score, and further signals."""

    score: float
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The candidates of a `question` with their scores, and which of them may be evidence: `order`,
    best first. `passages` are those that the candidates are of."""

    question: Question
    candidates: Candidates
    passages: Sequence[Read]
    scores: Scores
    order: Sequence[int]

    def signals(self, rows: Sequence[int]) -> np.ndarray:
        """(rows × `SIGNALS`) of some of the candidates, as evidence has them."""
        return np.round(self.scores.signals[rows].astype(float), 6)

    def totals(self, rows: Sequence[int]) -> np.ndarray:
        """(rows,): their scores, as evidence has them."""
        return np.round(self.scores.total[rows].astype(float), 6)

    def around(self, rows: Sequence[int]) -> np.ndarray | None:
        """(rows × 2 × tokens of the question), as evidence has it; None without token vectors."""
        around = self.scores.around
        return None if around is None else np.round(around[rows].astype(float), 4)

    def evidence(
        self, rows: Sequence[int], reread: Sequence[Reread] | None = None
    ) -> list[Evidence]:
        """Some of the candidates as evidence; `reread` is for each what a second look gave."""
        found = self.candidates
        picked = found.forward.sentences[rows]
        near = self.around(rows)
        around = [()] * len(rows) if near is None else [_tuples(each) for each in near.tolist()]
        known = zip(
            some_of(found.texts, rows),
            found.forward.passage[rows].tolist(),
            found.starts[rows].tolist(),
            picked["kind"].tolist(),
            picked["section"].tolist(),
            self.signals(rows).tolist(),
            self.totals(rows).tolist(),
            around,
            strict=True,
        )
        evidence = []
        for place, (text, passage, start, kind, section, of_it, score, near_it) in enumerate(known):
            extract, _, head = self.passages[passage]
            signals = dict(zip(SIGNALS, of_it, strict=True))
            if reread is not None:
                signals |= {"signals": score, **reread[place].signals}
                score = reread[place].score
            evidence.append(
                Evidence(
                    release_id=extract.key[0],
                    version=extract.key[1],
                    source=head.source,
                    start=start,
                    end=start + len(text),
                    text=text,
                    score=score,
                    kind=KINDS[kind],
                    section=found.forward.sections[section],
                    title=head.title,
                    date=head.date,
                    language=head.language,
                    signals=signals,
                    around=near_it,
                )
            )
        return evidence


def _tuples(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, rows))
