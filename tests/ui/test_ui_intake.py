"""One ingest at a time beside the page: progress, stopping, what is kept, the report in words."""

from __future__ import annotations

import threading

import pytest

from assembly import Depeche
from config import load_settings
from errors import LibraryLocked
from ingest.report import SAME_BYTES, Conflict, Entry, Report
from ingest.sources import Failure
from ingest.uploads import folder, keep
from ui.forms import in_language
from ui.library.intake import Intake
from ui.texts import ENGLISH, FRENCH

TEXT = """Le ministre annonce un plan pour les ports

OTTAWA, le 3 mai 2023 /CNW/ - La ministre Imelda Castonguay a annoncé un plan pour les ports.

Les travaux commenceront au printemps. Le plan ne touche pas les ports privés.
"""


@pytest.fixture
def library(tmp_path):
    opened = Depeche(load_settings(library=tmp_path / "library"))
    yield opened
    opened.close()


def names(library):
    place = folder(library.settings.library)
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def finished(intake, uploads=(), addresses=()):
    run = intake.start(uploads, addresses)
    assert run is not None and run.over.wait(60)
    return run


def test_a_run_says_how_far_it_is_and_what_it_did(library):
    steps = []

    def ingest(sources, progress):
        def noted(*step):
            steps.append(step)
            progress(*step)
            assert intake.latest.steps == step

        return library.ingest(sources, progress=noted)

    intake = Intake(ingest)
    uploads = [
        keep(library.settings.library, "note.txt", TEXT.encode()),
        keep(library.settings.library, "vide.txt", b"   "),
    ]
    run = finished(intake, uploads)
    assert steps == [(0, 2, "note.txt"), (1, 2, "vide.txt"), (2, 2, "")]
    assert [entry.source for entry in run.report.added] == ["note.txt"]
    assert [failure.source for failure in run.report.failed] == ["vide.txt"]
    assert names(library) == ["note.txt"]  # of the other one nothing came


def test_a_run_that_is_stopped_leaves_no_trace(library):
    started, go = threading.Event(), threading.Event()

    def ingest(sources, progress):
        def slow(*step):
            started.set()
            assert go.wait(60)
            progress(*step)

        return library.ingest(sources, progress=slow)

    intake = Intake(ingest)
    upload = keep(library.settings.library, "note.txt", TEXT.encode())
    run = intake.start([upload], [])
    assert started.wait(60) and intake.busy
    assert intake.start([], ["https://www.canada.ca/"]) is None  # one at a time
    intake.stop()
    go.set()
    assert run.over.wait(60)
    assert run.stopped and run.report is None and run.problem is None
    assert names(library) == []
    assert not library.library.releases()
    upload = keep(library.settings.library, "note.txt", TEXT.encode())
    assert len(finished(intake, [upload]).report.added) == 1


def test_what_goes_wrong_is_kept_for_the_page(library):
    def locked(sources, progress):
        raise LibraryLocked("another process is writing")

    upload = keep(library.settings.library, "note.txt", TEXT.encode())
    run = finished(Intake(locked), [upload])
    assert isinstance(run.problem, LibraryLocked) and names(library) == []


def _in_french(reason: str) -> str | None:
    return in_language(reason, ENGLISH.library.reasons, FRENCH.library.reasons)


def test_every_form_of_words_of_ingest_reads_itself():
    forms, words = ENGLISH.library.reasons, FRENCH.library.reasons
    for english, french in zip(forms, words, strict=True):
        filled = english.replace("{", "«").replace("}", "»")
        assert in_language(filled, forms, forms) == filled
        assert in_language(filled, forms, words) == french.replace("{", "«").replace("}", "»")


def test_what_a_real_run_says_is_said_in_french(library, tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    files = {
        "note.txt": TEXT,
        "copie.txt": TEXT,
        "vide.txt": "  ",
        "binaire.txt": "\x01\x02\x03" * 900,
        "faux.pdf": "rien",
        "faux.docx": "rien",
        "image.png": "rien",
    }
    for name, text in files.items():
        (place / name).write_text(text)
    refused = [
        "http://127.0.0.1/",
        "http://2130706433/",
        "file:///etc/passwd",
        "http://moi@www.canada.ca/",
        "http://www.canada.ca:22/",
    ]
    sources = [*(place / name for name in files), *refused]
    report = library.ingest(sources)
    (place / "note.txt").write_text(TEXT.replace("printemps", "mois de mai"))
    later = library.ingest(sources)
    from ui.library.report import _why

    said = [entry.reason for each in (report, later) for entry in (*each.added, *each.updated)]
    said += [entry.reason for each in (report, later) for entry in each.unchanged]
    said += [_why(failure.source, failure.error) for failure in report.failed]
    assert len(report.failed) == 10 and SAME_BYTES in said
    unknown = [reason for reason in said if _in_french(reason) is None]
    assert unknown == []


def test_hostile_names_stay_words_in_the_report():
    from streamlit.testing.v1 import AppTest

    def draw():
        import streamlit as st

        from ui.library.report import report_html
        from ui.texts import FRENCH

        st.html(report_html(st.session_state["report"], FRENCH))

    name = '<img src=x onerror=alert(1)>"'
    entry = Entry('id"><b>', "v1", name, f"corrects {name}")
    report = Report(
        (entry,),
        (),
        (),
        (),
        (Failure(name, f"{name}: <script>"),),
        3,
        0.1,
        (Conflict(("<i>", "b"), (name, name), "r"),),
    )
    app = AppTest.from_function(draw)
    app.session_state["report"] = report
    app.run()
    assert not app.exception
    markup = app.get("html")[0].proto.body
    assert "<img" not in markup and "<script" not in markup and "<b>" not in markup
    assert "corrige &lt;img" in markup and 'lang="en">&lt;script&gt;' in markup
