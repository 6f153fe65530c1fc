"""The report of a run, in the reader's language where the words are ours.

Ingest speaks English; `LibraryTexts.reasons` holds what it says in both languages (`ui/forms.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.report import Report
from ui.forms import in_language
from ui.library.address import way
from ui.safe import escape, shorten
from ui.texts import ENGLISH, Texts

_LISTED = 100  # lines of one kind; the rest is counted


def report_html(report: Report, texts: Texts) -> str:
    """What was added, updated, left alone, retired and refused, and why."""
    said = texts.library
    parts = [
        _part(getattr(said, f"report_{name}"), [_entry(e, texts) for e in getattr(report, name)])
        for name in ("added", "updated", "unchanged", "retired")
    ]
    failed = [_line(f.source, _why(f.source, f.error), texts) for f in report.failed]
    conflicts = [
        " | ".join(way({"release": name}, name) for name in conflict.releases)
        for conflict in report.conflicts
    ]
    parts += [_part(said.report_failed, failed), _part(said.report_conflicts, conflicts)]
    size = said.report_size.format(count=report.passages)
    return (
        f'<section class="dp-report" role="status"><h3>{escape(said.report_title)}</h3>'
        f"{''.join(parts)}<p>{escape(size)}</p></section>"
    )


def _part(name: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{line}</li>" for line in lines[:_LISTED])
    more = f"<li>+ {len(lines) - _LISTED}</li>" if len(lines) > _LISTED else ""
    return f"<h4>{escape(name)} <span>{len(lines)}</span></h4><ul>{rows}{more}</ul>"


def _entry(entry: object, texts: Texts) -> str:
    link = way({"release": entry.release_id}, shorten(entry.source, 120))  # type: ignore[attr-defined]
    return f"{link} : {_words(entry.reason, texts)}"  # type: ignore[attr-defined]


def _line(source: str, why: str, texts: Texts) -> str:
    return f"{escape(shorten(source, 120))} : {_words(why, texts)}"


def _why(source: str, error: str) -> str:
    """The reason of a refusal, without the name of the source before it or the hop after it."""
    return re.sub(r" \(https?://\S+\)$", "", error.removeprefix(f"{source}: "))


def _words(reason: str, texts: Texts) -> str:
    said = in_language(reason, ENGLISH.library.reasons, texts.library.reasons)
    lang = "" if said is not None or texts.language == "en" else ' lang="en"'
    return f"<span{lang}>{escape(shorten(said or reason, 400))}</span>"
