"""The HTML page: self-contained, escaped, with its charts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from evaluation_samples import RELEASE, WordAsker, line, sample_lines, write_set

from evaluation.charts import charts
from evaluation.comparison import compare
from evaluation.evaluate import evaluate
from evaluation.page import html

NASTY = '<script>alert(1)</script><img src="http://example.org/x.png"> {{ 7 * 7 }} & Ottawa'


class Reader(HTMLParser):
    """Collects elements, attributes and visible text; fails on tags that do not close."""

    VOID = frozenset({"meta", "br", "img", "link"})

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture
def report(tmp_path):
    lines = [
        *sample_lines(),
        line(6, NASTY, must_mention=[["<b>sept</b>"]], type="<i>"),
        line(7, "Quel budget ?", None, history=["Où le forum a-t-il eu lieu ?"]),
    ]
    path = write_set(tmp_path / "set.jsonl", lines)
    before = evaluate(path, WordAsker(refuse=True), [RELEASE])
    now = evaluate(path, WordAsker(), [RELEASE])
    compared = compare(now.to_dict(), before.to_dict())
    return now.judged(broken=(), comparison=compared).to_dict()


def test_the_page_needs_nothing_from_anywhere(report):
    page = html(report)
    reader = read(page)
    assert not {"script", "link", "img", "iframe", "object", "image"} & set(reader.tags)
    assert "default-src 'none'" in page
    fetched = [
        value
        for name, value in reader.attributes
        if name in ("src", "href", "xlink:href") and not (value or "").startswith("#")
    ]
    assert fetched == [] and "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert not [name for name, _ in reader.attributes if name.startswith("on")]


def test_texts_are_shown_and_not_obeyed(report):
    page = html(report)
    shown = " ".join(" ".join(read(page).text).split())
    assert NASTY in shown and "<b>sept</b>" in shown


def test_failing_questions_come_first_with_all_there_is_to_know(report):
    shown = " ".join(" ".join(read(html(report)).text).split())
    places = [shown.index(title) for title in ("Failing questions", "Charts", "Other questions")]
    assert places == sorted(places)
    failing = shown[places[0] : places[1]]
    for told in (
        "misses_mention",
        "expected « Le forum a eu lieu à Ottawa. »",
        "has to mention",
        "given (answered) Le forum a eu lieu à Ottawa. [1]",
        "citations [1] corpus/r.txt 0–28: « Le forum a eu lieu à Ottawa. »",
        "evidence ranks 1",
        "QuestionError: the question cannot be asked",
    ):
        assert told in failing, told
    assert "Won (3)" in shown and "Made with" in shown and "no floor is broken" in shown


def test_every_chart_is_drawn_once_and_the_same_each_time(report):
    drawn = charts(report)
    assert list(drawn) == [
        "Figures with 95 % intervals",
        "Why questions failed",
        "Rank of the first relevant evidence",
        "Risk at each coverage",
        "Said and true: the confidence",
        "Change since the baseline",
    ]
    assert drawn == charts(report)
    for svg in drawn.values():
        assert svg.startswith('<svg role="img" ') and len(svg) < 60_000
    assert read(html(report)).tags.count("svg") == len(drawn)


def test_a_report_without_points_has_no_empty_charts(tmp_path):
    path = write_set(tmp_path / "set.jsonl", [line(1, "[erreur]")])
    drawn = charts(evaluate(path, WordAsker(), [RELEASE]).to_dict())
    assert list(drawn) == ["Figures with 95 % intervals", "Why questions failed"]
    read(html(evaluate(path, WordAsker(), [RELEASE]).to_dict()))


def test_the_page_is_small(report):
    assert len(html(report)) < 250_000
