"""The `conversations` command: its options, what it prints, the files that it writes.

Only the standard library is imported with this module, since `--help` reads it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from errors import UsageError
from evaluation.console import Done

if TYPE_CHECKING:
    from assembly import Depeche
    from domain import Answer

_JSON = "json"
# What `ui.export.formats` makes, spelled out here so that `--help` imports none of it.
_FORMATS = (_JSON, "markdown", "html", "docx", "bibtex", "ris", "csl-json", "csv")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `conversations`."""
    parser.add_argument("action", choices=["list", "show", "export", "delete"])
    parser.add_argument("id", nargs="?", metavar="ID", help="as `conversations list` prints it")
    parser.add_argument("--all", action="store_true", help="with delete: every conversation")
    parser.add_argument("--out", type=Path, metavar="FILE", help="with export: write there")
    parser.add_argument(
        "--format", choices=_FORMATS, help="with export; else as FILE is called, else json"
    )
    parser.add_argument(
        "--language",
        choices=["fr", "en"],
        help="of what an export says of itself (DEPECHE_LANGUAGE)",
    )


def run(options: argparse.Namespace, depeche: Depeche, note: Callable[[str], None]) -> Done:
    """Do what the options say; `note` is told what an export had to leave out."""
    if options.action == "list":
        found = depeche.history.list()
        lines = [f"{s.id}  {s.changed}  {s.turns:3}  {s.title}" for s in found]
        return Done({"conversations": list(map(asdict, found))}, "\n".join(lines))
    if options.action == "delete" and options.all:
        return _deleted(depeche.history.delete_all())
    if not options.id:
        raise UsageError(
            f"conversations {options.action} needs an ID; `conversations list` has them"
        )
    if options.action == "delete":
        depeche.history.delete(options.id)
        return _deleted(1)
    return _show(options, depeche) if options.action == "show" else _export(options, depeche, note)


def answer_text(answer: Answer, explain: bool) -> str:
    """An answer for people: its words and where they stand, or the nearest passages."""
    lines = [answer.text]
    if answer.sentences and answer.reason:
        lines.insert(0, answer.reason)
    if answer.citations:
        lines.append("")
    for citation in answer.citations:
        where = ", ".join(
            str(part)
            for part in (citation.title, citation.date, citation.section, citation.source)
            if part
        )
        lines.append(f"[{citation.marker}] {where}, {citation.start}–{citation.end}")
    if not answer.citations or explain:
        lines += ["", "Nearest passages:" if not answer.citations else "Evidence:"]
        for item in answer.evidence[: None if explain else 3]:
            lines.append(f"  {item.score:.3f}  {item.text}")
            if explain:
                lines.append(
                    "         " + "  ".join(f"{k} {v:.3f}" for k, v in item.signals.items() if v)
                )
    return "\n".join(lines)


def _deleted(count: int) -> Done:
    return Done({"deleted": count}, f"{count} deleted")


def _show(options: argparse.Namespace, depeche: Depeche) -> Done:
    record = depeche.history.export(options.id, depeche.library)
    turns = depeche.history.load(options.id, depeche.library)
    shown = [answer_text(t.answer, False) if t.answer else f"({t.problem})" for t in turns]
    blocks = [f"> {t.question}\n\n{text}" for t, text in zip(turns, shown, strict=True)]
    return Done(record, "\n\n".join(blocks))


def _export(options: argparse.Namespace, depeche: Depeche, note: Callable[[str], None]) -> Done:
    """A conversation as a file, or on the output where the format is text."""
    name = options.format or _called(options.out) or _JSON
    if name == "docx" and not options.out:
        raise UsageError("docx is no text that could be printed; name a file with --out")
    if name == _JSON:
        record = depeche.history.export(options.id, depeche.library)
        lost = sum(turn["answer"] is None for turn in record["turns"])
        data = f"{json.dumps(record, ensure_ascii=False, indent=1)}\n".encode()
    else:
        data, lost = _made(options, depeche, name)
        record = {"format": name}
    if lost:
        note(f"depeche: {lost} left out, since the library no longer holds those words")
    if options.out:
        _write(options.out, data)
        return Done({"format": name, "file": str(options.out)}, f"{options.out} written", lost > 0)
    text = data.decode("utf-8-sig")
    return Done(record if name == _JSON else record | {"text": text}, text.rstrip("\n"), lost > 0)


def _made(options: argparse.Namespace, depeche: Depeche, name: str) -> tuple[bytes, int]:
    """The bytes of one format, and how many answers and citations are not in it."""
    from ui.export.dossier import dossier
    from ui.export.formats import FORMATS
    from ui.texts import LANGUAGES

    turns = depeche.history.load(options.id, depeche.library)
    asked = [(turn.question, turn.answer) for turn in turns]
    holding = dossier(asked, depeche.library, date.today())
    texts = LANGUAGES[options.language or depeche.settings.language]
    lost = holding.left_out + sum(entry.answer is None for entry in holding.entries)
    return FORMATS[name].render(holding, texts), lost


def _called(out: Path | None) -> str | None:
    """The format that a file's name asks for."""
    from ui.export.formats import FORMATS

    known = [(format_.extension, name) for name, format_ in FORMATS.items()]
    name = out.name.lower() if out else ""
    return next((format_ for extension, format_ in known if name.endswith(extension)), None)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from None
