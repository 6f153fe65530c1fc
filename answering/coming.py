"""Questions on what comes next: « Où aura lieu le prochain Forum ? », "When is the next meeting?".

A release tells of one meeting at length and seldom of the one after it, so that everything near
such a question is about the wrong one. Something has to be said of what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.abstention import NEAR, Judgement, Lack
from answering.phrases import plain
from domain import AnswerStatus, Evidence
from retrieval.interaction import Coverage
from retrieval.question import Asked, Question

_UNSAID = 0.1  # how sure an answer is at most that nothing says
_LOOKED_AT = 6  # sentences
# A thing that is to come, asked for by its order: not "next to", « le mois prochain ».
_NEXT = re.compile(
    r"\b(?:(?:le|la|les|du|des|au|aux|ce|cette|sa|son|ses|leurs?|notre|votre) prochaine?s?|"
    r"(?:the|its|their|his|her|our|this|s) (?:next|upcoming|forthcoming)) "
    r"(?!(?:mois|annees?|semaines?|jours?|ans?|months?|years?|weeks?|days?|few|several|quelques|"
    r"decennies?|decades?|steps?|etapes?)\b)(?P<thing>[^\W\d]{3,})"
)
_FACTS = frozenset({Asked.TIME, Asked.PLACE, Asked.PERSON, Asked.NUMBER})
# In a sentence: that a meeting or an event is to come; and that anything is.
_TAKES_PLACE = re.compile(
    r"\b(?:prochaine?s?|next|upcoming|forthcoming|a venir|au(?:ra|ront) lieu|tiendr(?:a|ont)|"
    r"accueiller(?:a|ont)|accueillir(?:a|ont)|will (?:\w+ ){0,2}(?:take place|host\w*|held|meet)|"
    r"to be held|prevue?s? (?:en|le|pour|a)|scheduled|follow up|suivante?)\b"
)
_COMES = re.compile(
    r"\b(?:futur\w*|\w+(?:er|ir|dr|vr|ser|aur)(?:a|ont)|will|shall|planned|expected|is to|are to)\b"
)


def thing_to_come(question: Question) -> str | None:
    """The folded word for what is to come, of which a question asks a fact."""
    found = _NEXT.search(plain(question.text)) if question.asked & _FACTS else None
    return found["thing"] if found else None


def weighed(
    verdict: Judgement, question: Question, evidence: Sequence[Evidence], coverage: Coverage
) -> Judgement:
    """The verdict on a question on what comes next, where nothing is said of it; that on any other
    question as it is. `coverage` is that of the texts of the evidence."""
    thing = thing_to_come(question)
    if verdict.status is AnswerStatus.DECLINED or thing is None:
        return verdict
    row = coverage.words.index(thing) if thing in coverage.words else None
    for at, item in enumerate(evidence[:_LOOKED_AT]):
        said = plain(item.text)
        spoken_of = row is None or coverage.cosines[row, at] >= NEAR
        if _TAKES_PLACE.search(said) or (spoken_of and _COMES.search(said)):
            return verdict
    confidence = min(verdict.confidence, _UNSAID)
    return replace(verdict, status=AnswerStatus.DECLINED, confidence=confidence, lack=Lack.ANSWER)
