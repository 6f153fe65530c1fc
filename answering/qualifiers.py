"""What qualifies a statement and may be neither lost nor added when it is retold.

Bounds of numbers and dates (« au moins », "until"), rates ("a year"), how much of it (« tous »,
"most"), whether it is to come or done, doubt, conditions, and who says so. What belongs to one
statement of a quote is asked of a sentence that retells that statement alone (`retold`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.capitals import capitals
from answering.equivalents import OFFICES, PLACES, concepts
from answering.quantities import ANY_MONTH, Quantity, quantities
from answering.verbforms import is_done, is_to_come
from domain import quoted_fragments
from shadow import fold
from vectorstore.analysis import content_words

_CLAUSE = re.compile(
    r"[,;]\s|\s(?:et|and|car|parce que|because|since|after|before|when|lorsqu\w*)\s", re.IGNORECASE
)
# A statement ends at these; « , qui » begins another one.
_STATEMENT = re.compile(
    r"[;!?]|:\s|\.(?=\s+[A-ZÀ-Þ«“\"]|$)|\s(?:mais|but|tandis que|alors que|while|whereas)\s|"
    r",\s+(?=(?:qui|que|dont|which|who|whose)\b)",
    re.IGNORECASE,
)
_LOW = (
    r"au moins|at least|plus d(?:e|'|e la)|plus que|more than|over|above|au-dela d[eu]|"
    r"au-dessus d[eu]|"
    r"minim\w+(?: d[e']| of)?|depass\w+|exceed\w*|superieure?s? a|upwards of|after|apres|since|"
    r"depuis|a (?:partir|compter) d[eu]|as of|starting(?: on| in| from)?|as from"
)
_HIGH = (
    r"au plus(?: tard)?|at most|moins d(?:e|'|e la)|less than|fewer than|lower than|under|below|"
    r"up to|"
    r"jusqu'(?:a|au|aux|en)|until|till|maxim\w+(?: d[e']| of)?|atteindre|reach(?:ing)?|"
    r"plafonn\w+ a|limit\w+ (?:a|to)|capp?(?:ed)?(?: of| at)?|inferieure?s? a|no later than|"
    r"as (?:many|much) as|before|avant|by|d'ici|within|dans les|en deca d[eu]|through"
)
_NEARLY = r"nearly|almost|presque|pres d(?:e|'|e la)"
_BOUNDS = {
    kind: re.compile(rf"(?<![\w-])(?:{words})$")
    for kind, words in (("low", _LOW), ("high", _HIGH), ("nearly", _NEARLY))
}
# What may stand between the bound and its number: "until October 31", « d'ici la fin de 2028 ».
_BETWEEN = re.compile(
    rf"(?:(?:\b(?:{ANY_MONTH}|\d{{1,2}}(?:er|st|nd|rd|th)?|les?|la|the|of|du|fin|end|est|is|was|"
    rf"sera|will be|an?|de)(?!\w)|l'|[,$€])\s*)$"
)
_DURATION = re.compile(r"^(?:hour|day|week|month|year|minute)$")
_THEN_AFTER = re.compile(r"^\S+ \S+ (?P<kind>after|apres|suivant|following|before|avant)\b")
_MORE_AFTER = re.compile(
    r"^\S+(?:\s(?!(?:or|ou|et|and)\b)\S+){0,2}?\s(?:or|ou|et|and) "
    r"(?:(?P<low>more|plus|over|above|older|up)|less|moins|under|younger|fewer)\b"
)
_PERIODS = ("day|jours?|journee", "week|semaines?", "month|mois", "year|ans?|annees?")
_ADVERBS = (
    "daily|quotidien\\w*",
    "weekly|hebdomadaires?",
    "monthly|mensuel\\w*",
    "yearly|annual\\w*|annuel\\w*",
)
_RATES = tuple(
    re.compile(
        rf"\b(?:an?|per|each|every|par|chaque|tous les|toutes les) (?:{period})\b|\b(?:{adverb})\b"
    )
    for period, adverb in zip(_PERIODS, _ADVERBS, strict=True)
)
_ANY_RATE = re.compile("|".join(rule.pattern for rule in _RATES))
# How much of it: what a sentence may say only where its quotes say it too.
_SHARES = tuple(
    (re.compile(rf"\b(?:{said})\b"), re.compile(rf"\b(?:{said}{also})\b"))
    for said, also in (
        ("all|every|everyone|everybody|tous|toutes|totalite|entirely|entire|whole|l'ensemble d[eu]|"
         "chaque|each", "|any|entier\\w*|toute|sans exception"),
        ("most|majorite|majority|plupart", ""),
        ("always|toujours|in all cases", "|still|remain\\w*|reste\\w*|continu\\w+"),
        ("only|seulement|uniquement|exclusive\\w*", "|seule?s?|alone|ne \\w+ que|nothing but|"
         "n(?:e |')[^.;]{0,40}\\bqu(?:e|')|limited|just"),
        ("exactly|exactement|precisely|precisement", ""),
        ("milliers|thousands|centaines|hundreds", ""),
        ("doubl\\w+", "|twice|deux fois"),
        ("tripl\\w+", "|three times|trois fois"),
    )
)  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|can|peu(?:t|vent)|pourr\w+|pouvant|devrai\w+|should|expect(?:s|ed)?|"
    r"attendue?s?|prevue?s?|planned|planning|plans to|envisag\w+|aims?|aimed|vise(?:nt)?|"
    r"visai\w+|objectifs?|goals?|targets?|seeks?|seeking|cherch\w+|propose[sd]?|proposee?s|likely|probabl\w+|"
    r"possib\w+|eventuel\w*|fear(?:s|ed)?|crain\w+|craign\w+|suspect\w+|soupconn\w+|intends?|"
    r"intention|entend(?:ent)?|souhait\w+|hopes?|hoped|esper\w+|tent(?:e|ent|er)|tries|try|trying|"
    r"attempts?|believed|estim(?:ated|ee?s?)|presumee?s?|alleged\w*|reportedly|accused?|accusee?s?|"
    r"(?!attrait|retrait|portrait|extrait)\w+rai(?:t|ent)|eligible|admissibles?|allow\w*|permet\w*|let|lets)\b"
)
_CONDITION = re.compile(
    r"\b(?:unless|except|sauf|a moins|if|si|s'ils?|lorsqu\w*|provided|a condition|en cas|in cases?|"
    r"subject to|sous reserve|only (?:when|after)|une fois|once|pourvu)\b"
)
_WHEN = re.compile(r"\b(?:when|quand|whenever|where)\b")
_SOURCES = (
    "sondage|rapport|etude|enquete|bilan|specialistes?|experts?|medecins|analystes?|representants?|"
    "autorites|responsables?|donnees|chiffres|elle|lui|eux|elles"
)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says?|saying|told|tells|according to|believe[sd]?|thinks?|thought|argue[sd]?|"
    r"claim(?:s|ed)|feels?|felt|fear(?:s|ed)?|warn(?:s|ed)?|notes?|noted|stated|declared|added|"
    r"explain(?:s|ed)|recogni[sz]\w+|acknowledg\w+|estimate[sd]?|found|finds?|worr\w+|"
    r"concern(?:s|ed) (?:that|about)|(?<!est )dit|disent|disait|disaient|declar\w+|affirm\w+|"
    r"estim(?:e|ent|ait)|croi(?:t|ent)|juge(?:nt)?|pens(?:e|ent)|soutien(?:t|nent)|soulign\w+|"
    r"rappel\w+|a ajoute|racont\w+|reconn\w+|crain\w+|craign\w+|s'inquiet\w+|rejoui\w+|"
    r"deplor\w+|d'apres|pour sa part|de l'avis|inquietude|concern)\b"
)
_SELON = r"\b[Ss]elon\s+(?:(?:les?|la|une?|des|ses?|nos)\s+|l['’])?"
_ACCORDING = re.compile(rf"{_SELON}[A-ZÀ-Þ]"), re.compile(rf"{_SELON}(?:{_SOURCES})\b")
_REPORTED = re.compile(r"\b(?:report(?:s|ed)|[Pp]our (?=[A-ZÀ-Þ]))")
_BESIDE = 40  # characters around a quote in which what qualifies it is looked for
_SPEECH = 5  # words between quotation marks from which somebody speaks


def lost_or_added(text: str, quotes: Sequence[str]) -> str | None:
    """What qualifies the quotes and not `text`, or `text` and not the quotes, in a word."""
    text, quotes = _since(text), [_since(quote) for quote in quotes]
    folded, whole = fold(text), fold(" ".join(quotes))
    if not _bounds_hold(text, " ".join(quotes)) or not _rates(folded) <= _rates(whole):
        return "bound"
    less_rates = _ANY_RATE.sub(" ", folded)
    if any(one.search(less_rates) and not other.search(whole) for one, other in _SHARES):
        return "share"
    for statements in retold(text, quotes):
        told = " ".join(statements)
        nearest = _nearest(text, told)
        if is_done(text) and is_to_come(nearest) and not is_done(nearest):
            return "tense"
        if is_to_come(text) and is_done(told) and not (is_to_come(told) or _intends(told)):
            return "tense"
        sure = _HEDGE.search(folded) is None and not is_to_come(text)
        if sure and _HEDGE.search(fold(nearest)):
            return "doubt"
        if not _conditions_hold(text, told):
            return "condition"
    if not attributed(text, quotes):
        return "source"
    return None


def _since(text: str) -> str:
    """« dès » in a word that its folded form is not mistaken for: « des »."""
    return re.sub(r"\b[Dd]ès\b", "depuis", text)


def _nearest(text: str, told: str) -> str:
    """The clauses of `told` that share most with `text`."""
    clauses, mine = _CLAUSE.split(told), keys(text)
    most = max(len(mine & keys(clause)) for clause in clauses)
    return " ".join(clause for clause in clauses if len(mine & keys(clause)) == most)


def hides_qualifier(text: str, words: str) -> bool:
    """Whether `words` leave out a doubt, a condition or a source that stands beside them in `text`,
    of which they are a part, or that somebody says them."""
    before, _, after = text.partition(words)
    beside = fold(before[-_BESIDE:]), fold(after[:_BESIDE])
    lost = any(rule.search(part) for rule in (_HEDGE, _CONDITION, _ATTRIBUTED) for part in beside)
    return lost or (_is_speech(text) and not _is_speech(words))


def retold(text: str, quotes: Sequence[str]) -> list[list[str]]:
    """The statements of each quote that `text` retells: those that share most with it; all of a
    quote that shares nothing with it, in another language, where it has one alone."""
    mine, found = keys(text), []
    for quote in quotes:
        statements = [part.strip() for part in _STATEMENT.split(quote) if part.strip()]
        shared = [len(mine & keys(part)) for part in statements]
        most = max(shared, default=0)
        chosen = [part for part, count in zip(statements, shared, strict=True) if count == most]
        if most or len(statements) == 1:
            found.append(chosen)
    return found


def keys(text: str) -> frozenset[object]:
    """What a text is recognised by, in either language: beginnings of content words, quantities,
    places and offices."""
    folded = fold(text)
    stems = {word[:5] for word in content_words(folded)}
    values = {quantity.value for quantity in quantities(text)}
    places = {("place", row) for row in concepts(folded, PLACES)}
    return frozenset(stems | values | places | {("office", r) for r in concepts(folded, OFFICES)})


def _bounds_hold(text: str, whole: str) -> bool:
    """Whether every number and day is bounded as it is in the quotes, from below or above."""
    borne = quantities(whole)
    theirs = [(other.value, _bound(fold(whole), other)) for other in borne]
    for quantity in quantities(text):
        known = {bound for value, bound in theirs if value == quantity.value}
        if known and _bound(fold(text), quantity) not in known:
            return False
    return True


def _bound(folded: str, quantity: Quantity) -> str | None:
    before: str | None = folded[: quantity.at].rstrip()
    after = _MORE_AFTER.match(folded[quantity.at : quantity.at + 60])
    if after:
        return "low" if after["low"] else "high"
    then = _THEN_AFTER.match(folded[quantity.at : quantity.at + 60])
    if then:
        return "then before" if then["kind"] in ("before", "avant") else "then after"
    while before:
        for kind, rule in _BOUNDS.items():
            match = rule.search(before)
            lasting = match and match.group() == "over" and _DURATION.match(quantity.unit or "")
            if match and not lasting:
                return kind
        shorter = _BETWEEN.sub("", before).rstrip()
        before = shorter if shorter != before else None
    return None


def _rates(folded: str) -> set[int]:
    return {number for number, rule in enumerate(_RATES) if rule.search(folded)}


def _intends(told: str) -> bool:
    """Whether what is done is that something will be: agreed to, announced, promised."""
    return bool(
        re.search(
            r"\b(?:to \w+|pour \w+(?:er|ir|re)|(?:de|d'|a) ?\w+(?:er|ir|re)|engag\w+|commit\w*|"
            r"convenu|agree\w*|annonc\w+|announc\w+|adopt\w+|promi\w+|approv\w+|approuv\w+|"
            r"unveil\w*|lanc\w+|launch\w*|decid\w+)\b",
            fold(told),
        )
    )


def _conditions_hold(text: str, told: str) -> bool:
    """Whether a condition of what is told is kept: by a word of its kind, or by what it says."""
    folded, mine = fold(text), keys(text)
    for match in _CONDITION.finditer(fold(told)):
        clause = re.split(r"[,;]", fold(told)[match.end() :])[0]
        main = keys(told) - keys(clause)
        about = mine & main or not mine & keys(told)
        said = _CONDITION.search(folded) or _WHEN.search(folded) or mine & (keys(clause) - main)
        once = match.group().startswith("lorsqu") and is_done(told) and not is_to_come(told)
        if about and not said and not once:
            return False
    return True


def attributed(text: str, quotes: Sequence[str]) -> bool:
    """Whether what is said by somebody in the quotes is said by somebody, or by a name, in `text`;
    words between quotation marks are said by somebody."""
    said = any(
        _is_speech(quote) or _says(" ".join(statements))
        for quote, statements in zip(quotes, _parallel(text, quotes), strict=True)
    )
    said = said and not (_says(text) or _REPORTED.search(text))
    return not said or bool(_names(text) & _names(" ".join(quotes)))


def _parallel(text: str, quotes: Sequence[str]) -> list[list[str]]:
    return [(retold(text, [quote]) or [[]])[0] for quote in quotes]


def _is_speech(quote: str) -> bool:
    """Whether a quote is what somebody said, and not a text with a word in quotation marks."""
    marks = len(re.findall('[«»“”"]', quote))
    return marks % 2 == 1 or any(len(f.split()) >= _SPEECH for f in quoted_fragments(quote))


def _says(text: str) -> bool:
    folded = fold(text)
    named, known = _ACCORDING
    return bool(_ATTRIBUTED.search(folded) or named.search(text) or known.search(folded))


def _names(text: str) -> set[str]:
    """Names of persons and bodies, folded: capitalised words that are no place."""
    found = (n.word for n in capitals(text) if not (n.opens or n.ordinary) and len(n.word) > 2)
    return {word for word in found if not concepts(word, PLACES)}
