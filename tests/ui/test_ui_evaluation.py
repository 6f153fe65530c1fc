"""The page of the evaluation, as Streamlit runs it, on a data folder of its own."""

from __future__ import annotations

import html
import json
import re
import shutil
import threading
from dataclasses import fields
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from answering.opinions import Opinion, Opinions, Verdict
from assembly import Depeche
from config import load_settings
from domain import Turn
from errors import QuestionSetError, UsageError
from evaluation.kept import PACKAGED, RunStore
from evaluation.questions import load_questions
from evaluation.validation import is_draft, validate
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


def bodies(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def shown(app: AppTest) -> str:
    return html.unescape(re.sub(r"(?s)<script>.*?</script>|<[^>]+>", " ", bodies(app)))


def test_a_run_is_kept_whole_and_deleted(store, depeche, questions):
    job = measure(store, depeche, questions)
    (run,) = store.list()
    assert run == job.kept
    assert (job.done, job.total) == (2, 2)
    assert (run.questions, run.passed, run.failed, run.releases) == (2, 1, 1, 1)
    assert store.answers(run.id)["a"]["evidence"]
    assert (store.runs / run.id / "questions.jsonl").read_text(encoding="utf-8") == IMPOSSIBLE
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
    for read in (store.report, store.answers, store.expected, store.delete):
        with pytest.raises(QuestionSetError):
            read(name)


def test_the_page_without_runs_offers_the_sets(opened):
    app = opened.run()
    assert not app.exception
    assert FRENCH.evaluation.runs_none in shown(app)
    assert "communique.dev" in app.selectbox(key="set").options
    app.selectbox(key="set").set_value("releases.dev.jsonl").run()
    assert "que cette bibliothèque n’a pas" in shown(app)
    assert not [name for name in app.selectbox(key="set").options if name.startswith("training")]


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
    body = bodies(app)
    assert re.search(
        r'<b style="left: [\d.]+%; width: [\d.]+%"></b><u style="left: [\d.]+%">', body
    )
    assert FRENCH.evaluation.types.who in shown(app)


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
    assert re.search(r"<mark[^>]*>.*?fentanyl", bodies(app), re.DOTALL)
    assert '<blockquote class="dp-quote" lang="fr">fentanyl' in bodies(app)
    app.segmented_control(key=f"show-failed-{run}--0").set_value("found-1").run()
    assert not app.exception
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", bodies(app), re.DOTALL)
    first = store.answers(run)["a"]["evidence"][0]["text"]
    assert html.unescape(re.sub(r"<[^>]+>", "", marked.group(1))) == first


def test_the_words_of_a_release_that_was_removed_are_still_shown(
    opened, store, communique_library, tmp_path, questions, monkeypatch
):
    folder = Path(shutil.copytree(communique_library, tmp_path / "own"))
    with Depeche(load_settings(library=folder)) as own:
        measure(store, own, questions)
        own.remove(own.releases()[0].release_id)
    monkeypatch.setenv("DEPECHE_LIBRARY", str(folder))
    opened.session_state["view"] = "failures"
    opened.session_state[f"failed-{store.list()[0].id}--0"] = True
    app = opened.run()
    assert not app.exception
    assert re.search(r"<mark[^>]*>.*?fentanyl", bodies(app), re.DOTALL)


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


def other_schema(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**record, "schema": 99}), encoding="utf-8")


def without(name: str, key: str):
    def damage(folder: Path) -> None:
        record = json.loads((folder / name).read_text(encoding="utf-8"))
        del record[key]
        (folder / name).write_text(json.dumps(record), encoding="utf-8")

    return damage


def cut_off(name: str):
    def damage(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text[: len(text) // 2], encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (other_schema, "(schéma 99)"),
        (without("run.json", "set"), FRENCH.evaluation.unreadable_damaged.partition("{id}")[2]),
        (cut_off("run.json"), FRENCH.evaluation.unreadable_title),
        (lambda folder: (folder / "run.json").unlink(), FRENCH.evaluation.unreadable_title),
        (without("report.json", "overall"), FRENCH.problem_title),
        (without("report.json", "by_type"), FRENCH.problem_title),
        (without("report.json", "schema"), FRENCH.problem_title),
        (cut_off("report.json"), FRENCH.problem_title),
        (cut_off("answers.jsonl"), FRENCH.problem_title),
        (cut_off("expected.json"), FRENCH.problem_title),
        (lambda folder: (folder / "report.html").unlink(), FRENCH.problem_title),
    ],
)
def test_a_run_of_another_version_or_a_damaged_one_is_said(
    opened, store, depeche, questions, damage, said
):
    measure(store, depeche, questions)
    run = store.list()[0].id
    damage(store.runs / run)
    opened.session_state["view"] = "failures"
    opened.session_state[f"failed-{run}--0"] = True
    app = opened.run()
    assert not app.exception
    assert said in shown(app)


def test_a_folder_that_is_no_run_is_named_and_the_rest_opens(opened, store, depeche, questions):
    measure(store, depeche, questions)
    (store.runs / "<b>notes").mkdir()
    app = opened.run()
    assert not app.exception
    assert FRENCH.evaluation.unreadable_damaged.format(id="<b>notes") in shown(app)
    assert FRENCH.evaluation.metrics.passed in shown(app)


def test_a_deleted_run_makes_room_for_the_one_before(opened, store, depeche, questions):
    measure(store, depeche, questions)
    measure(store, depeche, questions)
    app = opened.run()
    app.button(key="delete-run-now").click().run()
    assert not app.exception
    assert len(store.list()) == 1
    assert FRENCH.evaluation.metrics.passed in shown(app)


def said_in_chat(depeche: Depeche, verdict: Verdict, question: str) -> None:
    conversation, number = depeche.history.store(None, Turn(question, depeche.ask(question)))
    Opinions(depeche.history).put(Opinion(conversation, number, verdict, comment="<i>Non.</i>"))


def test_what_readers_said_becomes_a_set(opened, store, communique_library):
    with Depeche(load_settings(library=communique_library)) as own:
        said_in_chat(own, Verdict.RIGHT, "Qui représentait les États-Unis ?")
        said_in_chat(own, Verdict.WRONG, "Où la rencontre a-t-elle eu lieu ?")
    app = opened.run()
    app.button(key="readers-make").click().run()
    assert not app.exception
    words = FRENCH.evaluation
    assert words.readers_made.format(count=2) in shown(app)
    assert words.readers_to_do.format(count=1) in shown(app)
    app.button(key="readers-keep").click().run()
    assert not app.exception
    assert words.upload_kept.format(name=words.readers_set) in shown(app)
    assert f"{words.readers_set}.jsonl" in [path.name for path in store.sets()]
    assert words.readers_set in app.selectbox(key="set").options
    (question,) = load_questions(store.added / f"{words.readers_set}.jsonl")
    assert question.user_input == "Qui représentait les États-Unis ?"
    assert question.reference_quotes and not is_draft(question)


def test_one_makes_questions_of_ones_own_conversations_alone(communique_library):
    with Depeche(load_settings(library=communique_library)) as own:
        answer = own.ask("Qui représentait les États-Unis ?")
        for owner in ("ana", "bob"):
            mine = own.history.of(owner)
            conversation, number = mine.store(None, Turn(answer.question, answer))
            Opinions(mine).put(Opinion(conversation, number, Verdict.RIGHT, comment=owner))
        (question,) = own.feedback_questions(own.history.of("ana")).questions
        assert "ana" in question.notes and "bob" not in question.notes


def test_without_kept_conversations_there_is_nothing_of_readers(opened, monkeypatch):
    monkeypatch.setenv("DEPECHE_HOST", "0.0.0.0")
    app = opened.run()
    assert not app.exception
    assert not [e for e in app.expander if FRENCH.evaluation.readers_title[:5] in e.label]


def test_the_store_is_of_the_settings_data_folder(tmp_path):
    assert RunStore(load_settings().data).runs.is_relative_to(tmp_path)


def test_every_type_of_the_sets_that_can_be_run_has_words(store):
    known = {field.name for field in fields(FRENCH.evaluation.types)}
    for path in store.sets():
        assert {question.type for question in load_questions(path)} <= known, path.name
