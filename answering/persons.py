"""What is asked of persons and seldom said: who comes before or after them, and their own life.

« Qui remplacera LeBlanc ? » and "What languages does Garland speak?" have a name that the releases
know, and everything else that is said of it comes near. A succession has a direction: "Falk
succeeds Brandt" says who follows Brandt and not who follows Falk. Of the life of a person, a word
for it has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from answering.abstention import Judgement, Lack
from answering.delegates import SURE
from answering.equivalents import is_place
from answering.phrases import plain
from domain import AnswerStatus, Evidence
from retrieval.question import Question

_UNSAID = 0.1  # how sure an answer is at most that nothing says
_TITLE = (
    r"(?:(?:the|le|la|l|du|de|d|m|mme|mr|mrs|ms|dr|dre|minister|ministre|president|presidente|mayor|"
    r"maire|mairesse|chief|chef|cheffe|secretary|secretaire|premier|premiere|commissioner|"
    r"commissaire|general|procureur|attorney|director|directeur|directrice|doctor|docteur) )*"
)
_NAME = rf"{_TITLE}(?P<name>\w+(?: \w+){{0,4}}?)"
# On plain words. Who follows a person, and whom a person follows.
_AFTER = re.compile(
    rf"^(?:(?:et|and) )?(?:who|qui) (?:will |would |could |va |a |has |is going to |doit )?"
    rf"(?:replace[sd]?|succeed(?:s|ed)?|follow(?:s|ed)|takes? over from|took over from|"
    rf"takes? the place of|took the place of|comes? after|came after|rempla\w+|succed\w+ a|"
    rf"(?:pren\w+|pris) la (?:releve|place|suite) d[eu]?|vient apres|suivra) {_NAME}$"
)
_BEFORE = re.compile(
    rf"^(?:(?:et|and) )?(?:who|qui) (?:\w+ ){{1,6}}?(?:before|avant) {_NAME}$"
    rf"|^(?:who|qui) (?:was|is|est|etait) (?:the |le )?(?:predecessor of|predecesseure? d[eu]?) "
    rf"{_NAME.replace('name', 'of')}$"
    rf"|^(?:who|qui) (?:did|does|a|avait) {_NAME.replace('name', 'subject')} "
    rf"(?:replaced?|succeed(?:ed)?|remplace|succede)$"
)
# What stands between the one who follows and the one who is followed, and the other way round.
_FOLLOWS = (
    r"(?:succeed(?:s|ed|ing)?|replac(?:es|ed|ing)|succed\w+|remplac\w+|"
    r"(?:took|takes|taking) over from|(?:pren\w+|pris) la (?:releve|place|suite) d[eu]?)"
    r"\b(?! (?:by|par)\b)"
)
_IS_FOLLOWED = (
    r"(?:(?:is|was|be|been|being) (?:succeeded|replaced) by|(?:remplacee?|suivie?) par|"
    r"(?:son|sa|her|his) success\w+)"
)
_BESIDE = r"(?: \w+){0,6}? "
# What one may want to know of the life of somebody, and what a sentence has that tells it.
_LIFE = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (
            r"^(?:what|which|how many|quelles?|combien de) (?:langues?|languages?)\b",
            r"\b(?:sp(?:eaks?|oke)|fluent\w*|bilingu\w*|parle\w*|langues?|languages?)\b",
        ),
        (
            r"\b(?:was|were) \w.* born$|\b(?:est|sont) (?:\w+ ){0,5}(?:t )?(?:il |elle )?nee?s?$|"
            r"^ou est nee?\b",
            r"\b(?:born|nee?|native?|natif|originaire|birth\w*|naissance)\b",
        ),
        (
            r"^(?:is|are) \w.* (?:married|divorced|single)$|\b(?:mariee?|divorcee?|celibataire)$|"
            r"\b(?:husband|wife|spouse|mari|epouse|epoux)\b",
            r"\b(?:marri\w+|husband|wife|spouse|widow\w*|mariee?|mari|epou\w+|conjointe?|veu(?:f|ve))\b",
        ),
        (
            r"^(?:what|which|de quel|quel|a quel) part(?:y|i)\b",
            r"\b(?:part(?:y|i)|liberale?|conservat\w+|npd|ndp|bloc|caucus)\b",
        ),
        (
            r"\b(?:religion|faith|nationality|nationalite|hobb(?:y|ies)|loisirs?)\b",
            r"\b(?:religi\w+|faith|catholi\w+|juive?|jewish|muslim\w*|musulman\w*|nationali\w+|"
            r"citizen\w*|citoyen\w*|hobb\w+|loisirs?|enjoys|aime|likes)\b",
        ),
        (
            r"^(?:what|which|quelle) (?:car|voiture|vehicle|vehicule)\b",
            r"\b(?:car|voiture|automobile|drives)\b",
        ),
        (
            r"\b(?:salary|salaire|wage)\b|^(?:what|how much) (?:does|do) \w.* earn$|"
            r"^combien (?:gagne|touche)\b",
            r"\b(?:salar\w+|salaires?|wages?|earns?|gagne\w*|paid|remuner\w+|paye\w*|touche\w*)\b",
        ),
        (
            r"^where (?:does|do|did) \w.* (?:live|study|grow up)$|^ou (?:habite|vit|a etudie)\b",
            r"\b(?:liv(?:es|ed)|home|resid\w+|habit\w+|vit|demeure|stud\w+|etud\w+|diplom\w+|degree|"
            r"graduat\w+|universit\w+|grew up|grandi\w*|native?)\b",
        ),
    )
)


class Asked(NamedTuple):
    """A succession: the folded words of the name that it is asked of, and whether who comes after
    is asked for, or who came before."""

    name: str
    after: bool


def succession_of(question: Question) -> Asked | None:
    """The succession that a question asks for; None of another question."""
    asked = plain(question.text)
    after, before = _AFTER.search(asked), _BEFORE.search(asked)
    found = after or before
    names = {plain(name) for name in question.names}
    called = next(filter(None, found.groups())) if found else ""
    if not any(name == called or name.endswith(f" {called}") for name in names):
        return None
    if is_place(called) or is_place(called.replace(" ", "-")):
        return None
    return Asked(called.split()[-1], after=after is not None)


def tells(text: str, asked: Asked) -> bool:
    """Whether a sentence says who comes after a person, or who came before."""
    said, name = plain(text), rf"\b{re.escape(asked.name)}\b"
    first = rf"{name}{_BESIDE}{_IS_FOLLOWED}|\b{_FOLLOWS}{_BESIDE}{name}"
    last = (
        rf"\b{_IS_FOLLOWED}{_BESIDE}{name}|{name}{_BESIDE}{_FOLLOWS}|\bpredecess\w+{_BESIDE}{name}"
    )
    return bool(re.search(first if asked.after else last, said))


def told_of_life(question: Question) -> re.Pattern[str] | None:
    """What a sentence has that tells what is asked of the life of a person whom a question names;
    None of another question."""
    asked = plain(question.text)
    return next((said for of, said in _LIFE if of.search(asked)), None) if question.names else None


def foremost(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with a sentence that tells the succession in front, if one is asked for."""
    asked = succession_of(question)
    best = next((e for e in evidence if tells(e.text, asked)), None) if asked else None
    return [*filter(None, [best]), *(item for item in evidence if item is not best)]


def weighed(verdict: Judgement, question: Question, evidence: Sequence[Evidence]) -> Judgement:
    """The verdict on a question of a succession, or of the life of a person, by whether the
    evidence says it; that on any other question as it is."""
    asked = succession_of(question)
    if asked is not None:
        if not any(tells(item.text, asked) for item in evidence):
            return _unsaid(verdict)
        if verdict.lack not in (Lack.INSTRUCTION, Lack.NAME):
            return Judgement(AnswerStatus.ANSWERED, max(verdict.confidence, SURE))
        return verdict
    told = told_of_life(question)
    beside = _beside(question, evidence) if told else ()
    if told and beside and not any(told.search(plain(item.text)) for item in beside):
        return _unsaid(verdict)
    return verdict


def _beside(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of the releases that name whom a question names."""
    named = [rf"\b{re.escape(plain(name).split()[-1])}\b" for name in question.names if plain(name)]
    where = {
        (item.release_id, item.version)
        for item in evidence
        if any(re.search(name, plain(item.text)) for name in named)
    }
    return [item for item in evidence if (item.release_id, item.version) in where]


def _unsaid(verdict: Judgement) -> Judgement:
    if verdict.status is AnswerStatus.DECLINED:
        return verdict
    return replace(
        verdict, status=AnswerStatus.DECLINED, confidence=min(verdict.confidence, _UNSAID)
    )
