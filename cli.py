"""The command line. Each command is a few lines; the work is below.

Exit codes: 0 done, 1 done but a floor was broken or some inputs failed, 2 wrong use. With `--json`
one object goes to stdout; progress, notes and errors always go to stderr, one line each.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ui.console
from config import load_settings
from domain import Standing
from errors import DepecheError, LibraryLocked, UsageError
from evaluation.console import add_actions

if TYPE_CHECKING:
    from assembly import Depeche
    from ingest.report import Entry, Report
    from ingest.sources import ListedSource

DONE, PARTLY, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a person's mistake is one line on stderr."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except DepecheError as error:
        _note(f"depeche: {error}")
        return WRONG_USE
    except KeyboardInterrupt:
        _note("depeche: interrupted; nothing that was not committed is kept")
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing left to say
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cli.py", description="Ask government communiqués and get answers one can quote."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ingest = _command(commands, "ingest", _ingest, "read releases into the library")
    ingest.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="file, folder, page, feed or sitemap (corpus/)"
    )
    ingest.add_argument("--prune", action="store_true", help="retire what has gone from SOURCE")
    ingest.add_argument(
        "--watch", action="store_true", help="stay and look again, until interrupted"
    )
    ingest.add_argument(
        "--every", type=_minutes, metavar="MINUTES", help="between two looks of --watch (30)"
    )
    ingest.add_argument(
        "--rebuild", action="store_true", help="cut and embed every stored release anew"
    )

    ingest.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    ingest.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="for how long to wait for another process that is writing",
    )

    releases = _command(commands, "releases", _releases, "list what the library holds")
    releases.add_argument("--all", action="store_true", help="also what new answers do not use")

    remove = _command(
        commands, "remove", _remove, "take a release out of use; ingest leaves it out"
    )
    restore = _command(commands, "restore", _restore, "bring back a release that was removed")
    for each in (remove, restore):
        each.add_argument(
            "id", metavar="ID", help="release id (or its beginning), file name, address"
        )
        each.add_argument(
            "--wait", type=float, default=0.0, metavar="SECONDS", help="for another process to end"
        )

    diff = _command(commands, "diff", _diff, "show what changed from one release to another")
    diff.add_argument("a", metavar="A", help="release id (or its beginning), file name, address")
    diff.add_argument(
        "b",
        nargs="?",
        metavar="B",
        help="the same; A@VERSION is a version; left out: A before its last change",
    )
    diff.add_argument("--all", action="store_true", help="print also what did not change")

    ask = _command(commands, "ask", _ask, "answer one question")
    ask.add_argument("question", metavar="QUESTION", help="in French or English; - reads stdin")
    ask.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help="earlier questions: a JSON list, or a line each",
    )
    ask.add_argument("--explain", action="store_true", help="print the parts of each score")

    evaluate = _command(commands, "evaluate", _evaluate, "measure the answers to a question set")
    evaluate.add_argument("--questions", type=Path, required=True, metavar="FILE", help="JSONL")
    evaluate.add_argument("--out", type=Path, metavar="DIR", help="answers and reports go here")
    evaluate.add_argument("--baseline", type=Path, metavar="REPORT", help="compare with that run")
    evaluate.add_argument("--floors", type=Path, metavar="FILE", help="fail below these")
    evaluate.add_argument(
        "--judge", action="store_true", help="also ask the chat model for its opinion (advisory)"
    )

    sets = _command(commands, "questions", _questions, "check, convert and draft question sets")
    add_actions(sets)

    calibrate = _command(commands, "calibrate", _calibrate, "fit weights on training questions")
    fitted = ["ranking", "reader", "choice", "refusal", "all"]
    calibrate.add_argument("what", choices=fitted, help="all: one after the other, into place")
    calibrate.add_argument("--plan", type=Path, required=True, metavar="FILE", help="YAML")
    calibrate.add_argument("--out", type=Path, metavar="FILE", help="the weights go here")

    talks = _command(commands, "conversations", _conversations, "the conversations of the chat")
    ui.console.add_options(talks)

    serve = _command(commands, "serve", _serve, "open the chat in a browser")
    serve.add_argument(
        "--ingest", action="store_true", help="bring the library up to date meanwhile"
    )
    return parser


def _minutes(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{value} is no whole number of minutes")
    return int(value)


def _command(commands: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    command.add_argument("--library", type=Path, metavar="DIR", help="library folder (library/)")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)
    return command


def _open(options: argparse.Namespace) -> Depeche:
    from assembly import Depeche

    return Depeche(load_settings(library=options.library))


def _ingest(options: argparse.Namespace) -> int:
    with _open(options) as depeche:
        if not options.watch:
            return _ingest_once(options, depeche, options.sources)
        from ingest.watch import watch

        def run(due: Sequence[ListedSource]) -> None:
            try:
                _ingest_once(options, depeche, due)
            except LibraryLocked as error:
                _note(f"depeche: {error}; the next look will try again")
            else:
                options.rebuild = False  # once is enough

        listed = depeche.source_list(options.sources, options.every)
        watch(listed, run, _wait, _now)
        return DONE


def _wait(seconds: float) -> bool:
    """Sleep; never the end of watching, which Ctrl-C brings."""
    time.sleep(seconds)
    return False


_now = time.monotonic


def _ingest_once(
    options: argparse.Namespace, depeche: Depeche, sources: Sequence[str | ListedSource]
) -> int:
    report = depeche.ingest(
        sources,
        prune=options.prune,
        rebuild=options.rebuild,
        dry_run=options.dry_run,
        wait=options.wait,
        progress=None if options.json else _progress,
        rebuilding=_rebuilding,
    )
    for failure in report.failed:
        _note(f"depeche: {failure.error}")
    record = asdict(report)
    record["seconds"] = round(report.seconds, 3)
    _print(options, record, _ingest_text(report))
    if not report.failed:
        return DONE
    return PARTLY if report.succeeded else WRONG_USE


def _ingest_text(report: Report) -> str:
    from ingest.report import SAME_BYTES

    lines = [
        f"{name:9} {entry.source}  ({entry.release_id}, version {entry.version}): {entry.reason}"
        for name in ("added", "updated", "retired")
        for entry in getattr(report, name)
    ]
    lines += [
        f"unchanged {entry.source}: {entry.reason}"
        for entry in report.unchanged
        if entry.reason != SAME_BYTES
    ]
    lines += [
        f"conflict  {conflict.reason}  ({' | '.join(conflict.releases)})"
        for conflict in report.conflicts
    ]
    if report.dry_run:
        lines.append("dry run: nothing was changed")
    counts = ", ".join(
        f"{len(getattr(report, name))} {name}"
        for name in ("added", "updated", "unchanged", "retired", "failed")
    )
    return "\n".join([*lines, f"{counts}; {report.passages} passages, {report.seconds:.1f} s"])


def _releases(options: argparse.Namespace) -> int:
    from vectorstore.versions import stored_record, stored_text

    with _open(options) as depeche:
        listed = [
            stored
            for stored in depeche.library.history()
            if options.all or stored.standing is Standing.CURRENT
        ]
    record = {"releases": [stored_record(stored) for stored in listed]}
    _print(options, record, "\n".join(map(stored_text, listed)))
    return DONE


def _remove(options: argparse.Namespace) -> int:
    with _open(options) as depeche:
        _print_entry(options, "removed", depeche.remove(options.id, wait=options.wait))
    return DONE


def _restore(options: argparse.Namespace) -> int:
    with _open(options) as depeche:
        _print_entry(options, "restored", depeche.restore(options.id, wait=options.wait))
    return DONE


def _print_entry(options: argparse.Namespace, what: str, entry: Entry) -> None:
    text = f"{what}  {entry.source}  ({entry.release_id}, version {entry.version}): {entry.reason}"
    _print(options, {what: asdict(entry)}, text)


def _diff(options: argparse.Namespace) -> int:
    from difference import compare

    with _open(options) as depeche:
        before, after = depeche.compared(options.a, options.b)
    difference = compare(before, after)
    _print(options, difference.to_dict(), difference.to_text(options.all))
    return DONE


def _ask(options: argparse.Namespace) -> int:
    from answering.contract import answer_record

    question = sys.stdin.read() if options.question == "-" else options.question
    history = _read_history(options.history) if options.history else []
    with _open(options) as depeche:
        answer = depeche.ask(question, history)
    _print(options, answer_record(answer), ui.console.answer_text(answer, options.explain))
    return DONE


def _read_history(path: Path) -> list[str]:
    """Earlier questions: a JSON list of strings, or plain text with a question a line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--history {path} cannot be read ({error})") from None
    if not text.lstrip().startswith("["):
        return [line.strip() for line in text.splitlines() if line.strip()]
    try:
        history = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"--history {path} is not JSON: line {error.lineno}, {error.msg}"
        ) from None
    if not all(isinstance(item, str) for item in history):
        raise UsageError(f"--history {path}: every item has to be a question, as a string")
    return history


def _evaluate(options: argparse.Namespace) -> int:
    with _open(options) as depeche:
        report = depeche.evaluate(
            options.questions,
            out=options.out,
            baseline=options.baseline,
            floors=options.floors,
            progress=None if options.json else lambda done, total: _progress(done, total, ""),
        )
        if options.judge:
            opinions = depeche.judge(report)
            _note(opinions.to_text())
            if options.out:
                opinions.save(options.out)
    _print(options, report.to_dict(), report.to_text())
    return report.exit_code


def _questions(options: argparse.Namespace) -> int:
    from evaluation.console import run

    done = run(options, load_settings(library=options.library), lambda: _open(options))
    _print(options, done.record, done.text)
    return PARTLY if done.problems else DONE


def _conversations(options: argparse.Namespace) -> int:
    with _open(options) as depeche:
        done = ui.console.run(options, depeche, _note)
    _print(options, done.record, done.text)
    return PARTLY if done.problems else DONE


def _calibrate(options: argparse.Namespace) -> int:
    if options.what == "all" and options.out:
        raise UsageError("calibrate all writes all weights into place; leave --out out")
    figures, texts = {}, []
    with _open(options) as depeche:
        for what, fitted in depeche.calibrate(options.what, options.plan, _note):
            if options.out:
                fitted.save(options.out)
            figures[what] = fitted.figures()
            texts.append(fitted.to_text())
            _note(f"{what} is fitted")
    _print(options, figures if options.what == "all" else figures[options.what], "\n\n".join(texts))
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from ui.server import serve

    return serve(load_settings(library=options.library), ingest=options.ingest)


def _progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r\x1b[K{done}/{total} {what[:60]}", end=end, file=sys.stderr, flush=True)
    elif what:
        _note(f"{done + 1}/{total} {what}")


def _rebuilding(differences: Sequence[str]) -> None:
    made_with = " and ".join(differences)
    _note(f"depeche: the library was made with {made_with}; every release is embedded anew")


def _note(line: str) -> None:
    print(" ".join(line.split()), file=sys.stderr, flush=True)


def _print(options: argparse.Namespace, record: dict, text: str) -> None:
    if options.json:
        print(json.dumps(record, ensure_ascii=False), flush=True)
    else:
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
