"""Whether the evidence answers the question: a calibrated probability, decided in code.

Two logistic models are multiplied: whether the question is on a topic of the releases at all, and
whether, being on topic, it asks for something that they say. The second one has to work without
a model of language: a number, date or person that is asked for and that no sentence near the
question has is a bad sign, and what the reader (`retrieval.reader`) made of question and sentences
a better one. A question on another topic, or what is no question but an instruction, is declined
for that alone. Weights and thresholds are in `refusal.json`, fitted by `python cli.py calibrate
refusal` on training questions, once with a reader and once for encoders that have none.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from answering.spoken import NEAR, unspoken
from answering.unknown import Unknown
from domain import AnswerStatus, Evidence
from retrieval.interaction import Coverage
from retrieval.networks import VERDICTS
from retrieval.question import FORMS, TYPED, Question
from retrieval.shape import offers
from shadow import fold

WEIGHTS = Path(__file__).with_name("refusal.json")
LOW = 0.45  # cosine under which it counts as not said
ORDINARY = 0.4  # share of the weight of the heaviest word under which a word is not named
NAMED = 4  # words that are named as missing
TOPIC = (
    "late",
    "dense",
    "words",
    "margin",
    "least_covered",
    "most_covered",
    "next_covered",
    "heaviest_covered",
    "covered",
    "low_words",
    "unknown_words",
    "unknown_names",
    "length",
    "size",
)
FROM_BEST = ("unfilled", "noun", "counted", "dated", "edition", "lacking")  # of the best sentence
# How far the release of the best sentence is from saying what releases together say of a question.
ONE_RELEASE = (
    "elsewhere",
    "elsewhere_mean",
    "names_elsewhere",
    "numbers_elsewhere",
    "least_lacking",
)
PRESENCE = (
    "late",
    "dense",
    "words",
    "covered",
    "least_in_best",
    "unknown_names",
    "unknown_numbers",
    *(f"asked_{asked.value}" for asked in FORMS),
    *(f"far_{asked.value}" for asked in TYPED),
    *(f"not_first_{asked.value}" for asked in TYPED),
    *FROM_BEST,
    *ONE_RELEASE,
    "noun_near",
)
# What both models also look at where a reader has read.
INSTRUCTION, NEVER = "is_instruction", -99.0  # its feature, and what it is without a reader
BY_READER = ("read", "read_lead", *(f"is_{name}" for name in VERDICTS))


class Lack(StrEnum):
    """What keeps a question from a full answer."""

    INSTRUCTION = "instruction"  # it is none, but an order
    TOPIC = "topic"  # no release is about it
    NAME = "name"  # no release has a name or a number of it
    WORDS = "words"  # none has words of the person whose words are asked for
    THING = "thing"  # none speaks of what it asks whether they speak of
    ANSWER = "answer"  # none says what it asks


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided, how sure it is (0 to 1), what keeps it from a full answer, and the words
    that the releases lack."""

    status: AnswerStatus
    confidence: float
    lack: Lack = Lack.ANSWER
    missing: tuple[str, ...] = ()


def features(
    question: Question,
    evidence: Sequence[Evidence],
    coverage: Coverage,
    unknown: Unknown,
    size: float,
) -> dict[str, float]:
    """The numbers that the decision rests on; `TOPIC` and `PRESENCE` name them.

    `evidence` is not empty; `coverage` is that of its texts, in the same order; `size` is that of
    the library (`rank.size_of`): in a large one something is always near.
    """
    best = evidence[0]
    near = coverage.cosines[:, :3].max(axis=1) if len(question.words) else np.zeros(1)
    share = coverage.share
    each = sorted(coverage.best.values(), reverse=True) or [0.0]
    heaviest = int(coverage.weights.argmax()) if len(question.words) else 0
    row = {
        "late": best.signals.get("late", 0.0),
        "dense": best.signals.get("dense", 0.0),
        "words": max(item.signals.get("words", 0.0) for item in evidence[:3]),
        "margin": best.score - sum(item.score for item in evidence) / len(evidence),
        "least_covered": each[-1],
        "most_covered": each[0],
        "next_covered": each[min(1, len(each) - 1)],
        "heaviest_covered": coverage.best.get(question.words[heaviest], 0.0)
        if question.words
        else 0.0,
        "least_in_best": float(coverage.cosines[:, 0].min(initial=1.0)),
        "covered": float(share.max(initial=0.0)),
        "low_words": float((near < LOW).mean()),
        "unknown_words": len(unknown.words) / max(1, len(question.words)),
        "unknown_names": min(float(len(unknown.names)), 2.0),
        "unknown_numbers": min(float(len(unknown.numbers)), 2.0),
        "size": size,
        "length": min(float(len(question.words)), 12.0),
    }
    row |= {name: best.signals.get(name, 0.0) for name in FROM_BEST}
    row |= _of_one_release(evidence, unknown)
    row["noun_near"] = max(item.signals.get("noun", 0.0) for item in evidence[:3])
    read = [item.signals["read"] for item in evidence if "read" in item.signals]
    if read:
        row["read"] = float(np.logaddexp.reduce(read))
        row["read_lead"] = read[0] - read[1] if len(read) > 1 else 0.0
        row |= {f"is_{name}": best.signals.get(name, 0.0) for name in VERDICTS}
    for asked in FORMS:
        row[f"asked_{asked.value}"] = float(asked in question.asked)
    for asked in TYPED:
        offering = np.array([asked in offers(item.text, item.kind) for item in evidence])
        far = float(share.max() - share[offering].max(initial=0.0))
        sought = asked in question.asked
        row[f"far_{asked.value}"] = far if sought else 0.0
        row[f"not_first_{asked.value}"] = float(sought and not offering[0])
    return row


def _of_one_release(evidence: Sequence[Evidence], unknown: Unknown) -> dict[str, float]:
    """`ONE_RELEASE`: a question whose words stand in different releases takes for granted what none
    of them says. 0 where there is one release."""
    met = np.array([item.around[1] for item in evidence if item.around])
    gaps = met.max(axis=0) - met[0] if met.size else np.zeros(1)
    return {
        "elsewhere": float(gaps.max()),
        "elsewhere_mean": float(gaps.mean()),
        "names_elsewhere": min(float(len(unknown.names_elsewhere)), 2.0),
        "numbers_elsewhere": min(float(len(unknown.numbers_elsewhere)), 2.0),
        "least_lacking": max(item.signals.get("lacking", 0.0) for item in evidence),
    }


def probability(model: Mapping[str, float], row: Mapping[str, float]) -> float:
    """The logistic model's probability for these features."""
    logit = sum(weight * row.get(name, 1.0) for name, weight in model.items())
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def judge(
    question: Question,
    evidence: Sequence[Evidence],
    coverage: Coverage,
    unknown: Unknown,
    size: float,
) -> Judgement:
    """Answer, answer in part, or decline."""
    if not evidence or not question.words:
        return Judgement(AnswerStatus.DECLINED, 0.0)
    row = features(question, evidence, coverage, unknown, size)
    fitted = _fitted()["reader" if "read" in row else "signals"]
    bound = _bounds(fitted["bounds"], size)
    on_topic = probability(fitted["topic"], row)
    confidence = round(on_topic * probability(fitted["presence"], row), 4)
    named = (*unknown.names, *unknown.numbers)
    told = row.get(INSTRUCTION, NEVER) > bound["instruction_above"]
    thing = unspoken(question, coverage)
    near = on_topic >= bound["topic_below"] and not (told or thing or unknown.silent)
    if near and confidence >= bound["partial_below"] and not named:
        return Judgement(AnswerStatus.ANSWERED, confidence)
    missing = as_written(question.text, named or unsaid(coverage))
    if told:
        lack = Lack.INSTRUCTION
    elif named:
        lack = Lack.NAME
    elif unknown.silent:
        lack, missing = Lack.WORDS, unknown.silent
    elif thing:
        lack, missing = Lack.THING, (phrase_of(question.text, thing),)
    else:
        lack = Lack.ANSWER if near else Lack.TOPIC
    if near and confidence >= bound["decline_below"]:
        # What no release names cannot be fully answered, however near the rest of it comes.
        confidence = round(min(confidence, bound["partial_below"]), 4)
        return Judgement(AnswerStatus.PARTIAL, confidence, lack, missing)
    # What is declined is not trusted more than what is nearly so.
    confidence = round(min(confidence, bound["decline_below"]), 4)
    return Judgement(AnswerStatus.DECLINED, confidence, lack, missing)


def _bounds(fitted: Mapping[str, Mapping[str, float]], size: float) -> dict[str, float]:
    """The thresholds in a library of this size, between those of a small one and a large one."""
    small, large = fitted["small"], fitted["large"]
    return {name: (1.0 - size) * small[name] + size * large[name] for name in small}


def unsaid(coverage: Coverage) -> tuple[str, ...]:
    """The words of a question that the evidence does not say, in their order: the few that weigh
    most, and none that is in every text ("people", the « lieu » of « avoir lieu »)."""
    best = coverage.best
    weights = dict(zip(coverage.words, coverage.weights.tolist(), strict=True))
    heaviest = max(weights.values(), default=0.0)
    lacking = [w for w in best if best[w] < NEAR and weights[w] >= ORDINARY * heaviest]
    named = sorted(lacking, key=lambda word: -weights[word])[:NAMED]
    return tuple(word for word in lacking if word in named)


def as_written(text: str, folded: Sequence[str]) -> tuple[str, ...]:
    """The words of the question as the reader wrote them, for those that the code folded."""
    written: dict[str, str] = {}
    for word in text.replace("’", "'").replace("'", " ").split():
        bare = word.strip('?!.,;:«»“”"()[]')
        written.setdefault(fold(bare), bare)
    return tuple(written.get(fold(word), word) for word in folded)


def phrase_of(text: str, folded: Sequence[str]) -> str:
    """The words of the question from the first to the last of those that the code folded."""
    found = [word for word in re.finditer(r"\w+", text) if fold(word.group()) in folded]
    return text[found[0].start() : found[-1].end()] if found else " ".join(folded)


@cache
def _fitted() -> dict:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
