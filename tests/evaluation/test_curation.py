"""The `questions` commands end to end: check, convert, draft, accept, feedback."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from evaluation_samples import PROJECT, RELEASE, SENTENCES, WordAsker, line, sample_lines, write_set

from answering.contract import answer_record
from errors import QuestionSetError, SourceError, UsageError
from evaluation import curation
from evaluation.curation import accept, draft_set, export_set, feedback_set, import_set
from evaluation.drafting import draft
from evaluation.evaluate import evaluate
from evaluation.exchange import COLUMNS, read_foreign
from evaluation.feedback import (
    OPTIONAL,
    REQUIRED,
    SCHEMA_VERSION,
    Feedback,
    Verdict,
    append,
    read,
    to_questions,
)
from evaluation.questions import load_questions
from evaluation.quotes import QuoteFinder, check_quotes
from evaluation.validation import is_draft, validate

NASTY = [
    line(1, '=HYPERLINK("http://x")', notes="'quoted'"),
    line(2, 'Une ; deux, "trois"\nquatre', must_mention=[["a | b"], ["[c", "d"]]),
    line(3, '["x"]', history=["Première\nligne", "- deuxième"], type="a,b"),
    line(
        4,
        reference_quotes=[
            {"source": None, "text": SENTENCES[0]},
            {"source": "r.txt", "text": "Deux\nlignes"},
            {"source": None, "text": "[crochet"},
        ],
    ),
    line(5, "@x", None, history=["[1]"]),
    line(6, "'=1", must_mention=[["ottawa", "Ottawa"], ["12 juill"]]),
    line(7, "Trois ?", quote="", reference_quotes=[{"source": "a", "text": " espace "}]),
]


def plain(questions):
    """Questions without the lines that they stood on."""
    return [replace(question, line=0) for question in questions]


# Validation


def test_a_good_set_has_no_problem(tmp_path):
    path = write_set(tmp_path / "set.jsonl", sample_lines())
    result = validate([path], [RELEASE])
    assert (result.questions, result.problems, result.quotes) == (5, (), True)


def test_every_problem_is_named_with_file_line_and_mend(tmp_path):
    one = write_set(
        tmp_path / "one.jsonl",
        [
            line(1),
            line(1),
            line(3, note="x"),
            line(4, reference_quotes=[]),
            line(5, quote="l'entente États-Unis"),
            line(6, quote="Nulle part."),
            line(7, notes="draft: made"),
            "{",
        ],
    )
    two = write_set(tmp_path / "two.jsonl", [line(1, quote="Ailleurs.")])
    result = validate([one, two, tmp_path / "none.jsonl"], [RELEASE])
    said = [
        (one, 2, 'id "q1" is already that of line 1'),
        (one, 3, 'did you mean "notes"?'),
        (one, 4, 'set "answerable" to false'),
        (one, 5, "is not verbatim; the release has « l’entente États\u2011Unis »"),
        (one, 6, "copy the words from the release"),
        (one, 7, "still a draft"),
        (one, 8, "not JSON"),
        (two, 1, "copy the words from the release"),
    ]
    assert len(result.problems) == len(said) + 1
    for problem, (path, number, mend) in zip(result.problems, said, strict=False):
        assert problem.startswith(f"{path}, line {number}") and mend in problem
    assert "no such file" in result.problems[-1]
    assert result.questions == 5


def test_without_releases_quotes_are_not_looked_up(tmp_path):
    path = write_set(tmp_path / "set.jsonl", [line(quote="Nulle part.")])
    result = validate([path], None)
    assert result.problems == () and not result.quotes


def test_the_sets_of_the_project_are_valid_against_its_releases(depeche):
    paths = sorted((PROJECT / "evaluation" / "sets").glob("*.jsonl"))
    assert len(paths) >= 7
    folders = ("corpus", "evaluation/releases", "evaluation/training")
    sources = [PROJECT / folder for folder in folders]
    result = validate(paths, curation.read_releases(sources, depeche.settings))
    assert result.problems == () and result.questions > 1000


def test_a_source_that_is_no_release_is_named(depeche, tmp_path):
    with pytest.raises(SourceError, match=r"none\.txt"):
        curation.read_releases([tmp_path / "none.txt"], depeche.settings)


# Exchange


@pytest.mark.parametrize("name", ["set.csv", "ragas.jsonl"])
@pytest.mark.parametrize("lines", [NASTY, sample_lines()], ids=["nasty", "plain"])
def test_export_and_import_lose_nothing(tmp_path, name, lines):
    path = write_set(tmp_path / "set.jsonl", lines)
    export_set(path, tmp_path / name)
    import_set(tmp_path / name, tmp_path / "back.jsonl", None)
    assert plain(load_questions(tmp_path / "back.jsonl")) == plain(load_questions(path))


def test_the_csv_is_one_that_spreadsheets_read_and_do_not_run(tmp_path):
    path = write_set(tmp_path / "set.jsonl", NASTY)
    export_set(path, tmp_path / "set.csv")
    data = (tmp_path / "set.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True))
    assert tuple(head) == COLUMNS and len(rows) == len(NASTY)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[5][COLUMNS.index("must_mention")] == "ottawa | Ottawa\n12 juill"


def test_a_spreadsheet_saved_in_french_is_read(tmp_path):
    path = tmp_path / "set.csv"
    text = "id;user_input;lang;type;answerable;reference_quotes\r\n"
    text += f'a;"Où, donc ?";fr;where;VRAI;{SENTENCES[0]}\r\n;;;;;\r\nb;Quoi ?;fr;other;FAUX;\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    first, second = read_foreign(path)
    assert (first.user_input, first.answerable, first.line) == ("Où, donc ?", True, 2)
    assert first.reference_quotes[0].text == SENTENCES[0]
    assert (second.id, second.answerable, second.line) == ("b", False, 4)


def test_ragas_has_its_names_and_the_answers(tmp_path):
    path = write_set(tmp_path / "set.jsonl", sample_lines())
    evaluate(path, WordAsker(), [RELEASE], out=tmp_path / "out")
    export_set(path, tmp_path / "ragas.jsonl", tmp_path / "out")
    rows = [json.loads(text) for text in (tmp_path / "ragas.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["user_input"] == "Où le forum a-t-il eu lieu ?"
    assert rows[0]["reference_contexts"] == [SENTENCES[0]] and rows[0]["reference"] == SENTENCES[0]
    assert rows[0]["response"] == f"{SENTENCES[0]} [1]"
    assert set(rows[0]["retrieved_contexts"]) == set(SENTENCES)
    assert rows[3]["reference_contexts"] == [] and "reference" not in rows[3]
    assert rows[4]["response"] == ""  # in error


def test_what_ragas_made_becomes_questions_with_verbatim_quotes(tmp_path):
    path = tmp_path / "testset.jsonl"
    rows = [
        {
            "user_input": "Did they sign the agreement?",
            "reference_contexts": ["ils ont signé l'entente États-Unis."],
            "reference": "Yes.",
            "synthesizer_name": "single_hop",
        },
        {
            "user_input": [
                {"content": "Où le forum a-t-il eu lieu ?", "type": "human"},
                {"content": "À Ottawa.", "type": "ai"},
                {"content": "Combien de ministres ?", "type": "human"},
            ],
            "reference_contexts": [SENTENCES[1]],
        },
        {"user_input": "Quel budget ?", "answerable": False},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second, third = read_foreign(path, QuoteFinder([RELEASE]))
    assert (first.id, first.lang, first.type, first.answerable) == ("q1", "en", "other", True)
    assert first.reference_quotes[0].text == SENTENCES[2]
    assert second.history == ("Où le forum a-t-il eu lieu ?",)
    assert second.user_input == "Combien de ministres ?"
    assert not third.answerable
    listed = tmp_path / "testset.json"
    listed.write_text(json.dumps(rows), encoding="utf-8")
    assert [q.user_input for q in read_foreign(listed)] == [
        first.user_input,
        second.user_input,
        third.user_input,
    ]


def test_a_csv_of_ragas_is_read(tmp_path):
    path = tmp_path / "testset.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ["user_input", "reference_contexts", "reference"])
        writer.writeheader()
        writer.writerow(
            {"user_input": "Où ?", "reference_contexts": [SENTENCES[0]], "reference": "À Ottawa"}
        )
    (question,) = read_foreign(path)
    assert question.reference_quotes[0].text == SENTENCES[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", '{"user_input": "?"}', 'line 1: neither "reference_contexts" nor "answerable"'),
        ("a.jsonl", "{}\n{", "line 1"),
        ("a.jsonl", "[1]", "not a JSON object"),
        ("a.jsonl", '{"user_input": "a?", "answerable": false}\n{', "line 2: not JSON"),
        ("a.json", "[{]", "line 1: not JSON"),
        ("a.jsonl", '{"user_input": [1], "answerable": false}', '"user_input"'),
        ("a.jsonl", '{"user_input": [], "answerable": false}', "no message of a person"),
        ("a.csv", "user_input,answerable\nx,perhaps", 'line 2: "answerable" is "perhaps"'),
        ("a.csv", "user_input,answerable\nx,true,y", "line 2: 3 cells under 2 headings"),
        ("a.csv", "user_input,reference_contexts\nx,[oh", '"reference_contexts" has to be a list'),
        ("a.csv", "id,user_input,answerable\na,x,no\na,y,no", 'line 3: id "a" is already'),
        ("a.csv", "user_input\n", "no question"),
        ("a.csv", "user_input,answerable\nx,true", 'line 2: answerable, but without "reference'),
    ],
)
def test_what_cannot_be_imported_is_named(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError) as caught:
        import_set(path, tmp_path / "out.jsonl", None)
    assert str(path) in str(caught.value) and said in str(caught.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_nothing_is_written_over(tmp_path):
    path = write_set(tmp_path / "set.jsonl", sample_lines())
    for name in ("there.csv", "there.jsonl"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(UsageError, match="is there already"):
            export_set(path, tmp_path / name)
        assert (tmp_path / name).read_text() == "mine"
    with pytest.raises(UsageError, match="--answers goes with ragas"):
        export_set(path, tmp_path / "new.csv", tmp_path)
    with pytest.raises(QuestionSetError, match="no answers"):
        export_set(path, tmp_path / "new.jsonl", tmp_path)


# Drafts


def test_drafts_quote_every_release_verbatim(depeche):
    sources = [PROJECT / "corpus", PROJECT / "evaluation" / "releases"]
    releases = curation.read_releases(sources, depeche.settings)
    drawn = set()
    for release in releases:
        questions = draft(release)
        assert len(questions) >= 10, release.source
        assert check_quotes(questions, releases) == (), release.source
        assert all(is_draft(question) for question in questions)
        assert len({question.id for question in questions}) == len(questions)
        assert {question.lang for question in questions} == {release.language}
        drawn |= {question.notes.rsplit(" ", 1)[1] for question in questions}
    assert drawn == {
        *("when", "where", "issuer", "person", "number", "amount", "list", "summary", "phone")
    }


def test_drafts_on_the_communique(depeche):
    (release,) = depeche.releases()
    by_text = {question.user_input: question for question in draft(release)}
    garland = by_text["Qui est Merrick B. Garland ?"]
    assert garland.reference_quotes[0].text.startswith("Merrick B. Garland, procureur général")
    assert garland.must_mention == (("procureur général du département",),)
    (when,) = [question for question in by_text.values() if question.type == "when"]
    assert when.must_mention == (("12 juill",), ("2024",))
    contacts = [question for question in by_text.values() if question.type == "contact"]
    assert ("343-574-8116",) in {question.must_mention[0] for question in contacts}


def test_drafts_are_accepted_one_by_one(depeche, tmp_path):
    (release,) = depeche.releases()
    drafts, chosen = tmp_path / "drafts.jsonl", tmp_path / "set.jsonl"
    made = draft_set(release.source, drafts, [release])
    first, second = load_questions(drafts)[:2]
    kept = '{"id": "mine",  "user_input": "?", "lang": "fr", "type": "who", "answerable": false}'
    chosen.write_text(kept, encoding="utf-8")  # no line end, and spaces of its own
    done = accept(drafts, chosen, [second.id, first.id])
    assert done["questions"] == 2 and done["left"] == made["questions"] - 2
    assert chosen.read_text(encoding="utf-8").startswith(kept + "\n")
    questions = load_questions(chosen)
    assert [q.id for q in questions] == ["mine", first.id, second.id]
    assert not any(is_draft(q) for q in questions)
    assert questions[1].notes == "made from the release by the template when"
    assert len(load_questions(drafts)) == made["questions"] - 2
    accept(drafts, chosen)
    assert not drafts.exists() and len(load_questions(chosen)) == made["questions"] + 1
    assert validate([chosen], [release]).problems == ()


def test_what_cannot_be_accepted_stays_where_it_is(tmp_path):
    drafts = write_set(tmp_path / "d.jsonl", [line(1), line(2, reference_quotes=[]), line(3)])
    before = drafts.read_bytes()
    target = write_set(tmp_path / "set.jsonl", [line(3)])
    for only, said in (
        ([], 'line 2: answerable, but without "reference_quotes"'),
        (["q2"], 'no valid question "q2".*without "reference_quotes"'),
        (["q9"], 'no valid question "q9"'),
        (["q3"], 'has a question "q3" already'),
    ):
        with pytest.raises((UsageError, QuestionSetError), match=said):
            accept(drafts, target, only)
    assert drafts.read_bytes() == before and len(load_questions(target)) == 1
    accept(drafts, target, ["q1"])
    assert [json.loads(text)["id"] for text in drafts.read_text().splitlines()] == ["q2", "q3"]


def test_a_release_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r'"x\.txt"; there are corpus/r\.txt'):
        draft_set("x.txt", tmp_path / "d.jsonl", [RELEASE])


# Feedback


def said(verdict, question="Où le forum a-t-il eu lieu ?", **more):
    return Feedback(question, answer_record(WordAsker()(question)), Verdict(verdict), **more)


def test_feedback_is_kept_and_read_back(tmp_path):
    path = tmp_path / "feedback.jsonl"
    records = [
        said("right", sentence=0, at="2026-01-01T00:00:00Z"),
        said("wrong", comment="Non : « l’inverse »\nen fait", history=("Avant ?",)),
    ]
    for record in records:
        append(path, record)
    assert read(path) == records
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert set(first) == {*REQUIRED, *OPTIONAL} and first["schema"] == SCHEMA_VERSION
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"schema": 1, "cut off by a cra')
    assert read(path) == records
    append(path, records[0])
    assert read(path) == [*records, records[0]]


def test_feedback_becomes_questions(tmp_path):
    records = [
        said("wrong"),
        said("right"),  # the last word on the same question counts
        said("right", "Quel budget ?"),  # rightly declined
        said("wrong", "Combien de ministres ?", comment=f"C'est « {SENTENCES[0]} », voyons"),
        said("wrong", "Ont-ils signé ?", comment="pas du tout"),
    ]
    converted = to_questions(records, [RELEASE])
    where, budget, count, signed = converted.questions
    assert where.answerable and where.reference_quotes[0].text == SENTENCES[0]
    assert where.reference_quotes[0].source == RELEASE.source and is_draft(where)
    assert not budget.answerable and budget.reference_quotes == ()
    assert [quote.text for quote in count.reference_quotes] == [SENTENCES[0]]
    assert signed.answerable and signed.reference_quotes == ()
    (to_do,) = converted.to_do
    assert signed.id in to_do and "quote the words" in to_do


def test_only_the_sentence_that_is_meant_counts():
    answer = answer_record(WordAsker()("Où le forum a-t-il eu lieu ?"))
    quote = answer["citations"][0]
    answer["citations"].append({**quote, "marker": 2, "quote": SENTENCES[1]})
    answer["sentences"].append({"text": SENTENCES[1], "citations": [2]})
    (question,) = to_questions([Feedback("Où ?", answer, Verdict.RIGHT, sentence=1)], []).questions
    assert [item.text for item in question.reference_quotes] == [SENTENCES[1]]


def test_what_is_said_of_several_sentences_is_put_together():
    answer = answer_record(WordAsker()("Où le forum a-t-il eu lieu ?"))
    quote = answer["citations"][0]
    answer["citations"].append({**quote, "marker": 2, "quote": SENTENCES[1]})
    answer["sentences"].append({"text": SENTENCES[1], "citations": [2]})
    whole = Feedback("Où ?", answer, Verdict.RIGHT)
    second = Feedback("Où ?", answer, Verdict.WRONG, sentence=1, comment="hors sujet")
    (question,) = to_questions([whole, second], []).questions
    assert [item.text for item in question.reference_quotes] == [SENTENCES[0]]
    assert "sentence 2 wrong: hors sujet" in question.notes
    first = Feedback("Où ?", answer, Verdict.RIGHT, sentence=0)
    taken_back = Feedback("Où ?", answer, Verdict.RIGHT, sentence=1)
    (question,) = to_questions([first, second, taken_back], []).questions
    assert [item.text for item in question.reference_quotes] == [*SENTENCES[:2]]


def test_the_file_of_drafts_says_what_is_still_to_do(tmp_path):
    path, drafts = tmp_path / "feedback.jsonl", tmp_path / "drafts.jsonl"
    append(path, said("right"))
    append(path, said("wrong", "Combien de ministres ?"))
    record = feedback_set(read(path), drafts, [RELEASE])
    assert record["questions"] == 2 and len(record["to_do"]) == 1
    problems = validate([drafts], [RELEASE]).problems
    assert len(problems) == 2 and 'line 2: answerable, but without "reference' in problems[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{\n", "line 1: not JSON"),
        ("3\n", "line 1: not a JSON object"),
        ('{"schema": 2}\n', "schema 2, this program reads 1"),
        ('{"schema": 1, "question": "?", "answer": {}}\n', '"verdict" is missing'),
        ('{"schema": 1, "question": "?", "answer": {}, "verdict": "bad"}\n', '"verdict" is not'),
        ('{"schema": 1, "question": "", "answer": {}, "verdict": "wrong"}\n', '"question" is not'),
        ('{"schema": 1, "question": "?", "answer": 1, "verdict": "wrong"}\n', '"answer" is not'),
        (
            '{"schema": 1, "question": "?", "answer": {}, "verdict": "wrong", "sentence": true}\n',
            '"sentence" is not',
        ),
        (
            '{"schema": 1, "question": "?", "answer": {}, "verdict": "wrong", "x": 1}\n',
            'unknown key "x"',
        ),
    ],
)
def test_damaged_feedback_is_named(tmp_path, text, told):
    path = tmp_path / "feedback.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError) as caught:
        read(path)
    assert str(path) in str(caught.value) and told in str(caught.value)
