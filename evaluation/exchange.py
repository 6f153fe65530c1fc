"""Question sets in the form of others: ragas field names (JSON Lines) and CSV for spreadsheets.

Both ways, and nothing is lost on the way there and back: what ragas has no field for travels
under our own names, which it passes over. Field names are those of `SingleTurnSample` and
`MultiTurnSample` of ragas 0.2 to 0.4.
"""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import QuestionSetError
from evaluation.questions import LANGUAGES, OPTIONAL, REQUIRED, Question, question_of, record_of
from evaluation.quotes import QuoteFinder
from language import detect

COLUMNS = (*REQUIRED, "reference_quotes", "sources", "must_mention", "history", "notes")
"""Of the CSV. Lists have an item a line within their cell, alternatives of one item " | "
between them; `sources` goes with `reference_quotes`, line by line."""

_YES = frozenset({"true", "vrai", "yes", "oui", "1"})
_NO = frozenset({"false", "faux", "no", "non", "0"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # how a cell begins that a spreadsheet may run
_ALTERNATIVES = " | "

Row = tuple[int, dict[str, Any]]
"""The line that a row begins on, and its fields."""


def to_ragas(
    questions: Iterable[Question], answers: Mapping[str, Mapping[str, Any]] | None = None
) -> str:
    """A set as JSON Lines for ragas; with `answers` (the lines of `answers.jsonl` by id), their
    texts are the responses and their evidence the retrieved contexts."""
    lines = []
    for question in questions:
        record = record_of(question)
        quotes = [quote.text for quote in question.reference_quotes]
        del record["user_input"]
        record.pop("reference_quotes", None)
        row: dict[str, Any] = {"user_input": question.user_input, "reference_contexts": quotes}
        if quotes:
            row["reference"] = "\n".join(quotes)
        if answer := (answers or {}).get(question.id):
            row["response"] = answer.get("text") or ""
            row["retrieved_contexts"] = [item["text"] for item in answer.get("evidence", ())]
        row |= record
        row["reference_sources"] = [quote.source for quote in question.reference_quotes]
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(lines)


def to_csv(questions: Iterable[Question]) -> str:
    """A set as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe;
    write the text with a byte order mark, so that Excel reads its accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in questions:
        cells = {
            "id": question.id,
            "user_input": question.user_input,
            "lang": question.lang,
            "type": question.type,
            "answerable": "true" if question.answerable else "false",
            "reference_quotes": _joined([quote.text for quote in question.reference_quotes]),
            "sources": _joined([quote.source or "" for quote in question.reference_quotes]),
            "must_mention": _joined_lists(question.must_mention),
            "history": _joined(question.history),
            "notes": question.notes or "",
        }
        writer.writerow([_safe(cells[column]) for column in COLUMNS])
    return out.getvalue()


def read_foreign(path: Path, finder: QuoteFinder | None = None) -> list[Question]:
    """The questions of a CSV, or of a JSON or JSON Lines file with ragas field names.

    With a `finder`, a quote that stands in a release but for case, accents, hyphens or spaces
    becomes the words of the release. QuestionSetError names file, line and mend.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path}: not UTF-8; save the file as UTF-8") from None
    rows = list(_csv_rows(text, path) if path.suffix.lower() == ".csv" else _json_rows(text, path))
    if not rows:
        raise QuestionSetError(f"{path}: no question in it")
    questions: list[Question] = []
    seen: dict[str, int] = {}
    for line, fields in rows:
        where = f"{path}, line {line}"
        record = _native(fields, where, number=len(questions) + 1)
        question = question_of(record, where, line)
        if question.id in seen:
            raise QuestionSetError(
                f'{where}: id "{question.id}" is already that of line {seen[question.id]}; '
                "give each question its own"
            )
        seen[question.id] = line
        questions.append(finder.mended(question) if finder else question)
    return questions


def _csv_rows(text: str, path: Path) -> Iterator[Row]:
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    try:
        names = next(reader, [])
        begun = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise QuestionSetError(
                        f"{path}, line {begun}: {len(cells)} cells under {len(names)} headings; "
                        "put quotation marks around a cell that holds the separator"
                    )
                fields = {
                    name: _bare(cell) for name, cell in zip(names, cells, strict=False) if cell
                }
                yield begun, _cells(fields, f"{path}, line {begun}")
            begun = reader.line_num + 1
    except csv.Error as error:
        raise QuestionSetError(f"{path}, line {reader.line_num}: not CSV ({error})") from None


def _cells(fields: dict[str, str], where: str) -> dict[str, Any]:
    """The cells of a row as the values that JSON would have."""
    row: dict[str, Any] = dict(fields)
    if "answerable" in fields:
        word = fields["answerable"].strip().casefold()
        if word not in _YES | _NO:
            raise QuestionSetError(f'{where}: "answerable" is "{word}"; write true or false')
        row["answerable"] = word in _YES
    for key in ("reference_contexts", "retrieved_contexts", "reference_sources"):
        if key in fields:
            row[key] = _literal(fields[key], key, where)
    if "history" in fields:
        row["history"] = _split(fields["history"])
    if "must_mention" in fields:
        row["must_mention"] = _split_lists(fields["must_mention"])
    if "reference_quotes" in fields:
        quotes = _split(fields["reference_quotes"])
        sources = _split(fields["sources"]) if "sources" in fields else []
        sources += [""] * (len(quotes) - len(sources))
        row["reference_quotes"] = [
            {"source": source or None, "text": quote}
            for quote, source in zip(quotes, sources, strict=False)
        ]
    row.pop("sources", None)
    return row


def _json_rows(text: str, path: Path) -> Iterator[Row]:
    if text.lstrip().startswith("["):
        try:
            rows = enumerate(json.loads(text), start=1)
        except json.JSONDecodeError as error:
            raise QuestionSetError(f"{path}, line {error.lineno}: not JSON ({error.msg})") from None
    else:
        rows = ((number, _parsed(line, path, number)) for number, line in _lines(text))
    for number, row in rows:
        if not isinstance(row, dict):
            raise QuestionSetError(f"{path}, line {number}: not a JSON object")
        yield number, row


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip())


def _parsed(line: str, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise QuestionSetError(f"{path}, line {number}: not JSON ({error})") from None


def _native(fields: Mapping[str, Any], where: str, number: int) -> dict[str, Any]:
    """The fields of a row, ours or ragas', as the object of a question set."""
    record = {key: fields[key] for key in (*REQUIRED, *OPTIONAL) if fields.get(key) is not None}
    if isinstance(fields.get("user_input"), list):
        record |= _turns(fields["user_input"], where)
    contexts = fields.get("reference_contexts")
    if contexts and "reference_quotes" not in record:
        sources = fields.get("reference_sources") or [None] * len(contexts)
        record["reference_quotes"] = [
            {"source": source, "text": context}
            for context, source in zip(contexts, sources, strict=False)
        ]
    if contexts is None and "answerable" not in record:
        raise QuestionSetError(
            f'{where}: neither "reference_contexts" nor "answerable"; give the words of a release '
            'that answer it, or "answerable": false'
        )
    said = str(record.get("user_input", ""))
    return {
        "id": f"q{number}",
        "lang": detect(said) if detect(said) in LANGUAGES else LANGUAGES[0],
        "type": "other",
        "answerable": bool(contexts),
        **record,
    }


def _turns(messages: Sequence[Any], where: str) -> dict[str, Any]:
    """A conversation of ragas: its last question, and those before as the history."""
    try:
        asked = [item["content"] for item in messages if item.get("type", "human") == "human"]
    except (TypeError, KeyError, AttributeError):
        raise QuestionSetError(
            f'{where}: "user_input" has to be a text or a list of {{"type", "content"}}'
        ) from None
    if not asked:
        raise QuestionSetError(f'{where}: "user_input" has no message of a person')
    return {"user_input": asked[-1], "history": asked[:-1]}


def _joined(items: Sequence[str]) -> str:
    """Items a line each; as JSON where an item would not come back from that."""
    plain = "\n".join(items)
    return plain if _split(plain) == list(items) else json.dumps(items, ensure_ascii=False)


def _split(cell: str) -> list[str]:
    if cell.startswith("["):
        try:
            return json.loads(cell)
        except json.JSONDecodeError:
            pass
    return [line.rstrip("\r") for line in cell.split("\n")] if cell else []


def _joined_lists(lists: Sequence[Sequence[str]]) -> str:
    plain = "\n".join(_ALTERNATIVES.join(words) for words in lists)
    same = _split_lists(plain) == [list(words) for words in lists]
    return plain if same else json.dumps(lists, ensure_ascii=False)


def _split_lists(cell: str) -> list[Any]:
    items = _split(cell)
    return [item.split(_ALTERNATIVES) if isinstance(item, str) else item for item in items if item]


def _literal(cell: str, key: str, where: str) -> list[Any]:
    """A list as ragas writes it into a cell, which is as Python prints it."""
    try:
        value = ast.literal_eval(cell)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        value = None
    if not isinstance(value, list):
        raise QuestionSetError(f'{where}: "{key}" has to be a list, ["…", "…"]')
    return value


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
