"""The fits behind ranking and refusal, on data whose answer is known."""

from __future__ import annotations

import json

import numpy as np
import pytest
from places import PROJECT

from answering.abstention import BY_READER, PRESENCE, TOPIC, probability
from answering.choice import FEATURES, best_of, quotes
from domain import Release
from errors import QuestionSetError
from evaluation.calibration.choice import Weighed, choice_on
from evaluation.calibration.folds import FOLDS, folds, folds_by
from evaluation.calibration.keywords import keyword_questions
from evaluation.calibration.plan import read_plan
from evaluation.calibration.ranking import Ranked, fit_on, fit_ranking
from evaluation.calibration.refusal import Described, fit, refusal_on
from evaluation.calibration.swaps import swapped_questions
from evaluation.questions import Question, ReferenceQuote
from retrieval.signals import SIGNALS
from vectorstore.analysis import content_words

RANDOM = np.random.default_rng(1)


def lists(count=60, noise=0.0):
    """Lists where the sentence with the highest second signal is the good one."""
    made = []
    for _ in range(count):
        signals = RANDOM.random((12, 2 * len(SIGNALS)))
        wanted = signals[:, 1] + noise * RANDOM.random(12)
        made.append(Ranked(signals, wanted == wanted.max()))
    return made


def test_folds_hold_every_index_out_once():
    held = np.concatenate([out for _, out in folds(47)])
    assert sorted(held.tolist()) == list(range(47))
    for seen, out in folds(47):
        assert not set(seen.tolist()) & set(out.tolist())
    assert len(list(folds(47))) == FOLDS


def test_rows_of_one_name_are_held_out_together():
    names = [f"q{number % 30}" for number in range(47)]
    for seen, out in folds_by(names):
        assert not {names[i] for i in seen} & {names[i] for i in out}
        assert len(seen) + len(out) == 47


def test_the_ranking_finds_the_signal_that_matters():
    weights = fit_ranking(lists())
    assert int(np.argmax(np.abs(weights))) == 1 and weights[1] > 0
    fitted = fit_on(lists(150))
    assert fitted.hit_at_1 > 0.5 and fitted.hit_at_5 > 0.9 and fitted.questions == 150
    assert list(fitted.small) == list(fitted.large) == list(SIGNALS)


def test_the_ranking_promises_nothing_on_noise():
    random = [Ranked(RANDOM.random((12, 2 * len(SIGNALS))), np.arange(12) == 3) for _ in range(80)]
    assert fit_on(random).hit_at_1 < 0.3


def test_the_logistic_fit_by_hand():
    x = np.column_stack([np.r_[np.zeros(100), np.ones(100)], np.ones(200)])
    y = np.r_[np.arange(100) < 25, np.arange(100) < 75]
    weights = fit(x, y)
    zero, one = (1 / (1 + np.exp(-np.array([v, 1.0]) @ weights)) for v in (0.0, 1.0))
    assert zero == pytest.approx(0.25, abs=0.03) and one == pytest.approx(0.75, abs=0.03)


def described(kind, covered):
    row = dict.fromkeys({*TOPIC, *PRESENCE, *BY_READER}, 0.0)
    row |= {"late": covered + 0.1 * RANDOM.random(), "covered": covered}
    return Described(f"Question {RANDOM.random()} ?", row, kind)


def test_the_refusal_separates_what_can_be_separated(tmp_path):
    rows = [described("answerable", 0.9) for _ in range(60)]
    rows += [described("off_topic", 0.1) for _ in range(40)]
    rows += [described("plausible", 0.5) for _ in range(40)]
    both = refusal_on(rows, rows)
    fitted = both.reader
    assert fitted.auroc > 0.95
    assert fitted.declined["answerable"] <= 0.1
    assert fitted.declined["off_topic"] > 0.9
    assert sum(part.n for part in fitted.reliability) == 140
    both.save(tmp_path / "refusal.json")
    saved = json.loads((tmp_path / "refusal.json").read_text())["reader"]
    assert "share answerable" in (tmp_path / "refusal.svg").read_text()
    good, bad = described("answerable", 0.9).features, described("off_topic", 0.1).features
    assert probability(saved["topic"], good) > probability(saved["topic"], bad)
    assert "AUROC" in both.to_text() and "off_topic" in both.to_text()


@pytest.mark.parametrize(("name", "more"), [("reader", BY_READER), ("signals", ())])
def test_the_committed_refusal_has_every_feature(name, more):
    saved = json.loads((PROJECT / "answering" / "refusal.json").read_text())[name]
    assert set(saved["topic"]) == {*TOPIC, *more, "bias"}
    assert set(saved["presence"]) == {*PRESENCE, *more, "bias"}
    for bounds in (saved["bounds"]["small"], saved["bounds"]["large"]):
        assert 0 < bounds["decline_below"] < bounds["partial_below"] < 1


def test_the_choice_quotes_what_answers():
    rows = []
    for answers in (1, 2) * 40:
        x = RANDOM.random((6, len(FEATURES))) * 0.1
        covered = np.zeros((6, answers), dtype=bool)
        for row in range(answers):
            covered[row, row] = True
        x[:answers, FEATURES.index("share")] += 1.0
        rows.append(Weighed(x, covered, np.zeros((6, 6), dtype=bool)))
    both = choice_on([*rows, None], rows)
    assert both.reader.questions == 80
    assert both.reader.citation_recall > 0.95 and both.reader.citation_precision > 0.95
    assert "precision" in both.to_text()


def test_the_committed_choice_has_every_feature():
    saved = json.loads((PROJECT / "answering" / "choice.json").read_text())
    assert all(set(saved[name]) == {*FEATURES, "bias"} for name in ("reader", "signals"))


def test_sentences_are_quoted_while_they_are_worth_it():
    apart, beside = np.zeros((3, 3), dtype=bool), np.zeros((3, 3), dtype=bool)
    beside[0, 1] = beside[1, 0] = True
    assert best_of(np.array([0.95, 0.05, 0.02]), apart, 4) == [0]
    assert best_of(np.array([0.4, 0.35, 0.02]), apart, 4) == [0, 1]
    assert best_of(np.array([0.9, 0.1, 0.1]), apart, 4) == [0]
    assert best_of(np.array([0.9, 0.3, 0.1]), apart, 4) == [0]
    assert best_of(np.array([0.9, 0.3, 0.1]), beside, 4) == [0, 1]  # one quote, and yet to be read:
    assert best_of(np.array([0.9, 0.1, 0.1]), beside, 4) == [0]
    assert quotes([0, 2, 1], beside) == [[0, 1], [2]]


def test_the_committed_plan_can_be_read():
    parts = read_plan(PROJECT / "evaluation" / "calibration" / "plan.yaml", PROJECT)
    assert all(source.exists() for part in parts for source in part.sources)
    assert sum(len(part.questions) for part in parts) > 300


@pytest.mark.parametrize("text", ["a: [", "3", "- sources: [x]", ""])
def test_a_bad_plan_is_named(tmp_path, text):
    (tmp_path / "plan.yaml").write_text(text)
    with pytest.raises(QuestionSetError, match="plan"):
        read_plan(tmp_path / "plan.yaml", tmp_path)
    with pytest.raises(QuestionSetError, match="cannot be read"):
        read_plan(tmp_path / "none.yaml", tmp_path)


def test_questions_from_words_ask_for_the_one_sentence_that_has_them(depeche):
    (release,) = depeche.releases()
    made = keyword_questions([release], 10)
    assert len(made) == 10 and len({question.user_input for question in made}) == 10
    for question in made:
        (quote,) = question.reference_quotes
        assert quote.text in release.text
        assert set(content_words(question.user_input)) & set(content_words(quote.text))


def _release(name, text):
    return Release(name, "1", f"{name}.txt", text, "en", ())


def _asked(number, text, source, **more):
    quotes = (ReferenceQuote("x", f"{source}.txt"),)
    return Question(f"q{number}", text, "en", "other", True, quotes, **more)


def test_a_name_of_another_release_makes_a_false_premise():
    releases = [_release("a", "Windrow has six lanes."), _release("b", "Marlow opened in May.")]
    questions = [
        _asked(1, "How many lanes will Windrow have?", "a", must_mention=(("six",),)),
        _asked(2, "When did the Marlow clinic open?", "b"),
        _asked(3, "What is Windrow?", "a"),
        _asked(4, "And how many lanes has Windrow now?", "a", history=("Who?",)),
    ]
    made = swapped_questions(questions, releases, 9, lambda rest, release: 0.2)
    assert [question.user_input for question in made] == [
        "How many lanes will Marlow have?",
        "When did the Windrow clinic open?",
    ]
    assert all(q.notes == "false_premise" and not q.answerable for q in made)
    assert not any(question.reference_quotes or question.must_mention for question in made)
    assert not swapped_questions(questions, releases, 9, lambda rest, release: 0.6)
    assert swapped_questions(questions, releases, 0, lambda rest, release: 0.2) == []
