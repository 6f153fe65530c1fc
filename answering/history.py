"""The conversations of the chat, in one SQLite file; what they cite is checked again when read.

A turn is stored as the record of its answer, quotes as spans of stored releases. Reading one back
builds the `Answer` anew from the library: a citation that is no longer, character for character,
the text of its release cannot come back, and neither can prose that its quotes no longer bear.
Such a turn is returned without its answer, with a line that says so.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from answering.contract import answer_record
from answering.courtesy import courtesy_of
from answering.stored import Releases, StoredTurn, dump, restore
from domain import NOBODY, Turn
from errors import HistoryError, HistoryUnknown

FILE = "conversations.sqlite3"
# 2 added what readers say of answers, 3 whose a conversation is; `_check` brings older files up.
SCHEMA = 3
_TITLE = 80  # characters
_METADATA = sa.MetaData()
_CONVERSATIONS = sa.Table(
    "conversations",
    _METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("begun", sa.String, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("owner", sa.String, nullable=False, server_default=NOBODY),
)
TURNS = sa.Table(
    "turns",
    _METADATA,
    sa.Column(
        "conversation_id", sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
WHOLE_ANSWER = -1  # in place of the index of a sentence
OPINIONS = sa.Table(
    "opinions",
    _METADATA,
    sa.Column("conversation_id", sa.String, primary_key=True),
    sa.Column("turn", sa.Integer, primary_key=True),
    sa.Column("sentence", sa.Integer, primary_key=True),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("comment", sa.Text),
    sa.Column("at", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["conversation_id", "turn"],
        ["turns.conversation_id", "turns.number"],
        ondelete="CASCADE",
    ),
)
"""What readers said of answers, see `answering/opinions.py`; deleted with their conversations."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list: `begun` and `changed` are ISO 8601 instants in UTC.

    `owner` is who signed in, `NOBODY` where nobody does.
    """

    id: str
    title: str
    begun: str
    changed: str
    owner: str
    turns: int


class History:
    """Conversations in a file of the folder `data`; safe to share between threads.

    The file is made on the first write, readable by its owner alone. HistoryError says what is
    wrong with it, HistoryUnknown that a conversation is not there. `owner` is whose conversations
    are seen, all of them when None: to each one, those of others are not there.
    """

    def __init__(self, data: Path, owner: str | None = None) -> None:
        self.path = data / FILE
        self.owner = owner
        self._engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 10})
        sa.event.listen(self._engine, "connect", _enforce)
        # One after the other: SQLite lets those who find it busy sleep, up to 0.1 s at a time.
        self._guard = threading.RLock()

    def of(self, owner: str) -> History:
        """The same file as one person sees it; closed with the one that it comes from."""
        theirs = copy(self)
        theirs.owner = owner
        return theirs

    def owns(self, conversation_id: sa.Column[Any]) -> sa.ColumnElement[bool]:
        """What is true of a conversation that may be seen, named by a column of another table."""
        if self.owner is None:
            return sa.true()
        theirs = sa.select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.owner == self.owner)
        return conversation_id.in_(theirs)

    def append(self, conversation_id: str | None, turn: Turn) -> str:
        """Store a turn at the end of a conversation, or of a new one; returns the id of that."""
        return self.store(conversation_id, turn)[0]

    def store(self, conversation_id: str | None, turn: Turn) -> tuple[str, int]:
        """Like `append`; returns the number of the turn as well, from 1."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self.transaction(create=True) as connection:
            title = " ".join(turn.question.split())[:_TITLE]
            known = (
                conversation_id
                and connection.execute(
                    sa.select(_CONVERSATIONS.c.owner, _CONVERSATIONS.c.title).where(
                        _CONVERSATIONS.c.id == conversation_id
                    )
                ).one_or_none()
            )
            if not known:
                conversation_id = conversation_id or uuid.uuid4().hex
                connection.execute(
                    _CONVERSATIONS.insert().values(
                        id=conversation_id,
                        title=title,
                        begun=now,
                        changed=now,
                        owner=self.owner or NOBODY,
                    )
                )
            elif self.owner not in (None, known.owner):
                raise _unknown(str(conversation_id))
            elif courtesy_of(known.title) is None:  # a greeting says nothing of what is asked
                title = known.title
            number = connection.scalar(
                sa.select(sa.func.coalesce(sa.func.max(TURNS.c.number), 0) + 1).where(
                    TURNS.c.conversation_id == conversation_id
                )
            )
            connection.execute(
                TURNS.insert().values(
                    conversation_id=conversation_id, number=number, asked=now, record=dump(turn)
                )
            )
            connection.execute(
                _CONVERSATIONS.update()
                .where(_CONVERSATIONS.c.id == conversation_id)
                .values(changed=now, title=title)
            )
        return str(conversation_id), int(number)

    def list(self) -> list[Summary]:
        """The conversations, the one that changed last first."""
        if not self.path.exists():
            return []
        count = sa.func.count(TURNS.c.number)
        query = (
            sa.select(*_CONVERSATIONS.c, count)
            .join(TURNS, TURNS.c.conversation_id == _CONVERSATIONS.c.id, isouter=True)
            .where(self.owns(_CONVERSATIONS.c.id))
            .group_by(_CONVERSATIONS.c.id)
            .order_by(_CONVERSATIONS.c.changed.desc(), _CONVERSATIONS.c.id)
        )
        with self.transaction() as connection:
            return [Summary(*row) for row in connection.execute(query)]

    def load(self, conversation_id: str, releases: Releases) -> list[StoredTurn]:
        """The turns of a conversation in order, each checked against the stored releases."""
        rows = self._rows(conversation_id)
        return [restore(asked, record, releases) for asked, record in rows]

    def export(self, conversation_id: str, releases: Releases) -> dict[str, Any]:
        """A conversation as plain JSON types; turns that no longer hold carry no quotes."""
        return {
            "id": conversation_id,
            "schema": SCHEMA,
            "turns": [
                {
                    "question": stored.question,
                    "asked": stored.asked,
                    "answer": answer_record(stored.answer) if stored.answer else None,
                    "problem": stored.problem,
                }
                for stored in self.load(conversation_id, releases)
            ],
        }

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with its turns; its words do not stay in the file."""
        self._rows(conversation_id)
        with self.transaction() as connection:
            connection.execute(
                _CONVERSATIONS.delete().where(_CONVERSATIONS.c.id == conversation_id)
            )

    def delete_all(self) -> int:
        """Delete every conversation that may be seen; returns how many there were."""
        if not self.path.exists():
            return 0
        with self.transaction() as connection:
            theirs = _CONVERSATIONS.delete().where(self.owns(_CONVERSATIONS.c.id))
            return int(connection.execute(theirs).rowcount)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _rows(self, conversation_id: str) -> list[tuple[str, str]]:
        query = (
            sa.select(TURNS.c.asked, TURNS.c.record)
            .where(TURNS.c.conversation_id == conversation_id, self.owns(TURNS.c.conversation_id))
            .order_by(TURNS.c.number)
        )
        found: list[tuple[str, str]] = []
        if self.path.exists():
            with self.transaction() as connection:
                found = [(asked, record) for asked, record in connection.execute(query)]
        if not found:
            raise _unknown(conversation_id)
        return found

    @contextmanager
    def transaction(self, create: bool = False) -> Iterator[sa.Connection]:
        """A transaction on a file of this schema."""
        try:
            if create and not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.touch(mode=0o600)
            with self._guard, self._engine.begin() as connection:
                self._check(connection)
                yield connection
        except (DatabaseError, OSError) as error:
            reason = getattr(error, "orig", error)
            raise HistoryError(
                f"{self.path} cannot be used ({reason}); move it away, and a new one is made"
            ) from None

    def _check(self, connection: sa.Connection) -> None:
        schema = connection.exec_driver_sql("PRAGMA user_version").scalar()
        if schema in (0, 1, 2):
            _METADATA.create_all(connection)  # makes the tables that are not there yet
            known = {
                column["name"] for column in sa.inspect(connection).get_columns("conversations")
            }
            if "owner" not in known:
                connection.execute(
                    sa.text("ALTER TABLE conversations ADD owner VARCHAR NOT NULL DEFAULT ''")
                )
            connection.execute(sa.text(f"PRAGMA user_version = {SCHEMA}"))
        elif schema != SCHEMA:
            raise HistoryError(
                f"{self.path} has schema {schema} and this version reads {SCHEMA}; update "
                "Dépêche, or move the file away"
            )


def _unknown(conversation_id: str) -> HistoryUnknown:
    return HistoryUnknown(
        f"there is no conversation {conversation_id}; `conversations list` names them"
    )


def _enforce(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
