"""The page of the evaluation, as Streamlit runs it, on a data folder of its own."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assembly import Depeche
from config import load_settings
from errors import QuestionSetError, UsageError
from evaluation.kept import PACKAGED, RunStore
from evaluation.validation import validate
from ui.evaluation.job import Desk
from ui.texts import ENGLISH, FRENCH

DEV = PACKAGED / "communique.dev.jsonl"
SCRIPT = """
from ui.evaluation.page import page
from ui.texts import LANGUAGES
import streamlit as st
page(LANGUAGES[st.session_state.get("language", "fr")])
"""
BAD = {"id": "x", "user_input": "Qui ?", "lang": "fr", "type": "who", "answerable": True}
IMPOSSIBLE = (
    '{"id": "a", "user_input": "Qui représentait les États-Unis ?", "lang": "fr", "type": "who", '
    '"answerable": true, "reference_quotes": [{"source": null, "text": "fentanyl"}], '
    '"must_mention": [["<b>licorne</b>"]]}\n'
    '{"id": "b", "user_input": "Qui a gagné la Coupe Stanley en 1987 ?", "lang": "fr", '
    '"type": "who", "answerable": false}\n'
)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "data")


@pytest.fixture
def questions(store: RunStore) -> Path:
    """A set with one question that fails and one that passes, added as a person adds it."""
    assert store.add_set("impossible.jsonl", IMPOSSIBLE.encode(), lambda file: []) == []
    return store.added / "impossible.jsonl"


@pytest.fixture
def opened(communique_library: Path, monkeypatch) -> AppTest:
    import streamlit as st

    monkeypatch.setenv("DEPECHE_LIBRARY", str(communique_library))
    st.cache_resource.clear()
    return AppTest.from_string(SCRIPT, default_timeout=60)


def measure(store: RunStore, depeche: Depeche, questions: Path):
    job = Desk().start(depeche, store, questions)
    assert job.over.wait(120)
    return job


def shown(app: AppTest) -> str:
    body = "\n".join(item.proto.body for item in app.get("html"))
    return html.unescape(re.sub(r"(?s)<script>.*?</script>|<[^>]+>", " ", body))


def test_a_run_is_kept_whole_and_deleted(store, depeche, questions):
    job = measure(store, depeche, questions)
    (run,) = store.list()
    assert run == job.kept
    assert (job.done, job.total) == (2, 2)
    assert (run.questions, run.passed, run.failed, run.releases) == (2, 1, 1, 1)
    assert store.answers(run.id)["a"]["evidence"]
    assert store.questions(run.id).read_text(encoding="utf-8") == IMPOSSIBLE
    store.delete(run.id)
    assert store.list() == [] and list(store.runs.iterdir()) == []


def test_a_cancelled_run_leaves_nothing(store, depeche):
    desk, asked, go_on = Desk(), threading.Event(), threading.Event()

    class Waiting:
        """The application, held up at its first question until the test lets it go on."""

        releases = staticmethod(depeche.releases)

        def evaluate(self, path, *, out, progress):
            def wait(done: int, total: int) -> None:
                asked.set()
                assert go_on.wait(60)
                progress(done, total)

            return depeche.evaluate(path, out=out, progress=wait)

    job = desk.start(Waiting(), store, DEV)
    assert asked.wait(60)
    with pytest.raises(UsageError, match="under way already"):
        desk.start(depeche, store, DEV)
    job.stop.set()
    go_on.set()
    assert job.over.wait(60)
    assert job.cancelled and job.kept is None and job.done == 1
    assert list(store.runs.iterdir()) == []


def test_a_wrong_set_is_refused_by_line_and_not_kept(store):
    import json

    def check(file: Path) -> list[str]:
        return list(validate([file], None).problems)

    problems = store.add_set("s.jsonl", (IMPOSSIBLE + json.dumps(BAD)).encode(), check)
    assert len(problems) == 1 and "line 3" in problems[0]
    assert not list(store.added.iterdir())
    for name in ("../x.jsonl", ".jsonl", "communique.dev.jsonl", "a\nb.jsonl"):
        if name.startswith(".."):  # the folder is taken off, the name is then a plain one
            continue
        with pytest.raises(QuestionSetError, match="cannot be called"):
            store.add_set(name, IMPOSSIBLE.encode(), check)
    store.add_set("../../x.jsonl", IMPOSSIBLE.encode(), check)
    assert [file.name for file in store.added.iterdir()] == ["x.jsonl"]


@pytest.mark.parametrize("name", ["..", "../x", "", "a/b", "a" * 65])
def test_a_run_is_never_looked_for_elsewhere(store, name):
    for read in (store.report, store.answers, store.questions, store.delete):
        with pytest.raises(QuestionSetError):
            read(name)


def test_the_page_without_runs_offers_the_sets(opened):
    app = opened.run()
    assert not app.exception
    assert FRENCH.evaluation.runs_none in shown(app)
    assert "communique.dev" in app.selectbox(key="set").options
    app.selectbox(key="set").set_value("releases.dev.jsonl").run()
    assert "que cette bibliothèque n’a pas" in shown(app)


def test_a_run_started_on_the_page_is_shown(opened, store, questions):
    app = opened.run()
    app.selectbox(key="set").set_value("impossible.jsonl").run()
    app.button(key="start-run").click().run()
    for _ in range(100):
        if store.list():
            break
        threading.Event().wait(0.1)
    app.run()
    assert not app.exception
    assert FRENCH.evaluation.finished.format(name="impossible") in shown(app)
    assert FRENCH.evaluation.metrics.passed in shown(app)
    assert app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")


@pytest.mark.parametrize(("language", "texts"), [("fr", FRENCH), ("en", ENGLISH)])
def test_a_failure_opens_on_its_evidence(opened, store, depeche, questions, language, texts):
    measure(store, depeche, questions)
    opened.session_state["language"] = language
    opened.session_state["view"] = "failures"
    run = store.list()[0].id
    opened.session_state[f"failed-{run}--0"] = True
    app = opened.run()
    assert not app.exception
    words = shown(app)
    assert texts.evaluation.expected in words
    assert "<b>licorne</b>" in words  # shown, not interpreted
    assert texts.evaluation.evidence in words
    body = "\n".join(item.proto.body for item in app.get("html"))
    assert re.search(r"<mark[^>]*>.*?fentanyl", body, re.DOTALL)
    found = [button for button in app.button if button.key and "-found-1" in button.key]
    found[0].click().run()
    assert not app.exception
    marked = re.search(
        r"<mark[^>]*>(.*?)</mark>",
        "\n".join(item.proto.body for item in app.get("html")),
        re.DOTALL,
    )
    first = store.answers(run)["a"]["evidence"][0]["text"]
    assert html.unescape(re.sub(r"<[^>]+>", "", marked.group(1))) == first


def test_two_runs_are_compared(opened, store, depeche, questions):
    measure(store, depeche, questions)
    store.add_set(
        "impossible.jsonl", IMPOSSIBLE.replace("<b>licorne</b>", "garland").encode(), lambda f: []
    )
    measure(store, depeche, questions)
    opened.session_state["view"] = "comparison"
    app = opened.run()
    assert not app.exception
    assert FRENCH.evaluation.compared.format(count=2) in shown(app)
    turned = [expander.label for expander in app.expander]
    assert [label for label in turned if "représentait" in label]


def test_read_only_shows_runs_and_starts_or_deletes_none(
    opened, store, depeche, questions, monkeypatch
):
    measure(store, depeche, questions)
    monkeypatch.setenv("DEPECHE_READ_ONLY", "true")
    app = opened.run()
    assert not app.exception
    assert FRENCH.evaluation.read_only in shown(app)
    keys = {button.key for button in app.button}
    assert not keys & {"start-run", "delete-run-now", "delete-set"}
    assert FRENCH.evaluation.metrics.passed in shown(app)


def test_the_store_is_of_the_settings_data_folder(tmp_path):
    assert RunStore(load_settings().data).runs.is_relative_to(tmp_path)
