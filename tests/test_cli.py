"""The command line as other programs call it: JSON on stdout, one line on stderr, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from fpdf import FPDF
from places import COMMUNIQUE, PROJECT

import cli
from answering import contract

ASK_SCHEMA = json.loads(Path(contract.__file__).with_name("ask.schema.json").read_text())
SET = '{"id": "q1", "user_input": "Qui représentait les États-Unis ?", "lang": "fr", "type": "who", "answerable": true, "reference_quotes": [{"source": null, "text": "Merrick B. Garland, procureur général"}], "must_mention": [["garland"]]}\n'


@pytest.fixture
def run(capsys):
    """Run a command in this process: exit code, stdout, stderr."""

    def call(*arguments):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = stop.code
        out, err = capsys.readouterr()
        return code, out, err

    return call


def entry_of(record):
    return {
        key: [item["source"] for item in record[key]]
        for key in ("added", "updated", "unchanged", "retired", "failed")
    }


# ingest


def test_ingest_twice_adds_nothing(run, tmp_path):
    library = tmp_path / "library"
    code, out, err = run("ingest", COMMUNIQUE, "--library", library, "--json")
    first = json.loads(out)
    assert code == 0
    assert entry_of(first)["added"] == [COMMUNIQUE.name]
    assert set(first) == {
        "added",
        "updated",
        "unchanged",
        "retired",
        "failed",
        "passages",
        "seconds",
        "conflicts",
        "dry_run",
    }
    assert set(first["added"][0]) == {"release_id", "version", "source", "reason"}
    code, out, err = run("ingest", COMMUNIQUE, "--library", library, "--json")
    second = json.loads(out)
    assert code == 0
    assert entry_of(second) == entry_of(first) | {"added": [], "unchanged": [COMMUNIQUE.name]}
    assert second["passages"] == first["passages"] > 10


def test_ingest_without_a_source_takes_the_settings(run, tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    shutil.copy(COMMUNIQUE, tmp_path / "mine" / "a.txt")
    monkeypatch.setenv("DEPECHE_SOURCES", json.dumps([str(tmp_path / "mine")]))
    code, out, _ = run("ingest", "--library", tmp_path / "library", "--json")
    assert code == 0 and entry_of(json.loads(out))["added"] == ["a.txt"]


def test_ingest_follows_changes(run, tmp_path):
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a annoncé un plan de 5 millions de dollars."
    )
    (folder / "b.txt").write_text(
        "OTTAWA, le 4 mai 2023 /CNW/ - La ministre a parlé des feux de forêt."
    )
    assert run("ingest", folder, "--library", library)[0] == 0
    (folder / "a.txt").write_text(
        "OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a annoncé un plan de 6 millions de dollars."
    )
    (folder / "b.txt").unlink()
    code, out, _ = run("ingest", folder, "--library", library, "--json")
    assert entry_of(json.loads(out))["updated"] == ["a.txt"]
    assert json.loads(out)["retired"] == []
    code, out, _ = run("ingest", folder, "--library", library, "--json", "--prune")
    record = json.loads(out)
    assert code == 0 and entry_of(record)["retired"] == ["b.txt"] and record["passages"] == 1
    code, out, _ = run("ask", "Combien de millions ?", "--library", library, "--json")
    texts = [item["text"] for item in json.loads(out)["evidence"]]
    assert any("6 millions" in text for text in texts)
    assert not any("5 millions" in text or "forêt" in text for text in texts)


def test_a_folder_that_lost_everything_retires_nothing(run, tmp_path):
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    shutil.copy(COMMUNIQUE, folder / "a.txt")
    assert run("ingest", folder, "--library", library)[0] == 0
    (folder / "a.txt").unlink()
    code, out, err = run("ingest", folder, "--library", library, "--prune", "--json")
    assert code == 2 and json.loads(out)["retired"] == [] and "no file to read" in err
    assert run("ask", "Qui ?", "--library", library)[0] == 0


def test_other_spaces_change_neither_version_nor_offsets(run, tmp_path):
    path, library = tmp_path / "a.txt", tmp_path / "library"
    path.write_text("OTTAWA, le 3 mai 2023 /CNW/ - Un  plan.  Le ministre a annoncé des fonds.")
    assert run("ingest", path, "--library", library)[0] == 0
    before = run("ask", "Quels fonds ?", "--library", library, "--json")[1]
    path.write_text("OTTAWA, le 3 mai 2023 /CNW/ - Un plan. Le ministre a annoncé des fonds.\n")
    code, out, _ = run("ingest", path, "--library", library, "--json")
    assert code == 0 and entry_of(json.loads(out))["unchanged"] == ["a.txt"]
    after = run("ask", "Quels fonds ?", "--library", library, "--json")[1]
    assert json.loads(after)["evidence"] == json.loads(before)["evidence"]


def test_a_sidecar_updates_what_is_said_of_a_release(run, tmp_path):
    path, library = tmp_path / "a.txt", tmp_path / "library"
    path.write_text("OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a annoncé des fonds pour les ports.")
    assert run("ingest", path, "--library", library)[0] == 0
    (tmp_path / "a.meta.yaml").write_text("title: Des fonds\nurl: https://example.org/a\n")
    code, out, _ = run("ingest", path, "--library", library, "--json")
    assert code == 0 and entry_of(json.loads(out))["updated"] == ["a.txt"]
    assert json.loads(out)["passages"] == 1
    evidence = json.loads(
        run("ask", "Quels fonds pour les ports ?", "--library", library, "--json")[1]
    )
    assert len({item["start"] for item in evidence["evidence"]}) == len(evidence["evidence"])


def test_the_same_words_under_another_name_are_one_release(run, tmp_path):
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a annoncé un plan.")
    code, out, _ = run("ingest", folder, "--library", library, "--json")
    record = json.loads(out)
    assert code == 0
    assert entry_of(record)["added"] == ["a.txt"] and entry_of(record)["unchanged"] == ["b.txt"]
    assert record["unchanged"][0]["release_id"] == record["added"][0]["release_id"]
    code, out, _ = run("ask", "Quel plan ?", "--library", library, "--json")
    spans = [(item["release_id"], item["start"]) for item in json.loads(out)["evidence"]]
    assert len(spans) == len(set(spans))


def test_releases_and_diff(run, tmp_path):
    path, library = tmp_path / "a.txt", tmp_path / "library"
    text = "OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a annoncé un plan de {} millions de dollars."
    for millions in (5, 6):
        path.write_text(text.format(millions))
        assert run("ingest", path, "--library", library)[0] == 0
    code, out, _ = run("releases", "--library", library, "--json")
    (listed,) = json.loads(out)["releases"]
    assert code == 0 and listed["standing"] == "current" and listed["addresses"] == ["a.txt"]
    code, out, _ = run("releases", "--library", library, "--all")
    assert code == 0 and "[superseded]" in out and out.count("\n") == 2
    code, out, _ = run("diff", "a.txt", "--library", library)
    assert code == 0 and "de 5 millions" in out.split("+")[0] and "1 changed" in out
    history = json.loads(run("releases", "--library", library, "--all", "--json")[1])["releases"]
    old, new = (f"{item['release_id']}@{item['version']}" for item in history)
    code, out, _ = run("diff", new, old, "--library", library, "--json")
    record = json.loads(out)
    assert code == 0 and record["changed"] == 1
    assert record["a"]["version"] == history[1]["version"]
    for wrong in (("diff", "nothing"), ("diff", old), ("diff", "a.txt", "zzz")):
        code, out, err = run(*wrong, "--library", library)
        assert code == 2 and out == "" and err.count("\n") == 1


def test_a_dry_run_writes_nothing(run, tmp_path):
    code, out, _ = run("ingest", COMMUNIQUE, "--library", tmp_path / "library", "--dry-run")
    assert code == 0 and "1 added" in out and "nothing was changed" in out
    assert not (tmp_path / "library").exists()


def encrypted_pdf(path):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="Secret")
    pdf.set_encryption(owner_password="o", user_password="u")
    pdf.output(str(path))


def sparse_gigabyte(path):
    with path.open("wb") as file:
        file.truncate(1 << 30)


BAD = {
    "missing.txt": lambda path: None,
    "empty.txt": lambda path: path.write_text(""),
    "spaces.txt": lambda path: path.write_text(" \n\t\n"),
    "binary.txt": lambda path: path.write_bytes(bytes(range(256)) * 20),
    "locked.pdf": encrypted_pdf,
    "broken.pdf": lambda path: path.write_bytes(b"%PDF-1.7\ngarbage"),
    "broken.docx": lambda path: path.write_bytes(b"PK\x03\x04 not a zip"),
    "huge.txt": sparse_gigabyte,
    "program.exe": lambda path: path.write_bytes(b"MZ"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_exit_2(run, tmp_path, name):
    path = tmp_path / name
    BAD[name](path)
    code, out, err = run("ingest", path, "--library", tmp_path / "library")
    assert code == 2
    lines = [line for line in err.splitlines() if line.startswith("depeche:")]
    assert len(lines) == 1 and name in lines[0]
    assert "Traceback" not in err


def test_one_bad_file_does_not_stop_the_others(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(COMMUNIQUE, folder / "good.txt")
    (folder / "bad.txt").write_text("")
    code, out, err = run("ingest", folder, "--library", tmp_path / "library", "--json")
    record = json.loads(out)
    assert code == 1
    assert entry_of(record)["added"] == ["good.txt"] and entry_of(record)["failed"] == ["bad.txt"]
    assert record["failed"][0]["error"]


def test_a_file_that_turns_bad_keeps_its_last_good_version(run, tmp_path):
    path, library = tmp_path / "a.txt", tmp_path / "library"
    shutil.copy(COMMUNIQUE, path)
    assert run("ingest", path, "--library", library)[0] == 0
    path.write_text("")
    assert run("ingest", path, "--library", library)[0] == 2
    code, out, _ = run("ask", "Que disent-ils du fentanyl ?", "--library", library, "--json")
    assert code == 0 and "fentanyl" in json.loads(out)["evidence"][0]["text"]


# ask


def test_ask_json_is_the_contract(run, communique_library):
    code, out, err = run(
        "ask", "Qui représentait les États-Unis ?", "--library", communique_library, "--json"
    )
    record = json.loads(out)
    assert code == 0 and out.count("\n") == 1
    jsonschema.validate(record, ASK_SCHEMA)
    assert record["status"] == "answered" and len(record["evidence"]) >= 10
    stored = COMMUNIQUE.read_bytes().decode()
    for cited in record["citations"]:
        assert stored[cited["start"] : cited["end"]] == cited["quote"]
        assert cited["source"] == COMMUNIQUE.name and cited["date"] == "2024-07-12"
    for item in record["evidence"]:
        assert stored[item["start"] : item["end"]] == item["text"]


def test_a_declined_question_is_the_contract_too(run, communique_library):
    code, out, _ = run(
        "ask",
        "Quelle est la recette de la tarte au sucre ?",
        "--library",
        communique_library,
        "--json",
    )
    record = json.loads(out)
    jsonschema.validate(record, ASK_SCHEMA)
    assert code == 0 and record["status"] == "declined" and record["reason"]
    assert len(record["evidence"]) >= 10 and record["citations"] == []


def test_ask_for_people_shows_the_words_and_where_they_stand(run, communique_library):
    code, out, _ = run("ask", "Qui représentait les États-Unis ?", "--library", communique_library)
    assert code == 0 and "Merrick B. Garland" in out and "[1]" in out and COMMUNIQUE.name in out
    code, out, _ = run(
        "ask",
        "Quelle est la recette de la tarte au sucre ?",
        "--library",
        communique_library,
        "--explain",
    )
    assert "Nearest passages" in out and "late" in out


def test_history_as_lines_or_json(run, communique_library, tmp_path):
    file = tmp_path / "history"
    for text in (
        "Qui représentait le Canada au forum ?\n",
        '["Qui représentait le Canada au forum ?"]',
    ):
        file.write_text(text)
        _, out, _ = run(
            "ask", "Et LeBlanc ?", "--history", file, "--library", communique_library, "--json"
        )
        assert json.loads(out)["standalone_question"] == (
            "Est-ce que LeBlanc représentait le Canada au forum ?"
        )


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "empty"), ("  ", "empty"), ("a" * 200_000, "200,000 characters")],
)
def test_a_bad_question_is_one_line_and_exit_2(run, communique_library, question, said):
    code, out, err = run("ask", question, "--library", communique_library, "--json")
    assert code == 2 and out == "" and said in err and err.count("\n") == 1


def test_a_question_can_come_from_stdin(communique_library):
    done = subprocess.run(
        [sys.executable, "cli.py", "ask", "-", "--library", communique_library, "--json"],
        input="Que disent-ils du fentanyl ?",
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    assert json.loads(done.stdout)["question"] == "Que disent-ils du fentanyl ?"


# Libraries that cannot be used


def test_no_library_yet(run, tmp_path):
    code, out, err = run("ask", "Qui ?", "--library", tmp_path / "none", "--json")
    assert code == 2 and out == "" and "run `python cli.py ingest`" in err and err.count("\n") == 1


def test_a_library_made_by_another_encoder(run, tmp_path, communique_library, monkeypatch):
    library = tmp_path / "copy"
    shutil.copytree(communique_library, library)
    monkeypatch.setenv("DEPECHE_PASSAGE_PREFIX", "passage: ")
    code, _, err = run("ask", "Qui ?", "--library", library)
    assert code == 2 and "was made with encoder" in err and err.count("\n") == 1
    code, _, err = run("ingest", COMMUNIQUE, "--library", library)
    first, second, *_ = err.splitlines()  # said before the work, which may take long, begins
    assert code == 0 and "was made with encoder" in first and "embedded anew" in first
    assert second.startswith("1/1 ")
    assert run("ask", "Que disent-ils du fentanyl ?", "--library", library)[0] == 0


def test_a_damaged_library_is_mended_by_a_rebuild(run, tmp_path, communique_library):
    library = tmp_path / "copy"
    shutil.copytree(communique_library, library)
    shutil.rmtree(library / "index-1" / "vectors")
    code, _, err = run("ask", "Qui ?", "--library", library)
    assert code == 2 and "--rebuild" in err and err.count("\n") == 1
    assert run("ingest", COMMUNIQUE, "--library", library)[0] == 2
    assert run("ingest", COMMUNIQUE, "--library", library, "--rebuild")[0] == 0
    code, out, _ = run("ask", "Que disent-ils du fentanyl ?", "--library", library, "--json")
    assert code == 0 and "fentanyl" in json.loads(out)["evidence"][0]["text"]


# evaluate


def test_evaluate_writes_what_the_contract_says(run, tmp_path, communique_library):
    questions = tmp_path / "set.jsonl"
    questions.write_text(SET)
    out_dir = tmp_path / "out"
    code, out, _ = run(
        "evaluate",
        "--questions",
        questions,
        "--library",
        communique_library,
        "--json",
        "--out",
        out_dir,
    )
    assert code == 0
    json.loads(out)
    assert {path.name for path in out_dir.iterdir()} >= {
        "answers.jsonl",
        "report.json",
        "report.md",
    }
    (row,) = (json.loads(line) for line in (out_dir / "answers.jsonl").read_text().splitlines())
    assert row.pop("id") == "q1"
    jsonschema.validate(row, ASK_SCHEMA)


def test_a_broken_floor_is_exit_1(run, tmp_path, communique_library):
    questions, floors = tmp_path / "set.jsonl", tmp_path / "floors.yaml"
    questions.write_text(SET.replace("garland", "nobody of that name"))
    floors.write_text("answer_correctness: 0.9\n")
    code, out, err = run(
        "evaluate", "--questions", questions, "--library", communique_library, "--floors", floors
    )
    assert code == 1, (out, err)
    assert "q1" in out + err


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "line 1"), (SET.replace('"type"', '"typ"'), "typ"), ("", "no question")],
)
def test_a_bad_set_is_one_line_and_exit_2(run, tmp_path, communique_library, text, said):
    questions = tmp_path / "set.jsonl"
    questions.write_text(text)
    code, out, err = run("evaluate", "--questions", questions, "--library", communique_library)
    assert code == 2 and said in err and err.count("\n") == 1 and "set.jsonl" in err


# questions


def test_questions_validate_names_what_is_wrong(run, tmp_path, communique_library):
    questions = tmp_path / "set.jsonl"
    questions.write_text(SET + SET.replace("Garland", "Personne de ce nom"))
    command = ("questions", "validate", questions)
    code, out, _ = run(*command, "--library", communique_library)
    assert code == 1 and 'line 2: id "q1" is already that of line 1' in out
    code, out, _ = run(*command, "--against", PROJECT / "corpus", "--json")
    assert code == 1 and json.loads(out)["quotes"] is True
    questions.write_text(SET)
    code, out, _ = run(*command, "--library", communique_library)
    assert code == 0 and out == "1 questions, 0 problems\n"
    code, out, _ = run(*command, "--library", tmp_path / "none")
    assert code == 0 and "not looked up" in out


def test_questions_are_drafted_accepted_exported_and_imported(run, tmp_path, communique_library):
    drafts, chosen = tmp_path / "drafts.jsonl", tmp_path / "chosen.jsonl"
    code, out, _ = run("questions", "draft", COMMUNIQUE, "--to", drafts, "--json")
    made = json.loads(out)["questions"]
    assert code == 0 and made >= 10
    code, *_ = run("questions", "draft", "nothing", "--to", drafts, "--library", communique_library)
    assert code == 2
    code, out, _ = run("questions", "accept", drafts, "--to", chosen)
    assert code == 0 and out.startswith(f"{made} questions written")
    for name in ("set.csv", "ragas.jsonl"):
        assert run("questions", "export", chosen, "--to", tmp_path / name)[0] == 0
        back = tmp_path / f"back-{name}.jsonl"
        assert run("questions", "import", tmp_path / name, "--to", back)[0] == 0
        assert back.read_text(encoding="utf-8") == chosen.read_text(encoding="utf-8")
    code, _, err = run("questions", "export", chosen, "--to", tmp_path / "set.csv")
    assert code == 2 and "is there already" in err and err.count("\n") == 1


def test_feedback_becomes_drafts(run, tmp_path, communique_library):
    _, out, _ = run(
        "ask", "Qui représentait les États-Unis ?", "--library", communique_library, "--json"
    )
    record = {"schema": 1, "question": "Qui ?", "answer": json.loads(out), "verdict": "wrong"}
    feedback = tmp_path / "feedback.jsonl"
    feedback.write_text(json.dumps(record) + "\n")
    code, out, _ = run(
        "questions",
        "from-feedback",
        feedback,
        "--to",
        tmp_path / "d.jsonl",
        "--library",
        communique_library,
    )
    assert code == 0 and "quote the words of a release" in out


# The process itself


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["ask"], ["evaluate"], ["ask", "--nope", "x"]]
)
def test_wrong_use_is_exit_2(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2 and out == "" and "usage" in err


def test_all_weights_go_into_their_places(run, tmp_path):
    command = ["calibrate", "all", "--plan", "plan.yaml", "--out", tmp_path / "weights"]
    code, out, err = run(*command)
    assert code == 2 and out == "" and "leave --out out" in err and err.count("\n") == 1


def test_a_wrong_setting_is_one_line(run, monkeypatch):
    monkeypatch.setenv("DEPECHE_PORT", "many")
    code, _, err = run("ask", "Qui ?")
    assert code == 2 and "DEPECHE_PORT" in err and err.count("\n") == 1


def test_help_imports_nothing_heavy():
    script = (
        "import sys, cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('torch', 'chromadb', 'streamlit', 'langchain_core', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.rstrip().endswith("[]")


def test_answering_needs_neither_torch_nor_network(communique_library):
    """The default answers with every socket refused and torch never imported."""
    script = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.socket.connect_ex = refuse\n"
        "socket.getaddrinfo = socket.create_connection = refuse\n"
        "import cli\n"
        f"code = cli.main(['ask', 'Qui représentait les États-Unis ?', '--library', {str(communique_library)!r}])\n"
        "assert code == 0 and 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "Garland" in done.stdout


@pytest.fixture
def kept(depeche, communique_library):
    """Two stored conversations, as the chat leaves them."""
    from assembly import Depeche
    from config import load_settings
    from domain import Turn

    with Depeche(load_settings(library=communique_library)) as opened:
        ids = []
        for question in ("Qui représentait les États-Unis ?", "Que disent-ils du fentanyl ?"):
            ids.append(opened.history.append(None, Turn(question, depeche.ask(question))))
    return ids


def test_conversations_are_listed_shown_exported_and_deleted(
    kept, communique_library, tmp_path, capsys
):
    def run(*arguments):
        code = cli.main(["conversations", *arguments, "--library", str(communique_library)])
        return code, capsys.readouterr()

    code, said = run("list", "--json")
    listed = json.loads(said.out)["conversations"]
    assert code == 0 and {row["id"] for row in listed} == set(kept)
    code, said = run("show", kept[0])
    assert code == 0 and "> Qui représentait" in said.out and "Merrick B. Garland" in said.out
    code, _ = run("export", kept[0], "--out", str(tmp_path / "talk.json"))
    exported = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    assert code == 0 and exported["turns"][0]["answer"]["citations"]
    assert json.loads(run("export", kept[0])[1].out) == exported
    assert run("delete", kept[0])[0] == 0
    assert json.loads(run("delete", "--all", "--json")[1].out) == {"deleted": 1}
    assert json.loads(run("list", "--json")[1].out) == {"conversations": []}


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "bibtex", "ris", "csl-json", "csv"])
def test_a_conversation_is_exported_in_every_format(
    kept, communique_library, tmp_path, capsys, name
):
    from ui.export.formats import FORMATS

    def run(*arguments):
        command = ["conversations", "export", kept[0], *arguments]
        code = cli.main([*command, "--library", str(communique_library)])
        return code, capsys.readouterr()

    told = tmp_path / "told"
    assert run("--format", name, "--out", str(told))[0] == 0
    named = tmp_path / f"named{FORMATS[name].extension}"
    code, said = run("--out", str(named), "--json")  # the name of the file says the format
    assert code == 0 and json.loads(said.out) == {"format": name, "file": str(named)}
    if name == "docx":
        assert told.read_bytes()[:2] == named.read_bytes()[:2] == b"PK"
        code, said = run("--format", "docx")
        assert code == 2 and "--out" in said.err
        return
    assert told.read_bytes() == named.read_bytes()
    data = told.read_bytes().decode("utf-8-sig")
    assert "Merrick B. Garland" in data
    assert run("--format", name)[1].out.splitlines() == data.rstrip("\n").splitlines()
    record = json.loads(run("--format", name, "--json")[1].out)
    assert record["format"] == name and "Garland" in record["text"]


def test_an_export_speaks_the_language_that_it_is_asked_for(kept, communique_library, capsys):
    command = ["conversations", "export", kept[0], "--format", "markdown", "--library"]
    for language, said in (("fr", "# Réponses tirées"), ("en", "# Answers taken")):
        assert cli.main([*command, str(communique_library), "--language", language]) == 0
        assert capsys.readouterr().out.startswith(said)


def test_an_export_says_what_it_left_out(kept, communique_library, tmp_path, capsys):
    import sqlite3

    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite3") as connection:
        connection.execute("UPDATE turns SET record = replace(record, 'Garland', 'Smith')")
    connection.close()
    for name in ("markdown", "bibtex", "json"):
        command = ["conversations", "export", kept[0], "--format", name]
        assert cli.main([*command, "--library", str(communique_library)]) == 1
        said = capsys.readouterr()
        assert "Smith" not in said.out and "1 left out" in said.err
        assert len(said.err.splitlines()) == 1


def test_an_export_that_cannot_be_written_is_one_line(kept, communique_library, tmp_path, capsys):
    command = ["conversations", "export", kept[0], "--out", str(tmp_path / "no" / "a.md")]
    assert cli.main([*command, "--library", str(communique_library)]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show"], "needs an ID"),
        (["export"], "needs an ID"),
        (["export", "nobody", "--format", "html"], "no conversation"),
        (["delete"], "needs an ID"),
        (["show", "nobody"], "no conversation"),
    ],
)
def test_a_conversation_that_is_not_there_is_one_line(communique_library, capsys, arguments, said):
    command = ["conversations", *arguments, "--library", str(communique_library)]
    assert cli.main(command) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1
