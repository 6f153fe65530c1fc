"""What readers said of answers, kept as JSON Lines, and made into questions.

One record a line, each with the version of its shape; lines are only ever added. `SCHEMA_VERSION`
is raised when a key changes its meaning, and older lines are then read as what they were.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.contract import answer_record
from answering.history import History
from answering.opinions import Opinions, Verdict
from answering.stored import Releases
from domain import Release, quoted_fragments
from errors import QuestionSetError
from evaluation.questions import LANGUAGES, Question, ReferenceQuote
from evaluation.validation import DRAFT
from language import detect
from shadow import fold

SCHEMA_VERSION = 1
REQUIRED = ("schema", "question", "answer", "verdict")
OPTIONAL = ("history", "sentence", "comment", "at")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer.

    `answer` is the object of `ask --json`; `sentence` the index, from 0, of the sentence that is
    meant, None for the whole answer; `at` when it was said (ISO 8601), for people.
    """

    question: str
    answer: Mapping[str, Any]
    verdict: Verdict
    history: tuple[str, ...] = ()
    sentence: int | None = None
    comment: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """Questions made of feedback, and what a person still has to give for some of them."""

    questions: tuple[Question, ...]
    to_do: tuple[str, ...]


def said_in_chat(history: History, releases: Releases) -> list[Feedback]:
    """What readers said in the chat, oldest first; an answer that no longer holds as it was kept.

    What such an answer quotes is looked up again when questions are made of it.
    """
    found = []
    for opinion in Opinions(history).all():
        turns = history.load(opinion.conversation_id, releases)[: opinion.turn]
        stored = turns[-1]
        answer = answer_record(stored.answer) if stored.answer else dict(stored.record)
        found.append(
            Feedback(
                question=stored.question,
                answer=answer,
                verdict=opinion.verdict,
                history=tuple(turn.question for turn in turns[:-1]),
                sentence=opinion.sentence,
                comment=opinion.comment,
                at=opinion.at,
            )
        )
    return [item for item in found if item.question.strip()]


def append(path: Path, feedback: Feedback) -> None:
    """Add one record, on the disk when this returns; QuestionSetError when it cannot be."""
    record = {
        "schema": SCHEMA_VERSION,
        "question": feedback.question,
        "history": list(feedback.history),
        "answer": dict(feedback.answer),
        "sentence": feedback.sentence,
        "verdict": feedback.verdict.value,
        "comment": feedback.comment,
        "at": feedback.at,
    }
    line = json.dumps(record, ensure_ascii=False) + "\n"
    try:
        _cut_torn_line(path)
        with path.open("ab") as stream:
            stream.write(
                line.encode("utf-8")
            )  # one write, so that lines of two processes stay whole
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise QuestionSetError(f"{path}: feedback cannot be kept ({error.strerror})") from None


def _cut_torn_line(path: Path) -> None:
    """Take off a last line that a crash left without its end: it was never said to be kept."""
    data = path.read_bytes() if path.exists() else b""
    if data and not data.endswith(b"\n"):
        os.truncate(path, data.rfind(b"\n") + 1)


def read(path: Path) -> list[Feedback]:
    """The records of a file in order; QuestionSetError names line and mend.

    A last line without its end is one that a crash cut off, and is passed over.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{path}: feedback cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path}: not UTF-8, so not feedback; name another file") from None
    whole = text.split("\n")[:-1]
    return [
        _feedback(line, f"{path}, line {number}")
        for number, line in enumerate(whole, start=1)
        if line.strip()
    ]


def to_questions(records: Sequence[Feedback], releases: Sequence[Release]) -> Converted:
    """Questions, as drafts for a person: one for each question asked, the last word on each of its
    sentences, and on the whole, counting.

    What was right keeps the citations as references, less those of sentences that were wrong, or
    becomes unanswerable when it was rightly declined. Of what was wrong nobody has said the right
    answer: words of a release between quotation marks in the comment are taken for it, else the
    draft has no reference, and what is to do says so.
    """
    last: dict[tuple[str, ...], dict[int | None, Feedback]] = {}
    for record in records:
        key = (*map(fold, record.history), fold(record.question))
        last.setdefault(key, {})[record.sentence] = record
    questions, to_do = [], []
    for number, said in enumerate(last.values(), start=1):
        question = _question(list(said.values()), f"feedback-{number}", releases)
        questions.append(question)
        if question.answerable and not question.reference_quotes:
            to_do.append(
                f'"{question.id}": {question.user_input}: said to be wrong; quote the words of a '
                'release that answer it, or set "answerable" to false'
            )
    return Converted(tuple(questions), tuple(to_do))


def _question(said: Sequence[Feedback], name: str, releases: Sequence[Release]) -> Question:
    """One question of all that was said of its answer."""
    first = said[0]
    right = [record for record in said if record.verdict is Verdict.RIGHT]
    wrong = [record for record in said if record.verdict is Verdict.WRONG]
    refused = {quote for record in wrong if record.sentence is not None for quote in _cited(record)}
    quotes = [quote for record in right for quote in _cited(record) if quote not in refused]
    quotes += [quote for record in wrong for quote in _quoted(record.comment or "", releases)]
    rightly_declined = any(record.answer.get("status") == "declined" for record in right)
    language = first.answer.get("language") or detect(first.question)
    return Question(
        id=name,
        user_input=first.question,
        lang=language if language in LANGUAGES else LANGUAGES[0],
        type="other",
        answerable=bool(quotes) or not rightly_declined,
        reference_quotes=tuple(dict.fromkeys(quotes)),
        history=first.history,
        notes=f"{DRAFT}: a reader found {'; '.join(map(_said, said))}",
    )


def _said(record: Feedback) -> str:
    what = "the answer" if record.sentence is None else f"sentence {record.sentence + 1}"
    said = f"{what} {record.verdict.value}"
    return f"{said}: {record.comment}" if record.comment else said


def _cited(record: Feedback) -> Iterator[ReferenceQuote]:
    """The quotes of the sentence that is meant, or of the whole answer; none of a declined one."""
    citations = record.answer.get("citations", ())
    sentences = record.answer.get("sentences", ())
    if record.sentence is not None and record.sentence < len(sentences):
        markers = set(sentences[record.sentence]["citations"])
        citations = [citation for citation in citations if citation["marker"] in markers]
    for citation in citations:
        yield ReferenceQuote(citation["quote"], citation["source"])


def _quoted(comment: str, releases: Sequence[Release]) -> Iterator[ReferenceQuote]:
    """Words between quotation marks that are words of a release."""
    for fragment in quoted_fragments(comment):
        for release in releases:
            if fragment in release.text:
                yield ReferenceQuote(fragment, release.source)
                break


def _feedback(line: str, where: str) -> Feedback:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise QuestionSetError(f"{where}: not JSON ({error}); mend or delete the line") from None
    if not isinstance(record, dict):
        raise QuestionSetError(f"{where}: not a JSON object; mend or delete the line")
    if record.get("schema") != SCHEMA_VERSION:
        raise QuestionSetError(
            f"{where}: schema {record.get('schema')}, this program reads {SCHEMA_VERSION}; "
            "use the program that wrote it"
        )
    _check(record, where)
    return Feedback(
        question=record["question"],
        answer=record["answer"],
        verdict=Verdict(record["verdict"]),
        history=tuple(record.get("history") or ()),
        sentence=record.get("sentence"),
        comment=record.get("comment"),
        at=record.get("at"),
    )


def _check(record: Mapping[str, Any], where: str) -> None:
    for key in REQUIRED:
        if key not in record:
            raise QuestionSetError(f'{where}: "{key}" is missing; mend or delete the line')
    for key in record:
        if key not in (*REQUIRED, *OPTIONAL):
            known = ", ".join((*REQUIRED, *OPTIONAL))
            raise QuestionSetError(f'{where}: unknown key "{key}"; known are {known}')
    sentence = record.get("sentence")
    kinds = {
        "question": isinstance(record["question"], str) and record["question"].strip(),
        "answer": isinstance(record["answer"], dict),
        "verdict": record["verdict"] in list(Verdict),
        "history": isinstance(record.get("history") or [], list),
        "sentence": sentence is None or (type(sentence) is int and sentence >= 0),
    }
    for key, good in kinds.items():
        if not good:
            raise QuestionSetError(f'{where}: "{key}" is not what it should be; see docs')
