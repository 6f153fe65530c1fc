"""Question sets at the door: what is read, and what is refused with file, line and mend."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from evaluation_samples import SENTENCES, line, sample_lines, write_set

from errors import QuestionSetError
from evaluation.questions import (
    OPTIONAL,
    QUOTE_KEYS,
    REQUIRED,
    SCHEMA,
    Question,
    ReferenceQuote,
    load_questions,
)
from ui.forms import in_language
from ui.texts import ENGLISH, FRENCH

FORMS, WORDS = ENGLISH.evaluation.upload_problems, FRENCH.evaluation.upload_problems
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def without(key: str) -> dict:
    return {name: value for name, value in line().items() if name != key}


def in_french(error: BaseException) -> str:
    """What the page says of a problem in French; it knows every one, without an English rest."""
    said = in_language(re.sub(r".*?jsonl(, line \d+)?: ", "", str(error), count=1), FORMS, WORDS)
    assert said is not None and " of " not in said
    return said


GOOD = [
    line(),
    line(must_mention=[["ottawa"], ["a", "b"]], history=["Avant ?"], notes="n"),
    line(must_mention=None, history=None, notes=None),
    line(quote=None),
    line(quote=None, reference_quotes=None),
    line(reference_quotes=[{"text": "Ottawa"}, {"source": "r.txt", "text": "Trois"}]),
    line(type="anything", lang="en"),
]
BAD = [
    (line(extra=1), 'unknown key "extra"'),
    (line(note="x"), 'did you mean "notes"?'),
    *[(without(key), f'"{key}" is missing') for key in REQUIRED],
    (line(id=3), '"id" is 3'),
    (line(user_input="  "), '"user_input" is "  "'),
    (line(lang="de"), 'write "fr" or "en"'),
    (line(lang=["fr"]), 'write "fr" or "en"'),
    (line(type=""), '"type" is ""'),
    (line(answerable="yes"), "true or false"),
    (line(answerable=1), "true or false"),
    (line(notes=3), '"notes"'),
    (line(reference_quotes=[]), 'without "reference_quotes"'),
    (without("reference_quotes"), 'without "reference_quotes"'),
    (line(answerable=False), 'not answerable, but with "reference_quotes"'),
    (line(quote=None, must_mention=[["x"]]), 'not answerable, but with "must_mention"'),
    (line(reference_quotes="Ottawa"), '"reference_quotes" has to be a list'),
    (line(reference_quotes=["Ottawa"]), "has to be an object"),
    (line(reference_quotes=[{"source": "r.txt"}]), 'has no "text"'),
    (line(reference_quotes=[{"text": "x", "src": "r"}]), 'unknown key "src"'),
    (line(reference_quotes=[{"text": "x", "source": ""}]), '"source"'),
    (line(must_mention=["ottawa"]), '"must_mention"'),
    (line(must_mention=[[]]), '"must_mention"'),
    (line(must_mention=[[1]]), '"must_mention"'),
    (line(history=[""]), '"history"'),
    (line(history="Avant ?"), '"history" has to be a list'),
]


def test_a_set_becomes_questions_in_order(tmp_path):
    path = write_set(
        tmp_path / "set.jsonl",
        ["", line(1, must_mention=[["ottawa", "Ottawa"]], history=["Avant ?"]), "", line(2)],
    )
    first, second = load_questions(path)
    assert first == Question(
        id="q1",
        user_input="Où le forum a-t-il eu lieu ?",
        lang="fr",
        type="where",
        answerable=True,
        reference_quotes=(ReferenceQuote(SENTENCES[0], None),),
        must_mention=(("ottawa", "Ottawa"),),
        history=("Avant ?",),
        line=2,
    )
    assert (second.id, second.line) == ("q2", 4)


@pytest.mark.parametrize("record", GOOD)
def test_good_lines_please_the_loader_and_the_schema(tmp_path, record):
    load_questions(write_set(tmp_path / "set.jsonl", [record]))
    VALIDATOR.validate(record)


@pytest.mark.parametrize(("record", "said"), BAD)
def test_bad_lines_are_refused_by_loader_and_schema(tmp_path, record, said):
    path = write_set(tmp_path / "set.jsonl", [line(7), record])
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert said in str(caught.value)
    assert in_french(caught.value)
    assert not VALIDATOR.is_valid(record)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"id": "a", "id": "b"}', '"id" stands there twice'),
        (json.dumps(line(user_input="\ud800")), "lone surrogate"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_lines_that_are_no_object(tmp_path, text, said):
    path = write_set(tmp_path / "set.jsonl", [line(7), text])
    with pytest.raises(QuestionSetError, match=re.escape(f"{path}, line 2: ")) as caught:
        load_questions(path)
    assert said in str(caught.value)
    assert in_french(caught.value)


def test_a_duplicate_id_names_both_lines(tmp_path):
    path = write_set(tmp_path / "set.jsonl", [line(1), line(2), line(1)])
    with pytest.raises(
        QuestionSetError, match='line 3: id "q1" is already that of line 1'
    ) as caught:
        load_questions(path)
    assert "celui de la ligne 1" in in_french(caught.value)


def test_files_that_are_no_set(tmp_path):
    empty, latin = tmp_path / "empty.jsonl", tmp_path / "latin.jsonl"
    empty.write_text("\n \n")
    latin.write_bytes(b"{}\n\xe9\n")
    for path, said in (
        (tmp_path / "none.jsonl", "no such file"),
        (tmp_path, "cannot be read"),
        (empty, "no question"),
        (latin, "line 2: not UTF-8"),
    ):
        with pytest.raises(QuestionSetError) as caught:
            load_questions(path)
        assert str(path) in str(caught.value) and said in str(caught.value)
        assert path not in (empty, latin) or in_french(caught.value)  # a page always has a file


def test_windows_files_are_read(tmp_path):
    path = tmp_path / "set.jsonl"
    lines = [json.dumps(item) for item in sample_lines()]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert [question.id for question in load_questions(path)] == ["q1", "q2", "q3", "q4", "q5"]


def test_schema_page_and_loader_know_the_same_keys():
    schema = VALIDATOR.schema
    assert tuple(schema["properties"]) == (*REQUIRED, *OPTIONAL)
    assert tuple(schema["required"]) == REQUIRED
    quote = schema["properties"]["reference_quotes"]["items"]
    assert tuple(quote["properties"]) == QUOTE_KEYS
    page = SCHEMA.with_name("README.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.M)) == (*REQUIRED, *OPTIONAL)
    example = re.search(r"^```json\n(.*)\n```", page, re.M)[1]
    VALIDATOR.validate(json.loads(example))
    VALIDATOR.check_schema(schema)
