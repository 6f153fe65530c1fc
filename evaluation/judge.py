"""A second opinion on the answers of a run, by a language model: advisory, and never a gate.

Its figures go into a file of their own (`judge.json`) and to people; no metric, floor, comparison
or exit code knows of them, since two runs of it differ and nobody can check it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import prompts
from answering.writer import ChatWriter
from errors import ModelError, UsageError
from evaluation.runner import Row

FILE = "judge.json"
_BEST = 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of one answer; `problem` instead where it said nothing usable.

    `answers`: 0 no, 1 in part, 2 yes. `faithful`: whether the sentences say what the quotes say.
    """

    id: str
    answers: int | None = None
    faithful: bool | None = None
    why: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions on a run, one for each answer that it has."""

    rows: tuple[Opinion, ...]

    def to_dict(self) -> dict[str, Any]:
        """The object of `judge.json`: shares of those that the model had an opinion on."""
        said = [row for row in self.rows if row.answers is not None]
        count = len(said)
        return {
            "advisory": True,
            "judged": count,
            "answers": sum(row.answers or 0 for row in said) / (_BEST * count) if count else None,
            "faithful": sum(bool(row.faithful) for row in said) / count if count else None,
            "rows": [asdict(row) for row in self.rows],
        }

    def to_text(self) -> str:
        """One line for a terminal."""
        summary = self.to_dict()
        if not summary["judged"]:
            return "judge (advisory): no usable opinion"
        return (
            f"judge (advisory): {summary['judged']} of {len(self.rows)} answers judged, answering "
            f"{summary['answers']:.2f}, faithful {summary['faithful']:.2f}"
        )

    def save(self, out: Path) -> None:
        """Write `judge.json` into the folder `out`."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"
        try:
            (out / FILE).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"{out / FILE} cannot be written ({error.strerror})") from None


def judge(rows: Sequence[Row], model: ChatWriter) -> Opinions:
    """The model's opinion on every answer of a run; one that fails is noted and stops nothing."""
    return Opinions(tuple(_opinion(row, model) for row in rows if row.record is not None))


def _opinion(row: Row, model: ChatWriter) -> Opinion:
    record = row.record or {}
    prompt = prompts.render(
        "judge",
        row.question.lang,
        question=_fenced(record["standalone_question"]),
        answer=_fenced(record["text"]),
        quotes=_fenced("\n".join(c["quote"] for c in record["citations"]) or "–"),
    )
    try:
        found = re.search(r"\{.*\}", model.reply(prompt, model.deadline()), re.DOTALL)
        said = json.loads(found.group()) if found else {}
    except ModelError as error:
        return Opinion(row.question.id, problem=error.failure.value)
    except (ValueError, RecursionError):
        said = {}
    answers, faithful = said.get("answers"), said.get("faithful")
    if type(answers) is not int or answers not in range(_BEST + 1) or type(faithful) is not bool:
        return Opinion(row.question.id, problem="malformed")
    return Opinion(row.question.id, answers, faithful, str(said.get("why", ""))[:300])


def _fenced(text: str) -> str:
    """Text that cannot close the fence around it."""
    return text.replace("<", "‹").replace(">", "›")
