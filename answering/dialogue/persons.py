"""Whom or what a pronoun names, when the words that the last answer cited say so.

"Which languages does she speak?" after "Who is the new ombudsperson?": the person of the cited
sentence who stands nearest to that office. « Que permettra-t-il ? » after « Quel projet de
loi … ? »: the bill that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.dialogue.clause import Noun
from answering.dialogue.grammar import ROLES
from answering.dialogue.parsing import parse
from answering.equivalents import OFFICES, PLACES, concepts
from retrieval.question import Asked, Question
from shadow import fold
from vectorstore.analysis import content_words, stem

_MOST = 3  # persons carried over, at most
_UPPER = "A-ZÀ-ÖØ-Þ"
_PERSON = re.compile(
    rf"(?<![\w’'-])(?:[{_UPPER}][\w’'\u2011-]+|[{_UPPER}])\.?"
    rf"(?: (?:(?:[{_UPPER}]\.|de|du|van|von) )*[{_UPPER}][\w’'\u2011-]{{2,}}){{1,4}}"
)
_OFFICE = re.compile(
    r"^(?:Conférence|Département|Cabinet|Ministère|Office|Department|Sécurité|Relations|Bureau|"
    r"Institutions|Affaires|Forum|Foreign|Statement|Feuille|Personnes|Minister|Media|Premi[eè]re|"
    r"La|Le|Les|The|Chief|Federal|Press|Attorney|Secretary|University|Université)\b"
)
_TITLES = frozenset("dr mr ms mrs me mme hon honorable honourable la le les the former".split())
_OF = re.compile(r"(?:\bof|\bfor|\bdes?|\bdu|\bd['’])\s*(?:la |les |the |l['’])?$", re.IGNORECASE)


def persons(core: str, quotes: Sequence[str]) -> list[str]:
    """The persons that the words cited name, when the question asked for persons: those that it
    did not name itself. First come those of the words that say most of what was asked, and in them
    those nearest to the office that was asked for."""
    question = Question.of(core)
    if not question.asked & {Asked.PERSON, Asked.CONTACT}:
        return []
    sought = {stem(word, language) for word in question.words for language in ("fr", "en")}
    sought |= _alike(core)
    ranked: dict[str, tuple[int, int]] = {}
    for quote in quotes:
        for sentence in re.split(r"(?<=[^A-Z.]{3}[.!?]) ", quote):
            said = {stem(w, lang) for w in content_words(sentence) for lang in ("fr", "en")}
            said |= _alike(sentence)
            office = _office_in(core, sentence)
            for name, place in _names_in(sentence):
                known = any(fold(word) in fold(core) for word in name.split() if len(word) > 2)
                if not known:
                    near = abs(place - office) if office is not None else place
                    ranked.setdefault(name, (-len(said & sought), near))
    best = min((shared for shared, _ in ranked.values()), default=0)
    first = [name for name in sorted(ranked, key=lambda n: ranked[n]) if ranked[name][0] == best]
    return first[:_MOST]


def _alike(text: str) -> set[str]:
    """The countries and offices that a text names, alike in both languages."""
    folded = fold(text)
    places = {f"place {row}" for row in concepts(folded, PLACES)}
    return places | {f"office {row}" for row in concepts(folded, OFFICES)}


def _names_in(text: str) -> list[tuple[str, int]]:
    """Names of persons with their places: offices, and what stands behind "of", left out."""
    found = []
    for match in _PERSON.finditer(text):
        words = match.group().split()
        office = bool(_OF.search(text[: match.start()]))
        while words and (fold(words[0]).strip(".") in _TITLES or ROLES.fullmatch(fold(words[0]))):
            office = office and fold(words[0]).strip(".") not in _TITLES
            words = words[1:]
        name = " ".join(words)
        if len(words) > 1 and not office and not _OFFICE.match(name):
            found.append((name, match.start()))
    return found


def _office_in(core: str, quote: str) -> int | None:
    """Where the quote says the office that « Qui est la nouvelle commissaire » asks for."""
    offices = [noun.head for noun in parse(core).nouns if noun.person]
    folded = fold(quote)
    found = [folded.find(office[:8]) for office in offices if len(office) > 4]
    return next((place for place in found if place > 0), None)


def of_kind(core: str, quotes: Sequence[str]) -> Noun | None:
    """« le projet de loi C-70 » for « quel projet de loi »: the kind asked for with its name."""
    asked = parse(core).asked
    if asked is None or not quotes:
        return None
    words = r"\s+".join(re.escape(word) for word in asked.text.split())
    match = re.search(rf"\b{words}\s+([{_UPPER}][\w\u2011-]*)", " ".join(quotes))
    if match is None:
        return None
    article = "le" if parse(core).language == "fr" else "the"
    if article == "le" and "quelle" in fold(parse(core).question_words):
        article = "la"
    return Noun(f"{article} {match.group()}", 0, 0, asked.head, True, article)


def named(names: Sequence[str], language: str) -> Noun:
    """One or several persons as a noun phrase."""
    joint = " et " if language == "fr" else " and "
    text = joint.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
    return Noun(text, 0, 0, fold(names[0].split()[-1]), True, "les" if len(names) > 1 else "")
