"""The report of an evaluation in a real Chromium: nothing is asked for, nothing is cut off."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def report(depeche, tmp_path_factory):
    """The address of a report of some questions, compared with itself."""
    folder = tmp_path_factory.mktemp("report")
    lines = (PROJECT / "evaluation/sets/communique.dev.jsonl").read_text("utf-8").splitlines()
    questions = folder / "few.jsonl"
    questions.write_text("\n".join(lines[:12]), encoding="utf-8")
    depeche.evaluate(questions, out=folder / "before")
    depeche.evaluate(questions, out=folder, baseline=folder / "before")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/report.html"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_fits_its_window(open_page, expect, report, width):
    page = open_page(report, width=width)
    expect(page.get_by_role("heading", name="few.jsonl")).to_be_visible()
    scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(scrolls)
    charts = page.locator("figure svg")
    assert charts.count() >= 4
    for number in range(charts.count()):
        box, frame = (
            charts.nth(number).bounding_box(),
            page.locator("figure").nth(number).bounding_box(),
        )
        assert box["x"] >= frame["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
    page.get_by_text("Show them").click()
    expect(page.get_by_role("columnheader", name="given", exact=True)).to_be_visible()
