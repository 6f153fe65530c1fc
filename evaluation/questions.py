"""Question sets: JSON Lines, one question a line, checked at the door.

The format is described in `sets/README.md` and `sets/question.schema.json`; a test keeps the three
in agreement. Whether the quotes are words of the releases is a matter of the library and is
checked by `evaluation.validation`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from errors import QuestionSetError

SCHEMA = Path(__file__).parent / "sets" / "question.schema.json"
LANGUAGES = ("fr", "en")
REQUIRED = ("id", "user_input", "lang", "type", "answerable")
OPTIONAL = ("reference_quotes", "must_mention", "history", "notes")
QUOTE_KEYS = ("source", "text")


@dataclass(frozen=True, slots=True)
class ReferenceQuote:
    """Words of a release that answer a question; `source` None where only one can be meant."""

    text: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question set; `line` is where it stands in its file, 0 if in none."""

    id: str
    user_input: str
    lang: Literal["fr", "en"]
    type: str
    answerable: bool
    reference_quotes: tuple[ReferenceQuote, ...] = ()
    must_mention: tuple[tuple[str, ...], ...] = ()
    history: tuple[str, ...] = ()
    notes: str | None = None
    line: int = 0


def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file in their order; QuestionSetError names file, line and mend."""
    questions: list[Question] = []
    for item in scan(path):
        if isinstance(item, QuestionSetError):
            raise item
        questions.append(item)
    return tuple(questions)


def scan(path: Path) -> Iterator[Question | QuestionSetError]:
    """Each line of a file as a question, or as what is wrong with it; at least one of either."""
    seen: dict[str, int] = {}
    try:
        text = _read(path)
    except QuestionSetError as error:
        yield error
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            question = question_of(_parse(line, where), where, number)
            _is_new(question, seen, where)
        except QuestionSetError as error:
            yield error
        else:
            yield question
    if not text.strip():
        yield QuestionSetError(f"{path}: no question in it; write one JSON object a line")


def record_of(question: Question) -> dict[str, Any]:
    """The object of a question's line; optional keys that say nothing are left out."""
    record: dict[str, Any] = {key: getattr(question, key) for key in REQUIRED}
    optional = {
        "reference_quotes": [
            {"source": quote.source, "text": quote.text} for quote in question.reference_quotes
        ],
        "must_mention": [list(words) for words in question.must_mention],
        "history": list(question.history),
        "notes": question.notes,
    }
    return {**record, **{key: value for key, value in optional.items() if value}}


def to_lines(questions: Iterable[Question]) -> str:
    """Questions as the text of a set."""
    lines = (json.dumps(record_of(question), ensure_ascii=False) for question in questions)
    return "".join(line + "\n" for line in lines)


def _is_new(question: Question, seen: dict[str, int], where: str) -> None:
    if question.id in seen:
        raise QuestionSetError(
            f'{where}: id "{question.id}" is already that of line {seen[question.id]}; '
            "give each question its own"
        )
    seen[question.id] = question.line


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionSetError(f"{path}: no such file; name a question set (.jsonl)") from None
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        # What precedes the bad byte is valid, so its line can be counted.
        line = error.object[: error.start].count(b"\n") + 1
        raise QuestionSetError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from None


def _parse(line: str, where: str) -> dict[str, Any]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in keys:
            if keys.count(key) > 1:
                raise QuestionSetError(f'{where}: key "{key}" stands there twice; keep one')
        return dict(pairs)

    try:
        record = json.loads(line, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise QuestionSetError(
            f"{where}: not JSON ({error.msg}, column {error.colno}); "
            "each line is one JSON object without line breaks"
        ) from None
    except RecursionError:
        raise QuestionSetError(f"{where}: nested too deeply; see sets/README.md") from None
    if not isinstance(record, dict):
        raise QuestionSetError(f"{where}: not a JSON object; write {{…}} with the question's keys")
    return record


def question_of(record: Mapping[str, Any], where: str, line: int = 0) -> Question:
    """The question of one object; QuestionSetError says `where`, and the mend."""
    _keys(record, (*REQUIRED, *OPTIONAL), where)
    for key in REQUIRED:
        if key not in record:
            raise QuestionSetError(f'{where}: "{key}" is missing; add it')
    if record["lang"] not in LANGUAGES:
        raise QuestionSetError(f'{where}: "lang" is {_show(record["lang"])}; write "fr" or "en"')
    if not isinstance(record["answerable"], bool):
        raise QuestionSetError(f'{where}: "answerable" has to be true or false')
    notes = record.get("notes")
    if notes is not None and not isinstance(notes, str):
        raise QuestionSetError(f'{where}: "notes" has to be a text or null')
    question = Question(
        id=_text(record["id"], '"id"', where),
        user_input=_text(record["user_input"], '"user_input"', where),
        lang=record["lang"],
        type=_text(record["type"], '"type"', where),
        answerable=record["answerable"],
        reference_quotes=tuple(
            _quote(item, where) for item in _list(record, "reference_quotes", where)
        ),
        must_mention=tuple(
            _alternatives(item, where) for item in _list(record, "must_mention", where)
        ),
        history=tuple(
            _text(item, 'an item of "history"', where) for item in _list(record, "history", where)
        ),
        notes=notes,
        line=line,
    )
    _consistent(question, where)
    return question


def _consistent(question: Question, where: str) -> None:
    if question.answerable and not question.reference_quotes:
        raise QuestionSetError(
            f'{where}: answerable, but without "reference_quotes"; '
            'quote the words that answer it, or set "answerable" to false'
        )
    for key in ("reference_quotes", "must_mention"):
        if not question.answerable and getattr(question, key):
            raise QuestionSetError(
                f'{where}: not answerable, but with "{key}"; '
                'remove them, or set "answerable" to true'
            )


def _quote(item: Any, where: str) -> ReferenceQuote:
    what = 'an item of "reference_quotes"'
    if not isinstance(item, dict):
        raise QuestionSetError(f'{where}: {what} has to be an object {{"source", "text"}}')
    _keys(item, QUOTE_KEYS, where)
    if "text" not in item:
        raise QuestionSetError(f'{where}: {what} has no "text"; add the words, verbatim')
    source = item.get("source")
    return ReferenceQuote(
        text=_text(item["text"], f'"text" of {what}', where),
        source=None if source is None else _text(source, f'"source" of {what}', where),
    )


def _alternatives(item: Any, where: str) -> tuple[str, ...]:
    what = 'an item of "must_mention"'
    if not isinstance(item, list) or not item:
        raise QuestionSetError(f"{where}: {what} has to be a list of at least one text")
    return tuple(_text(word, f"each word of {what}", where) for word in item)


def _list(record: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise QuestionSetError(f'{where}: "{key}" has to be a list')
    return value


def _text(value: Any, what: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise QuestionSetError(f"{where}: {what} is {_show(value)}; it has to be a text")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise QuestionSetError(f"{where}: {what} has half a character (a lone surrogate); mend it")
    return value


def _keys(record: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in record:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            hint = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(known)}"
            raise QuestionSetError(f'{where}: unknown key "{key}"; {hint}')


def _show(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=True)
    return shown if len(shown) <= 40 else shown[:39] + "…"
