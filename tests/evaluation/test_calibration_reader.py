"""The reader's fit: it learns what can be learnt, and numpy reads what torch wrote."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from config import Settings
from domain import Evidence, Kind
from embedding.load import load_encoder
from evaluation.calibration import reader as fitting
from evaluation.calibration.reader import FittedReader, Tokens, example_of, fit_reader
from retrieval.question import Question
from retrieval.rank import Ranker
from retrieval.reader import Reader, pair
from retrieval.signals import SIGNALS

ANIMALS = ("chat", "chien", "cheval", "lapin", "mouton", "canard", "vache", "tigre")


def evidence(*texts):
    signals = dict.fromkeys(SIGNALS, 0.0)
    return [
        Evidence("r", "1", "r.txt", 0, len(text), text, 0.0, kind=Kind.SENTENCE, signals=signals)
        for text in texts
    ]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(Settings())


@pytest.fixture(scope="module")
def examples(encoder):
    """Questions on animals; the sentence that names the animal answers, and none does for half."""
    chance = np.random.default_rng(3)
    tokens = Tokens(Ranker(encoder).looked_at)
    made = []
    for number in range(240):
        asked, *others = chance.permutation(ANIMALS)
        answerable = number % 2 == 0
        named = [asked, *others[:4]] if answerable else others[:5]
        found = evidence(*(f"On a vu un {name} dans la rue." for name in named))
        good = np.array([name == asked for name in named])
        question = Question.of(f"Où est le {asked} ?")
        verdict = "answered" if answerable else "other_topic"
        made.append(example_of(question, found, good, verdict, tokens))
    return made, tokens


@pytest.fixture(scope="module")
def fitted(examples):
    made, tokens = examples
    vectors = dict(tokens.vectors)
    return FittedReader.together([fit_reader(made, vectors, "abc", seed) for seed in (1, 2)])


def test_it_learns_which_sentence_answers_and_that_none_does(examples, fitted, encoder):
    tokens = Ranker(encoder).looked_at
    question = Question.of("Où est le tigre ?")
    there = pair(question, evidence("On a vu un canard ici.", "On a vu un tigre ici."), tokens)
    gone = pair(question, evidence("On a vu un canard ici.", "On a vu un mouton ici."), tokens)
    found, lost = fitted.reader.read(there), fitted.reader.read(gone)
    assert found.scores[1] > found.scores[0]
    assert found.scores[1] > found.nothing
    assert lost.scores.max() < lost.nothing
    assert found.odds["answered"] > lost.odds["answered"]
    assert found.odds["other_topic"] < lost.odds["other_topic"]
    assert max(found.odds, key=found.odds.get) != "instruction"


def test_numpy_reads_what_torch_learnt(examples, encoder):
    import torch

    from evaluation.calibration.network import Network, to_numpy

    made, tokens = examples
    question = Question.of("Où est le chat de Paris ?")
    length = len(tokens([question.text])[0].tokens)
    around = tuple(map(tuple, np.random.default_rng(2).random((2, length)).tolist()))
    texts = evidence("On a vu un chat à Paris en 2024.", "Rien.")
    texts = [texts[0], replace(texts[1], around=around)]
    pairs = pair(question, texts, tokens)
    torch.manual_seed(1)
    table = fitting._Table(tokens.vectors)  # with the tokens of these texts among them
    network = Network(torch.from_numpy(table.reduced), 8, len(SIGNALS), 0.5).eval()
    norms = {
        "signal_mean": np.zeros(len(SIGNALS)),
        "signal_scale": np.ones(len(SIGNALS)),
        "token_weight": np.array(2.0),
    }
    weights = to_numpy(network)
    projection = weights.pop("project.weight")
    weights["project.weight"] = projection @ table.axes
    weights["project.bias"] = -projection @ table.axes @ table.mean
    example = example_of(question, texts, np.array([True, False]), "answered", tokens)
    batch = fitting._batch_of([(example, [0, 1], True)], table, norms)
    with torch.no_grad():
        scores, verdicts = (found[0].numpy() for found in network(batch))
    reading = Reader([{**weights, **norms}]).read(pairs)
    assert reading.scores.tolist() == pytest.approx(scores[:2].tolist(), abs=1e-3)
    assert reading.nothing == pytest.approx(float(scores[2]), abs=1e-3)
    assert reading.verdicts.tolist() == pytest.approx(verdicts.tolist(), abs=1e-3)


def test_members_read_together(fitted, encoder):
    tokens = Ranker(encoder).looked_at
    pairs = pair(Question.of("Où est le tigre ?"), evidence("On a vu un tigre ici."), tokens)
    each = [Reader([member]).read(pairs).scores[0] for member in fitted.members]
    assert len(set(each)) == len(fitted.members) == 2
    assert fitted.reader.read(pairs).scores[0] == pytest.approx(np.mean(each), abs=1e-5)


def test_the_same_seed_gives_the_same_reader(examples):
    made, tokens = examples
    one, two = (fit_reader(made[:40], tokens.vectors, "abc").members[0] for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_a_reader_is_for_one_encoder_and_these_signals(fitted, tmp_path):
    path = tmp_path / "reader.safetensors"
    fitted.save(path)
    assert Reader.load(path, "abc") is not None
    assert Reader.load(path, "another") is None
    assert Reader.load(tmp_path / "none", "abc") is None


def test_nothing_is_learnt_from_a_question_whose_answer_was_not_found(examples):
    tokens = examples[1]
    question, texts = Question.of("Où est le chat ?"), evidence("Un chien.")
    assert example_of(question, texts, np.array([False]), "answered", tokens) is None
    assert example_of(question, texts, np.array([False]), "not_said", tokens) is not None
    assert example_of(question, [], np.array([], dtype=bool), "not_said", tokens) is None
