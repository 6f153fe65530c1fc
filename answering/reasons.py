"""Why an answer is not a full one, in a sentence that one can send on.

"No release in the library gives this amount", « Aucun communiqué ne mentionne Antony Blinken »: the
kind of thing that was asked for, a name that nobody mentions, a topic that is not there. Words of
the question are only given back where they are the name of a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import prompts
from answering.abstention import Judgement, Lack
from domain import AnswerStatus
from language import ENGLISH, FRENCH, Language
from retrieval.question import Asked, Question
from retrieval.slot import Slot
from shadow import fold

_AT_MOST = 3  # things that are named
_FUNCTION_WORDS = FRENCH | ENGLISH
# After "No release in the library" and « Aucun communiqué de la bibliothèque ».
_GIVES: dict[Slot | Asked, tuple[str, str]] = {
    Slot.EMAIL: ("ne donne ce courriel", "gives this e-mail address"),
    Slot.PHONE: ("ne donne ce numéro de téléphone", "gives this telephone number"),
    Slot.FAX: ("ne donne ce numéro de télécopieur", "gives this fax number"),
    Slot.ADDRESS: ("ne donne cette adresse", "gives this address"),
    Slot.WEB: ("ne donne cette adresse Web", "gives this web address"),
    Slot.MONEY: ("ne donne ce montant", "gives this amount"),
    Slot.SHARE: ("ne donne cette proportion", "gives this proportion"),
    Slot.DURATION: ("ne donne cette durée", "gives this length of time"),
    Slot.HOUR: ("ne donne cette heure", "gives this time of day"),
    Slot.YEAR: ("ne donne cette année", "gives this year"),
    Slot.DAY: ("ne donne cette date", "gives this date"),
    Slot.AGE: ("ne donne cet âge", "gives this age"),
    Slot.COUNT: ("ne donne ce nombre", "gives this number"),
    Asked.CONTACT: ("ne donne ces coordonnées", "gives these contact details"),
    Asked.NUMBER: ("ne donne ce chiffre", "gives this figure"),
    Asked.TIME: ("ne donne cette date", "gives this date"),
    Asked.PLACE: ("ne précise ce lieu", "says where this is"),
    Asked.REASON: ("n’en donne la raison", "gives the reason for this"),
    Asked.PERSON: ("ne dit de qui il s’agit", "says who this is"),
    Asked.YES_NO: ("ne permet de le confirmer ni de l’infirmer", "confirms or denies this"),
}
_OTHERWISE = ("ne répond à cette question", "answers this question")
_BEFORE_A_NOUN = frozenset(
    "le la les l un une du des de d au aux ce cet cette ces son sa ses leur leurs notre nos quel "
    "quelle quels quelles quelque chaque aucun aucune plusieurs sur contre pour avec sans selon "
    "entre vers the a an of on about against for with without from in at by this that "
    "these those which what whose its their our any some no between into toward towards".split()
)
_ABOUT = frozenset("about on against sur contre concernant of for".split())
_OF = frozenset("de du des d of".split())
_INFINITIVE = re.compile(r"(?:er|ir)$")  # « à rester », « de fournir »: no thing
_TOKEN = re.compile(r"[\w\u2011-]+(?:[’'](?=s\b)s)?|[’']|[^\w\s]")


def reason_of(verdict: Judgement, question: Question) -> str | None:
    """What is missing, in the language of the question; None when it is answered."""
    language, lack = question.language, verdict.lack
    if verdict.status is AnswerStatus.ANSWERED:
        return None
    if lack is Lack.NAME:
        named = (" ni " if language == "fr" else " or ").join(verdict.missing[:_AT_MOST])
        return prompts.render(f"{verdict.status.value}_name", language, missing=named)
    if lack is Lack.WORDS:
        named = (" ou " if language == "fr" else " or ").join(verdict.missing[:_AT_MOST])
        return prompts.render("declined_unquoted", language, missing=named)
    if lack is Lack.THING:
        thing = _quoted(verdict.missing[0], language)
        return prompts.render("declined_unspoken", language, missing=thing)
    if verdict.status is AnswerStatus.PARTIAL:
        return prompts.render("partial", language)
    if lack is Lack.INSTRUCTION:
        return prompts.render("instruction", language)
    values = {} if lack is Lack.TOPIC else {"gives": _gives(question)}
    template = "topic" if lack is Lack.TOPIC else "declined"
    things = [_quoted(thing, language) for thing in _things(question.text, verdict.missing)]
    if things:
        template += "_unsaid"
        values["missing"] = (" ni de " if language == "fr" else " or ").join(things[:_AT_MOST])
    return prompts.render(template, language, **values)


def _gives(question: Question) -> str:
    """What no release does, by what is asked for."""
    kinds = (question.slot, *(kind for kind in _GIVES if kind in question.asked))
    found = next((_GIVES[kind] for kind in kinds if kind in _GIVES), _OTHERWISE)
    return found[question.language == "en"]


def _things(text: str, missing: Sequence[str]) -> Iterator[str]:
    """The missing words that name a thing: those after an article or a preposition, or with a
    capital, each with its complement (« recette de pâté »)."""
    tokens = _TOKEN.findall(text.replace("’", "'"))
    kinds = [fold(token).strip("-") for token in tokens]
    wanted = {fold(word) for word in missing}
    last = -1
    for at, token in enumerate(tokens):
        before = at - 2 if at > 1 and tokens[at - 1] == "'" else at - 1
        begins = before < 0
        if at <= last or begins or kinds[at] not in wanted or not _names(kinds[before], token):
            continue
        last = _end(kinds, at, about=kinds[before] in _ABOUT)
        yield re.sub(r"\s*'\s*", "’", " ".join(tokens[at : last + 1]))


def _names(before: str, token: str) -> bool:
    """Whether a word names a thing, by the word before it and by how it is written."""
    if before in ("a", "de", "d", "pour", "sans") and _INFINITIVE.search(token):
        return False
    return before in _BEFORE_A_NOUN or token[:1].isupper()


def _end(kinds: Sequence[str], at: int, about: bool) -> int:
    """The last token of the thing that begins at `at`."""
    while at + 1 < len(kinds):
        following = kinds[at + 1]
        step = 2
        if following in _OF and at + 2 < len(kinds):
            step = 3 if kinds[at + 2] in ("'", "la", "the", "l") else 2
        elif about and following.isalpha() and following not in _FUNCTION_WORDS:
            step = 1
        else:
            break
        if at + step >= len(kinds) or not kinds[at + step][:1].isalnum():
            break
        at += step
    return at


def _quoted(thing: str, language: Language) -> str:
    return f"«\u00a0{thing}\u00a0»" if language == "fr" else f"“{thing}”"
