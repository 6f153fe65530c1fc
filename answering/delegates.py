"""Who acted for a party: « Qui représentait le Canada ? », "Who spoke for the Americans?".

No release says "represented": it names persons by their offices, "Minister of Justice of Canada".
Such a person has acted for the party that the office belongs to, and a sentence that names one
answers; one that names the country alone does not. The form of the question says which party is
meant; where it asks for more than that, all of it has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from answering.abstention import Judgement, Lack
from answering.equivalents import PLACES
from answering.phrases import plain
from answering.spoken import NEAR
from answering.unknown import Unknown
from domain import AnswerStatus, Evidence, Kind
from language import ENGLISH, FRENCH
from retrieval.interaction import Coverage
from retrieval.question import Question
from retrieval.shape import PERSON, ROLE
from shadow import fold

SURE = 0.5  # how sure an answer is at least that names a person by an office of the party
# On the question as single folded words between spaces.
_WHO = (
    r"^(?:(?:et|and|so|alors) )?(?:who|qui|qui est ce qui|(?:which|what|quels?|quelles?) "
    r"(?:minister|ministre|official|person|people|personne|secretar(?:y|ie)|representant)\w*)"
)
_ACTS = (
    r"(?:spoke|speaks|speak|was|were|attended|took|participated|came|signed|sat|negotiated|acted|"
    r"parl\w+|a|ont|etait|etaient|particip\w+|assist\w+|sieg\w+|sign\w+|negoci\w+|prenait|est)"
)
_ARTICLE = r"(?:(?:the|le|la|les|l|de la|de l|de|du|des|d) )*"
_PARTY = rf"{_ARTICLE}(?P<party>(?!\d)\w+(?: \w+){{0,3}}?)"
_TAIL = r"(?: (?:at|in|during|on|to|there|a|au|aux|lors|pendant|dans|en|la bas) .*| there| la)?$"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_WHO} (?=represent|(?:a|ont|was|were|had|avait|avaient) represent)"
        rf"(?:\w+ )??represent\w* {_PARTY}{_TAIL}",
        rf"{_WHO} (?={_ACTS}\b)(?:\w+ ){{1,6}}?(?:for|on behalf of|pour|au nom (?=d)) ?"
        rf"{_PARTY}{_TAIL}",
        rf"{_WHO} (?:led|headed|leads|was on|were on) {_ARTICLE}(?P<party>\w+(?: \w+)?) "
        rf"(?:delegation|team|side){_TAIL}",
        rf"{_WHO} (?:\w+ ){{1,8}}?(?:on|from) the (?P<party>\w+) side{_TAIL}",
        rf"{_WHO} (?:\w+ ){{1,2}}?(?:la delegation|l equipe) {_PARTY}{_TAIL}",
        rf"{_WHO} (?:\w+ ){{1,8}}?(?:du|le) cote {_PARTY}{_TAIL}",
    )
)
# What stands beside the party in such a question and need not be said.
_ACTING = re.compile(
    r"^(?:represent|spoke|speak|parl|behalf|nom$|deleg|equipe|team|side|cote|particip|attend|assist|"
    r"led$|lead|head|dirig|men|condui|took|part$|came|sign|sat$|sieg|negoci|negoti|act|present|"
    r"minist|official|person|people|meeting|rencontre|reunion|secretar|table)"
)
_GOES_ON = re.compile(r"(?:des?|du|de la|de l[’']|of|and|et|d[’'])\s*[A-ZÀ-ÖØ-Þ]")
_NEAR = 160  # characters of the words beside a name that tell an office
_EARLY, _LATE = 30, 70  # characters before an office that say whose it is, and up to the name
_VERB = re.compile(r"\b(?:a|ont|had|has|have|avec|with|by|par|to|said|dit)\b|\b[àÀ]\b")
# After the name of the party: « le Nunavut était représenté par un sous-ministre ».
_BY = r"[^.;,]{0,20}\b(?:represent|led|headed|dirige)\w* (?:by|par)\b"


class Party(NamedTuple):
    """Whom somebody acts for: a pattern on folded text, and whether it is a country, a province or
    its people."""

    pattern: re.Pattern[str]
    words: frozenset[str]
    is_place: bool


def party_of(question: Question) -> Party | None:
    """The party of a question who acted for one; None of another question."""
    asked = plain(question.text)
    found = next((match for form in _FORMS if (match := form.search(asked))), None)
    if found is None or not all(map(_ACTING.match, _content(asked[: found.start("party")]))):
        return None  # "who was arrested for fraud"
    name = found["party"]
    words = frozenset(name.split())
    if not _content(name) and name != "us":
        return None
    name = "usa" if name == "us" else name
    written = (name, name.replace(" ", "-"))
    known = next((row for row in PLACES if any(map(row.fullmatch, written))), None)
    any_end = r"\s?[\s\u2011-]".join(re.escape(word.rstrip("s")) + "s?" for word in name.split())
    return Party(known or re.compile(rf"\b{any_end}\b"), words, known is not None)


def acts_for(text: str, party: Party) -> bool:
    """Whether a sentence names a person by an office of the party, or says by whom it was
    represented."""
    if re.search(party.pattern.pattern + _BY, _plainly(text)):
        return True
    return any(party.pattern.search(_plainly(office)) for office in _offices(text))


def foremost(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with a sentence that names who acted for the party in front, if a question asks
    for that."""
    party = party_of(question)
    if party is None:
        return list(evidence)
    best = next((item for item in evidence if _tells(item, party)), None)
    return [*filter(None, [best]), *(item for item in evidence if item is not best)]


def decided(
    verdict: Judgement,
    question: Question,
    evidence: Sequence[Evidence],
    coverage: Coverage,
    unknown: Unknown,
) -> Judgement:
    """The verdict on a question who acted for a party, by whether the evidence tells; that on any
    other question as it is."""
    party = party_of(question)
    if party is None or verdict.lack in (Lack.INSTRUCTION, Lack.WORDS):
        return verdict
    tells = any(_tells(item, party) for item in evidence)
    if tells and not _more(question, party, coverage, unknown):
        sure = max(verdict.confidence, SURE)
        return Judgement(AnswerStatus.ANSWERED, sure)
    if not tells and party.is_place and verdict.status is AnswerStatus.ANSWERED:
        return replace(
            verdict, status=AnswerStatus.PARTIAL, confidence=min(verdict.confidence, SURE)
        )
    return verdict


def _tells(item: Evidence, party: Party) -> bool:
    return item.kind in (Kind.SENTENCE, Kind.ITEM) and acts_for(item.text, party)


def _more(question: Question, party: Party, coverage: Coverage, unknown: Unknown) -> bool:
    """Whether the question has anything beside party and acting that the release does not say."""
    names = (*unknown.names, *unknown.names_elsewhere)
    if any(not set(plain(name).split()) <= party.words for name in names):
        return True
    if unknown.numbers or unknown.numbers_elsewhere:
        return True
    beside = [w for w in question.words if w not in party.words and not _ACTING.match(w)]
    return any(coverage.best.get(word, 0.0) < NEAR for word in beside)


def _offices(text: str) -> Iterator[str]:
    """What a sentence says beside each name of a person to tell the office: the apposition after
    it, and the words right before it."""
    for person in PERSON.finditer(text):
        after = text[person.end() : person.end() + _NEAR]
        if after.startswith(", "):
            office = _apposition(after[2:])
            if ROLE.search(office):
                yield office
        before = text[max(0, person.start() - _NEAR) : person.start()].removesuffix(", ")
        titled = re.split(r"[;:,]|\.(?=\s)", before)[-1]
        for role in ROLE.finditer(titled):
            if len(titled) - role.end() <= _LATE and not _VERB.search(titled, role.end()):
                yield titled[max(0, role.start() - _EARLY) :]


def _apposition(text: str) -> str:
    """A text up to the comma that ends the apposition which it begins with."""
    for comma in re.finditer(r",\s*", text):
        if not _GOES_ON.match(text, comma.end()):
            return text[: comma.start()]
    return text


def _content(words: str) -> list[str]:
    return [word for word in words.split() if word not in FRENCH and word not in ENGLISH]


def _plainly(text: str) -> str:
    return fold(text).replace("\u2011", "-")
