"""What a French pronoun means, put in its place; see `pronouns.py`."""

from __future__ import annotations

import re

from answering.dialogue import grammar, verbs
from answering.dialogue.antecedents import Find
from answering.dialogue.contractions import governed
from answering.dialogue.parsing import parse
from shadow import fold

_FR_AUX = r"(?:a|ont|avait|avaient|aura|auront|aurait|auraient|est|sont|était|étaient|sera|seront)"
_CLITICS = r"(?:(?:ne|se|le|la|les|lui|leur|en|y)\s+|(?:n|s|l)['’]\s*)*"
_INVERTED = re.compile(
    rf"(?<![^\W\d_])(?P<verb>{_CLITICS}[^\W\d_]+)[-\u2011](?:t[-\u2011])?(?P<who>ils?|elles?)\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\bil y a\b|\by (?:a|aura|avait|aurait)-t-il\b|\by avait\b", re.IGNORECASE)
_BEFORE_INFINITIVE = re.compile(
    r"\b(?:(?:va|vont|peut|peuvent|doit|doivent|faut|veut|veulent)"
    r"(?:[-\u2011](?:t[-\u2011])?(?:on|ils?|elles?))?|[^\W\d_]+[-\u2011](?:ils?|elles?|on)|pour|de)\s+"
    r"(?P<who>(?:les?|la)(?=\s)|l['’])\s*(?P<verb>[^\W\d_]+(?:er|ir|re))\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(r"\bil (?:y a|faut|s['’]agit|existe)\b", re.IGNORECASE)
_IDIOM = re.compile(r"\bo[ùu] en\b", re.IGNORECASE)
_NOUN_RUN = r"(?P<noun>[^\W\d_]+(?:[-\u2011][^\W\d_]+)*(?:\s+(?:de\s+|d['’])[^\W\d_]+)*)"

# « en premier », « en janvier »: no infinitive, though they end as one.
_NOT_INFINITIVE = frozenset("premier dernier particulier entier janvier fevrier hiver mer".split())
# Pronouns that mean what another one does.
_LIKE = {
    "lui": "il",
    "eux": "ils",
    "celui-ci": "il",
    "celle-ci": "elle",
    "ceux-ci": "ils",
    "celles-ci": "elles",
    "ce dernier": "il",
    "cette derniere": "elle",
    "ces derniers": "ils",
    "ces dernieres": "elles",
}


def _subject_first(question: str, find: Find) -> str | None:
    """« Qu'ont-ils demandé à leurs représentants » : the pronoun that the other one means."""
    if re.search(r"[-\u2011](?:ils?|elles?)\b.*\b(?:leurs?|son|sa|ses)\s", question, re.IGNORECASE):
        return _inverted_subject(question, find)
    return None


def _possessive(question: str, find: Find) -> str | None:
    """« son budget » → « le budget du fonds »."""
    match = re.search(rf"\b(?P<own>son|sa|ses|leurs?)\s+{_NOUN_RUN}", question, re.IGNORECASE)
    if match is None:
        return None
    own, noun = match["own"].lower(), match["noun"]
    if own == "leur" and parse(question).verb is None and re.search(r"^qui\b", question, re.I):
        return None  # « qui leur succède »: no possessive
    meant = find("elle" if own in ("son", "sa", "ses") else "ils") or find("cela")
    if own in ("son", "sa", "ses"):
        meant = find("son") or meant
    if meant is None:
        return None
    vowel = fold(noun)[:1] in "aeiouyh"
    if own in ("ses", "leurs"):
        article = "les "
    elif vowel:
        article = "l'"
    else:
        feminine = own == "sa" or (own == "leur" and grammar.is_feminine(fold(noun.split()[0])))
        article = "la " if feminine else "le "
    whole = f"{article}{noun} {governed('de', meant.text)}"
    return question[: match.start()] + whole + question[match.end() :]


def _inverted_subject(question: str, find: Find) -> str | None:
    """« touche-t-elle » → « l'intelligence artificielle touche-t-elle »."""
    match = _INVERTED.search(question)
    if match is None or _has_subject(question, match.start()) or _THERE_IS.search(question):
        return None
    if fold(match["verb"]).split()[-1] in ("faut", "s'agit", "suffit"):
        return None
    before, after = question[: match.start()], question[match.end() :]
    it = re.search(r"\b(?:cela|ça|ceci)\s*$", before, re.IGNORECASE)  # « cela va-t-il coûter »
    before = before[: it.start()] if it else before
    meant = find("cela" if it else match["who"].lower())
    if meant is None or (not meant.person and _BEFORE_INFINITIVE.search(question)):
        return None  # « Comment comptent-ils les arrêter »: the thing is what is stopped
    que = re.search(r"^(?:et\s+)?(?:que|qu['’])\s*$", before.strip() + " ", re.IGNORECASE)
    if que:
        verb, rest = match["verb"], after
        last = verb.split()[-1].strip("'’")
        ends = r"(?:é|i|u|s|t|e)s?" if re.fullmatch(rf"(?i:{_FR_AUX})", last) else r"(?:er|ir|re)"
        participle = re.match(rf"\s+[^\W\d_]+{ends}\b", after)
        if participle:
            verb, rest = verb + participle.group(), after[participle.end() :]
        asks = "Qu'" if fold(verb)[:1] in "aeiouyh" else "Que "
        return f"{asks}{verb} {meant.text}{rest}"
    said = match["who"].lower()
    if meant.article in ("le", "la", "un", "une"):
        said = "elle" if meant.feminine else "il"
    if said == "elle" and match["who"].lower() == "il":
        after = re.sub(r"^(\s+été\s+[^\W\d_]+[éiu])\b", r"\1e", after)
    turned = match.group()[: -len(match["who"])] + said
    if not before.strip():
        turned = turned[:1].lower() + turned[1:]
    return f"{before}{meant.text} {turned}{after}"


def _has_subject(question: str, before: int) -> bool:
    """Whether a noun phrase that could be its subject stands before the verb at `before`."""
    return any(
        noun.end <= before and not noun.asked and not noun.preposition
        for noun in parse(question).nouns
    )


def _object(question: str, find: Find) -> str | None:
    """« Qui l'a annoncé » → « Qui a annoncé le fonds »."""
    match = re.search(
        rf"\bl['’](?P<verb>{_FR_AUX}\b(?:\s+(?:été|déjà|aussi))*\s+[^\W\d_]+)",
        question,
        re.IGNORECASE,
    ) or re.search(
        r"(?<=\bqui )(?<!est qui )(?P<who>le|la|les)\s+(?P<verb>[^\W\d_]+)", question, re.IGNORECASE
    )
    if match is None:
        return None
    word = match.groupdict().get("who") or "l'"
    meant = find(word if word != "les" else "ils")
    if meant is None:
        return None
    verb = re.sub(r"(?<=[^\W\d_]é)e?s?$", "", match["verb"])  # no agreement with what follows
    return f"{question[: match.start()]}{verb} {meant.text}{question[match.end() :]}"


def _object_of_infinitive(question: str, find: Find) -> str | None:
    """« Qui va les animer » → « Qui va animer les ateliers »."""
    match = _BEFORE_INFINITIVE.search(question)
    if match is None:
        return None
    who = fold(match["who"]).replace("’", "'")
    meant = find("ils" if who == "les" else who)
    if meant is None:
        return None
    return f"{question[: match.start('who')]}{match['verb']} {meant.text}{question[match.end() :]}"


def _there_and_of_it(question: str, find: Find) -> str | None:
    """« y ont adhéré » → « ont adhéré au portail », « en fait » → « fait … du plan »."""
    if re.search(
        r"\bil y a\b|\by (?:a|aura|avait|aurait)-t-il\b|\by avait\b", question, re.IGNORECASE
    ):
        return None
    match = re.search(r"(?<![-\w])y\s+(?=[^\W\d_]+)|\bs['’]y\s+", question)
    if match and not match.group().startswith("s"):
        meant = find("y")
        if meant is None:
            return None
        before = re.sub(r"\bd['’]$", "de ", question[: match.start()])  # « d'y participer »
        return f"{before}{question[match.end() :]} {governed('à', meant.text)}"
    match = re.search(r"(?:(?<=\bqu['’])|(?<=\w ))en\s+(?=[^\W\d_]+)", question, re.IGNORECASE)
    following = parse(question[match.end() :]).tokens[:1] if match else ()
    if match is None or not following or not _verbal(following[0].folded, question, match.start()):
        return None
    meant = find("en")
    if meant is None:
        return None
    if _IDIOM.search(question):
        return f"{question} {governed('avec', meant.text)}"
    rest = question[: match.start()] + question[match.end() :]
    if re.match(r"combien\s+en\b", question[match.start() - 8 :], re.IGNORECASE):
        return re.sub(r"(?i)\bcombien\b", f"combien {governed('de', meant.bare)}", rest, count=1)
    rest = re.sub(r"^qu['’](?=[^aeiouyhéèêâ])", "Que ", rest, flags=re.IGNORECASE)
    return f"{rest} {governed('de', meant.text)}"


def _verbal(word: str, question: str, before: int) -> bool:
    """Whether « en » before this word goes with a verb: « qu'en pensent », « en fait partie »."""
    if word in _NOT_INFINITIVE:
        return False
    known = word.split("-")[0] in grammar.AUXILIARIES["fr"] or "-" in word
    known = known or bool(re.search(r"(?:er|ir)$", word)) or verbs.is_present(word)
    return known or bool(
        re.search(
            r"(?:qu['’]|(?<![-\w])(?:qui|combien|ils?|elles?|on)\s)$", question[:before], re.I
        )
    )


def _plain_subject(question: str, find: Find) -> str | None:
    """« Combien ça coûte » → « Combien le fonds coûte », « C'est obligatoire », « est-ce cher »."""
    match = re.search(
        r"^(?:est-ce qu['’])?c['’](?P<be>est|était|sera)\s+(?!quoi|qui|o[ùu]\b|quand|"
        r"comment|combien|pourquoi|une?\b|des?\b|l[ea]s?\b|l['’])",
        question,
        re.I,
    )
    if match:
        meant = find("ce")
        return f"{meant.text} {match['be']} {question[match.end() :]}" if meant else None
    match = re.search(r"\b(?P<be>est|était|sera)-ce\s+(?!qu)", question, re.IGNORECASE)
    if match and match.start():
        meant = find("ce")
        if meant is None:
            return None
        who = ("elle" if meant.feminine else "il") + ("s" if meant.plural else "")
        be = (
            {"est": "sont", "était": "étaient", "sera": "seront"}[match["be"]]
            if meant.plural
            else match["be"]
        )
        joint = "-t-" if be[-1] in "ae" else "-"
        return f"{question[: match.start()]}{meant.text} {be}{joint}{who} {question[match.end() :]}"
    match = re.search(
        r"(?<![-\w])(?:tout\s+(?=ça|cela))?(?P<who>ça|cela|ceci|celui-ci|celle-ci|ceux-ci|celles-ci|ils?|elles?|lui|eux|"
        r"ce dernier|cette dernière|ces derniers|ces dernières)(?![-\w])",
        question,
        re.IGNORECASE,
    )
    if match is None or _IMPERSONAL.search(question):
        return None
    meant = find(_LIKE.get(fold(match["who"]), fold(match["who"])))
    if meant is None:
        return None
    at = question[: match.start()]
    if re.search(r"\bs['’]$", at, re.IGNORECASE):
        at = at[:-1] + "i "
    elif re.search(r"\b(?:est-ce |lors|puis|jus)?qu['’]$", at):
        at = at[:-1] + "e "
    return at + meant.text + question[match.end() :]


RULES = (
    _subject_first,
    _possessive,
    _object,
    _object_of_infinitive,
    _there_and_of_it,
    _inverted_subject,
    _plain_subject,
)
