"""Regressions planted into the real application: the gate catches each of them.

The floors are those that the sound application reaches on the spot, so that these tests hold
whatever its figures are today.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random

import pytest
from evaluation_samples import PROJECT

from domain import Answer, AnswerSentence, AnswerStatus, Citation
from evaluation.evaluate import evaluate
from evaluation.raising import raise_floors
from retrieval.retriever import EvidenceRetriever

QUESTIONS = PROJECT / "evaluation" / "sets" / "communique.dev.jsonl"


class Shuffled(EvidenceRetriever):
    """The evidence in a random order."""

    def looked_at(self, *args, **kwargs):
        found = list(super().looked_at(*args, **kwargs))
        Random(len(found[0].text)).shuffle(found)
        return found


class Shifted(EvidenceRetriever):
    """Offsets that slipped by one, under the words that stood there before."""

    def looked_at(self, *args, **kwargs):
        return [
            replace(item, start=item.start + 1, end=item.end + 1)
            for item in super().looked_at(*args, **kwargs)
        ]


class Slipped(EvidenceRetriever):
    """Offsets that slipped by one, and the words with them: every quote is still verbatim."""

    def looked_at(self, *args, **kwargs):
        slipped = []
        for item in super().looked_at(*args, **kwargs):
            text = self.library.text(item.release_id, item.version)
            span = {"start": item.start + 1, "end": min(item.end + 1, len(text))}
            slipped.append(replace(item, **span, text=text[span["start"] : span["end"]]))
        return slipped


class Paraphrased:
    """A store that hands out other words than it keeps: an Answer checked by it holds no more."""

    def __init__(self, library):
        self.library = library

    def text(self, release_id, version):
        return self.library.text(release_id, version).replace("es ", "is ").replace("le ", "la ")


def with_retriever(kind):
    def plant(depeche):
        assistant = copy.copy(depeche._ready())
        sound = assistant.retriever
        assistant.retriever = kind(
            **{name: getattr(sound, name) for name in type(sound).model_fields}
        )
        return assistant.ask

    return plant


def always_refuses(depeche):
    def ask(question, history):
        answer = depeche.ask(question, history)
        none = {"sentences": (), "citations": (), "reason": "Non.", "status": AnswerStatus.DECLINED}
        return replace(answer, **none, texts=depeche.library)

    return ask


def never_refuses(depeche):
    def ask(question, history):
        answer = depeche.ask(question, history)
        if answer.status is not AnswerStatus.DECLINED:
            return answer
        citation = Citation.of(answer.evidence[0], 1)
        said = {
            "sentences": (AnswerSentence(citation.quote, (1,)),),
            "citations": (citation,),
            "status": AnswerStatus.ANSWERED,
        }
        return replace(answer, **said, texts=depeche.library)

    return ask


def paraphrases(depeche):
    texts = Paraphrased(depeche.library)

    def ask(question, history) -> Answer:
        answer = depeche.ask(question, history)
        other = {c: texts.text(c.release_id, c.version)[c.start : c.end] for c in answer.citations}
        said = tuple(
            AnswerSentence(other[answer.citation(s.citations[0])], s.citations)
            for s in answer.sentences
        )
        cited = tuple(replace(citation, quote=quote) for citation, quote in other.items())
        return replace(answer, sentences=said, citations=cited, texts=texts)

    return ask


@pytest.fixture(scope="module")
def sound(depeche, tmp_path_factory):
    """The floors that the sound application reaches."""
    floors = tmp_path_factory.mktemp("floors") / "floors.yaml"
    report = evaluate(QUESTIONS, depeche.ask, depeche.releases())
    raise_floors(report.to_dict(), floors)
    return floors


def test_the_sound_application_passes_its_own_floors(depeche, sound):
    report = evaluate(QUESTIONS, depeche.ask, depeche.releases(), floors=sound)
    assert report.broken == () and report.exit_code == 0


@pytest.mark.parametrize(
    ("plant", "caught"),
    [
        (with_retriever(Shuffled), {"mrr", "hit@1", "ndcg@10", "citation_recall"}),
        (with_retriever(Shifted), {"errors", "passed"}),
        (with_retriever(Slipped), {"whole_words", "passed"}),
        (always_refuses, {"over_refusal", "citation_recall", "answer_correctness"}),
        (never_refuses, {"abstention_recall", "abstention_precision"}),
        (paraphrases, {"quote_fidelity", "passed"}),
    ],
    ids=[
        "shuffled",
        "offsets shifted",
        "offsets and words shifted",
        "always refuses",
        "never refuses",
        "quotes paraphrased",
    ],
)
def test_a_planted_regression_is_caught(depeche, sound, plant, caught):
    report = evaluate(QUESTIONS, plant(depeche), depeche.releases(), floors=sound)
    assert report.exit_code == 1
    broken = {item.metric: item for item in report.broken}
    assert caught <= broken.keys()
    told = report.to_text()
    for metric in caught:
        assert broken[metric].turned, metric
        assert f"turned: {', '.join(broken[metric].turned)}" in told
