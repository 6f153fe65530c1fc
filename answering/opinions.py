"""What readers say of answers: right or wrong, with a comment, on one sentence or on the whole.

Kept in the file of the conversations, so that deleting a conversation deletes what was said of it.
Making evaluation questions of it is left to `evaluation/feedback.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from answering.history import OPINIONS, TURNS, WHOLE_ANSWER, History
from errors import HistoryUnknown

MAX_COMMENT = 2000  # characters


class Verdict(StrEnum):
    """What a reader said of an answer, or of one of its sentences."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One reader's word on a turn of a kept conversation.

    `turn` counts from 1 as in the history, `sentence` from 0, None for the whole answer; `at` is an
    ISO 8601 instant in UTC, given when it is stored.
    """

    conversation_id: str
    turn: int
    verdict: Verdict
    sentence: int | None = None
    comment: str | None = None
    at: str = ""


class Opinions:
    """The opinions in the file of a history, on the conversations that are seen through it.

    HistoryError says what is wrong with that file.
    """

    def __init__(self, history: History) -> None:
        self._history = history

    def put(self, opinion: Opinion) -> None:
        """Store an opinion in place of the one on the same sentence.

        HistoryUnknown when the turn is not kept (any more). A comment is cut at `MAX_COMMENT`.
        """
        comment = (opinion.comment or "").strip()[:MAX_COMMENT] or None
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        values = {"verdict": opinion.verdict.value, "comment": comment, "at": now}
        key = {
            "conversation_id": opinion.conversation_id,
            "turn": opinion.turn,
            "sentence": _stored(opinion.sentence),
        }
        put = insert(OPINIONS).values(**key, **values).on_conflict_do_update(list(key), set_=values)
        kept = sa.select(TURNS.c.number).where(
            TURNS.c.conversation_id == opinion.conversation_id,
            TURNS.c.number == opinion.turn,
            self._history.owns(TURNS.c.conversation_id),
        )
        with self._history.transaction(create=True) as connection:
            if connection.scalar(kept) is None:
                raise HistoryUnknown(
                    f"turn {opinion.turn} of the conversation {opinion.conversation_id} is not kept"
                )
            connection.execute(put)

    def take_back(self, conversation_id: str, turn: int, sentence: int | None = None) -> None:
        """Forget an opinion; nothing happens when there is none."""
        if not self._history.path.exists():
            return
        with self._history.transaction() as connection:
            connection.execute(
                OPINIONS.delete().where(
                    OPINIONS.c.conversation_id == conversation_id,
                    OPINIONS.c.turn == turn,
                    OPINIONS.c.sentence == _stored(sentence),
                    self._history.owns(OPINIONS.c.conversation_id),
                )
            )

    def of(self, conversation_id: str) -> dict[tuple[int, int | None], Opinion]:
        """What was said of a conversation, by turn and sentence."""
        query = sa.select(OPINIONS).where(OPINIONS.c.conversation_id == conversation_id)
        return {(opinion.turn, opinion.sentence): opinion for opinion in self._read(query)}

    def all(self) -> list[Opinion]:
        """What was said of all conversations, oldest first."""
        return self._read(sa.select(OPINIONS).order_by(*(OPINIONS.c[name] for name in _ORDER)))

    def _read(self, query: Any) -> list[Opinion]:
        if not self._history.path.exists():
            return []
        with self._history.transaction() as connection:
            theirs = query.where(self._history.owns(OPINIONS.c.conversation_id))
            return [_opinion(row) for row in connection.execute(theirs)]


_ORDER = ("at", "conversation_id", "turn", "sentence")


def _stored(sentence: int | None) -> int:
    return WHOLE_ANSWER if sentence is None else sentence


def _opinion(row: Any) -> Opinion:
    return Opinion(
        conversation_id=row.conversation_id,
        turn=row.turn,
        verdict=Verdict(row.verdict),
        sentence=None if row.sentence == WHOLE_ANSWER else row.sentence,
        comment=row.comment,
        at=row.at,
    )
