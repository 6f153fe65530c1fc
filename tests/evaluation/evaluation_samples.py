"""A release of three sentences, and a small but real way to ask it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain import Answer, AnswerSentence, AnswerStatus, Citation, Evidence, Release, Sentence
from errors import CitationError, QuestionError
from shadow import fold

PROJECT = Path(__file__).resolve().parents[2]
SENTENCES = (
    "Le forum a eu lieu à Ottawa.",
    "Trois ministres sont venus.",
    "Ils ont signé l’entente États\u2011Unis.",
)
ABOUT = (
    (1, "Où le forum a-t-il eu lieu ?", "where", SENTENCES[0], [["ottawa"]]),
    (2, "Combien de ministres sont venus ?", "how_many", SENTENCES[1], [["trois", "three"]]),
    (3, "Ont-ils signé l'entente ?", "definition", SENTENCES[2], [["entente"]]),
)


def make_release(name: str = "r", version: str = "1", sentences=SENTENCES) -> Release:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Sentence(len(text), len(text) + len(sentence)))
        text += sentence + " "
    source = f"corpus/{name}.txt"
    return Release(name, version, source, text, "fr", tuple(spans), date=date(2024, 7, 12))


RELEASE = make_release()


def line(number=1, text="Où le forum a-t-il eu lieu ?", quote=SENTENCES[0], **more) -> dict:
    """A line of a question set; unanswerable without a quote."""
    return {
        "id": f"q{number}",
        "user_input": text,
        "lang": "fr",
        "type": "where",
        "answerable": quote is not None,
        "reference_quotes": [{"source": None, "text": quote}] if quote else [],
        **more,
    }


def write_set(path: Path, lines: Sequence[dict | str]) -> Path:
    texts = [item if isinstance(item, str) else json.dumps(item) for item in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def sample_lines() -> list[dict]:
    """Three answerable questions, a refusal, and one that cannot be asked."""
    answerable = [
        line(number, text, quote, type=kind, must_mention=must)
        for number, text, kind, quote, must in ABOUT
    ]
    return [
        *answerable,
        line(4, "Quel budget ?", None, type="how_many"),
        line(5, "[erreur]", None, type="other", lang="en"),
    ]


@dataclass(frozen=True)
class WordAsker:
    """Asks by counting shared words; a question without any is declined.

    `shift` moves every citation by so many sentences, `refuse` decides instead of the words, and
    a question with `[erreur]` or `[faux]` in it raises what a real one could.
    """

    release: Release = RELEASE
    shift: int = 0
    refuse: bool | None = None

    def text(self, release_id: str, version: str) -> str:
        if (release_id, version) != (self.release.release_id, self.release.version):
            raise KeyError(release_id)
        return self.release.text

    def __call__(self, question: str, history: Sequence[str] = ()) -> Answer:
        if "[erreur]" in question:
            raise QuestionError("the question cannot be asked; ask another")
        if "[faux]" in question:
            raise CitationError("a quote differs")
        evidence = self._evidence(" ".join([question, *history]))
        decline = evidence[0].score == 0 if self.refuse is None else self.refuse
        if decline:
            return Answer(
                question,
                "fr",
                AnswerStatus.DECLINED,
                self,
                evidence=evidence,
                reason="Les communiqués n'y répondent pas.",
            )
        citation = Citation.of(evidence[self.shift % len(evidence)], 1)
        return Answer(
            question,
            "fr",
            AnswerStatus.ANSWERED,
            self,
            sentences=(AnswerSentence(citation.quote, (1,)),),
            citations=(citation,),
            evidence=evidence,
            confidence=0.9,
            seconds={"total": 0.001},
        )

    def _evidence(self, question: str) -> tuple[Evidence, ...]:
        asked = set(fold(question).replace("?", "").split())
        found = []
        for sentence in self.release.sentences:
            text = self.release.text[sentence.start : sentence.end]
            shared = asked & set(fold(text).rstrip(".").split())
            found.append(
                Evidence(
                    self.release.release_id,
                    self.release.version,
                    self.release.source,
                    sentence.start,
                    sentence.end,
                    text,
                    float(len(shared)),
                    date=self.release.date,
                )
            )
        return tuple(sorted(found, key=lambda item: -item.score))
