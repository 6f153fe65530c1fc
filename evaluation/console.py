"""The `questions` command: its options, and what it prints.

Only the standard library is imported with this module, since `--help` reads it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from config import Settings
    from domain import Release
    from evaluation.feedback import Feedback


class Holder(Protocol):
    """What has releases and what readers said: the application on a library."""

    def releases(self) -> list[Release]:
        """The current version of every release."""
        ...

    def feedback(self) -> list[Feedback]:
        """What readers said of answers in the chat."""
        ...


Open = Callable[[], AbstractContextManager[Holder]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command has to print, as an object and for people, and what is left to mend."""

    record: dict[str, Any]
    text: str
    problems: bool = False


def add_actions(parser: argparse.ArgumentParser) -> None:
    """The options of `questions`."""
    actions = parser.add_subparsers(required=True, dest="action", metavar="ACTION")

    validate = _action(actions, "validate", "name every line that is wrong, and the mend")
    validate.add_argument("sets", nargs="+", type=Path, metavar="SET", help="JSONL")
    _against(validate)

    export = _action(actions, "export", "write a set with ragas field names, or as CSV")
    export.add_argument("set", type=Path, metavar="SET", help="JSONL")
    export.add_argument("--answers", type=Path, metavar="DIR", help="--out of evaluate (ragas)")
    _to(export, "a new .jsonl (ragas) or .csv file")

    bring = _action(actions, "import", "make a set of a CSV or a file with ragas field names")
    bring.add_argument("file", type=Path, metavar="FILE", help=".csv, .json or .jsonl")
    _to(bring, "a new question set")
    _against(bring)

    draft = _action(actions, "draft", "propose questions about a release, to accept or change")
    draft.add_argument("release", metavar="RELEASE", help="a file, or a source of the library")
    _to(draft, "a new file of drafts")

    feedback = _action(actions, "from-feedback", "make drafts of what readers said of answers")
    feedback.add_argument(
        "file", type=Path, nargs="?", metavar="FEEDBACK", help="JSONL; none: what the chat has kept"
    )
    _to(feedback, "a new file of drafts")
    _against(feedback)

    accept = _action(actions, "accept", "move drafts to the end of a set")
    accept.add_argument("drafts", type=Path, metavar="DRAFTS", help="JSONL")
    accept.add_argument("--only", nargs="+", default=[], metavar="ID", help="these, not all")
    _to(accept, "a question set")


def run(options: argparse.Namespace, settings: Settings, open_: Open) -> Done:
    """Do what the options say; DepecheError when it cannot be done."""
    from evaluation import curation

    if options.action == "validate":
        return _validate(options, settings, open_)
    if options.action == "export":
        return _wrote(curation.export_set(options.set, options.to, options.answers))
    if options.action == "import":
        releases = _releases(options, settings, open_)
        return _wrote(curation.import_set(options.file, options.to, releases))
    if options.action == "draft":
        file = Path(options.release)
        releases = curation.read_releases([file], settings) if file.exists() else _held(open_)
        name = file.name if file.exists() else options.release
        return _wrote(curation.draft_set(name, options.to, releases))
    if options.action == "from-feedback":
        releases = _releases(options, settings, open_) or []
        record = curation.feedback_set(_feedback(options.file, open_), options.to, releases)
        return _wrote(record, record["to_do"])
    record = curation.accept(options.drafts, options.to, options.only)
    return _wrote(record, [f"{record['left']} drafts are left"] if record["left"] else ())


def _feedback(file: Path | None, open_: Open) -> list[Feedback]:
    """What readers said, in a file or in the chat."""
    from evaluation.feedback import read

    if file is not None:
        return read(file)
    with open_() as holder:
        return holder.feedback()


def _validate(options: argparse.Namespace, settings: Settings, open_: Open) -> Done:
    from evaluation.validation import validate

    result = validate(options.sets, _releases(options, settings, open_))
    looked = "" if result.quotes else "; quotes were not looked up: no library, no --against"
    lines = [
        *result.problems,
        f"{result.questions} questions, {len(result.problems)} problems{looked}",
    ]
    return Done(asdict(result), "\n".join(lines), bool(result.problems))


def _releases(
    options: argparse.Namespace, settings: Settings, open_: Open
) -> Sequence[Release] | None:
    """The releases to look quotes up in: those of `--against`, else the library's, if any."""
    from errors import LibraryEmpty
    from evaluation.curation import read_releases

    if options.against:
        return read_releases(options.against, settings)
    try:
        return _held(open_)
    except LibraryEmpty:
        return None


def _held(open_: Open) -> Sequence[Release]:
    with open_() as holder:
        return holder.releases()


def _wrote(record: dict[str, Any], more: Sequence[str] = ()) -> Done:
    text = f"{record['questions']} questions written to {record['file']}"
    return Done(record, "\n".join([text, *more]))


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=text, description=text.capitalize() + ".")
    # Those of every command, after the action too; there they are set only when they are given.
    unset = argparse.SUPPRESS
    parser.add_argument("--library", type=Path, metavar="DIR", default=unset, help="library folder")
    parser.add_argument("--json", action="store_true", default=unset, help="print one JSON object")
    return parser


def _to(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=text)


def _against(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="look quotes up in these files and folders, not in the library",
    )
