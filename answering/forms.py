"""Which questions ask for more than a fact: a summary, what is talked of, a comparison.

Patterns on questions folded by `plain`; no knowledge of any release. A word list here holds what
such questions are made of, so that what is left names a release or a topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.phrases import DOCUMENTS, YEAR, plain
from vectorstore.analysis import content_words

_TEXT = (
    r"(?:communique|texte|document|declaration|annonce|(?:(?:press|news) )?release|statement|text|"
    r"announcement)"
)
_SUMMARY = re.compile(
    r"\b(?:resume[rz]?|resumes?|resumons|synthese|synthetise[rz]?|recapitul\w+|recap|"
    r"de quoi (?:parle|traite|est il question|s agit)|sur quoi porte|que (?:faut il )?retenir|"
    r"(?:que|qu|ce qu il faut) retient|l essentiel|"
    r"summar(?:y|ies|i[sz]e[sd]?)|sum up|gist|overview|rundown|bottom line|essentials|tl ?dr|"
    r"(?:main|key|major) (?:\w+ )?(?:points?|takeaways?|messages?|ideas?)|"
    r"(?:points?|messages?|idees?|lignes?) (?:principa\w+|essentiel\w*|cles?)|"
    r"(?:principa\w+|grand\w*) (?:points?|messages?|idees?|lignes)|"
    r"what (?:is|was) .{0,60}(?:release|communique|statement|document|text|announcement) about)\b"
)
# "Quels sujets ont été abordés ?": the topics, which a release often lists itself.
_TOPICS = re.compile(
    r"\b(?:(?:quel\w*|which|what|(?:les|the)(?: (?:main|key|principaux|grands))?)"
    r" (?:\w+ ){0,4}(?:sujets?|themes?|thematiques|topics?|subjects?|themes?)"
    r"(?! (?:le|la) plus)|(?:sujets?|themes?|topics?) (?:abordes?|traites?|discute[sd]?|covered|"
    r"discussed|addressed))\b"
)
# "What are its sections?": the headings.
_OUTLINE = re.compile(
    r"\b(?:(?:plan|structure|outline|table des matieres|(?:inter|sous )?titres|sections|rubriques|"
    r"parties|headings|parts) (?:du|de ce|de la|de cette|de l|of the|of this|in the|in this) "
    rf"{_TEXT}|(?:quelles|what) (?:sont|are) (?:les|the) (?:grandes |main )?"
    r"(?:sections|rubriques|parties|parts|headings)$)\b"
)
# "What is the title of the release?": its own words, not those about it.
_TITLE = re.compile(
    rf"\b(?:titre|title|headline|intitule|manchette)(?: \w+)? "
    rf"(?:du|de ce|de la|de cette|de l|of the|of this|of) (?:\w+ )?{_TEXT}\b|"
    rf"\bcomment (?:s intitule|se nomme) (?:le|la|ce|cette|l) {_TEXT}\b|"
    rf"\b{_TEXT} (?:s intitule|est intitulee?|is (?:titled|called)|called|titled)(?: \w+)?$"
)
_PART = re.compile(r"\b(?:section|partie|part|volet|rubrique|chapitre|heading|titre)\b")
_TELLS = re.compile(
    r"\b(?:dit|parle|traite|contient|aborde|says?|cover|contains?|discuss|about|que|quoi)\b"
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|differen\w+|differ|chang\w+|evolu\w+|versus|vs|par rapport|"
    r"entre\b.*\bet|between\b.*\band|from\b.*\bto|than|que (?:celui|celle)|plus qu\w*|"
    r"augment\w+|diminu\w+|increas\w+|decreas\w+|go up|rise|rose|memes?|same|both|"
    r"(?:tou(?:te)?s )?(?:les )?deux|each|chaque|chacun\w*|respecti\w+|"
    r"(?:et|and)\b.{0,24}\b(?:qui|quand|ou|combien|quel\w*|who|when|where|how|what|which)|"
    r"(?:villes|endroits|lieux|dates|cities|places|contacts|ministr?e?s|ministers)\b.*\b(?:et|and))\b"
)
# Between the word for a meeting and its year: so many words at most, and none that begins another
# side of the comparison.
_CALLED = 6
_JOINS = frozenset("et and ou or entre between que than celle celui that to a".split())
# Asks for what has changed and for nothing else.
_CHANGES = re.compile(
    r"\b(?:compar\w+|difference\w*|differ|chang\w+|evolu\w+|vs|versus|par rapport)\b"
)
# What tells an extract what it has to say, instead of asking what the text says.
_DICTATES = re.compile(
    r"\b(?:en (?:disant|affirmant|pretendant|precisant|ajoutant|concluant)|"
    r"(?:et|and|but|puis|then) (?:dis|dites|affirme[rz]?|ajoute[rz]?|conclu\w+|say|claim|state|"
    r"add|pretend|conclude) (?:que|qu|that)|saying that|claiming that|comme si|as if|as though)\b"
)
_BIDS = re.compile(r"^(?:\w+ ){0,3}(?:resum|synthetis|recapitul|compar|summar|sum up)\w*")
_SPEAKS = re.compile(
    r"\b(?:sur|about|on|regarding|concernant|dit|dites|disent|parle\w*|mention\w*|aborde\w*|trait\w+|evoqu\w+|say|says|said|"
    r"talk\w*|discuss\w*|address\w*|cover\w*)\b"
)
_LATEST = re.compile(
    r"\b(?:(?:le|du|la) (?:dernier|derniere|plus recente?)|(?:the )?(?:latest|newest|last|most "
    r"recent))(?: \w+)? (?:communique|release|statement|declaration|annonce|announcement)\b"
)
_LENGTH = re.compile(
    r"\b(?:(?:en|in|au plus|at most|maximum) )?(?P<n>une?|deux|trois|quatre|cinq|six|one|a|two|"
    r"three|four|five|six|[1-6]) (?:phrases?|sentences?|points?|lignes?|lines?|mots|words)\b"
    r"(?: ou deux| or two)?"
)
_BRIEF = re.compile(
    r"\b(?:en (?:bref|gros|resume)|in (?:brief|short|a nutshell)|brievement|briefly|tl ?dr|gist|"
    r"quick\w*|rapide\w*|l essentiel|essentials|bottom line|short|courte?|"
    r"(?:de quoi|sur quoi) (?:\w+ ){0,4}(?:parle|traite|porte|agit|question)|about)\b"
)
_HOW_LONG = re.compile(r"\b(?:(?:en )?quelques|grandes|few) (?:lignes|lines)\b|\bbottom line\b")
_NUMBERS = {
    "un": 1, "une": 1, "one": 1, "a": 1, "deux": 2, "two": 2, "trois": 3, "three": 3,
    "quatre": 4, "four": 4, "cinq": 5, "five": 5, "six": 6,
}  # fmt: skip
# What a release tells of, or is: « le Forum de 2023 », "the Halifax release".
_OCCASION = re.compile(
    r"\b(?:communiques?|releases?|statements?|declarations?|annonces?|announcements?|"
    r"documents?|textes?|texts?|conferences?|forums?|fct|reunions?|meetings?|rencontres?|"
    r"sommets?|summits?|sessions?|congres|assemblees?|editions?|dialogues?|tables? rondes?|"
    r"roundtables?|missions?|celui|celle|ceux|celles)\b"
)
_ON = re.compile(
    r"\b(?:communique|annonce|declaration|release|announcement|statement) (?:de presse )?"
    r"(?:sur|about|on|concernant|regarding|a propos de|au sujet de) (?P<topic>.+)$"
)
_OF_SUMMARIES = DOCUMENTS | frozenset(
    """officials ministers ministres responsables representants delegates participants leaders
    dirigeants resume resumez resumer resumes resumons synthese synthetise synthetiser synthetisez
    recapitule recapituler recap bref brief retenir retient question agit porte parle parlent
    traite traitent summary summaries summarize summarise sum gist overview rundown main key
    major point points topic topics takeaway takeaways message messages idea ideas idee idees
    theme themes thematique thematiques subject subjects sujet sujets aborde abordes abordent
    abordee abordees discute discutes discutees discuss discussed discusses covered cover covers
    addressed traites traitees principal principale principales principaux essentiel essentielle
    essentials grand grande grands grandes cle cles section sections partie part parts volet
    rubrique chapitre heading titre titled intitule intitulee named called under say says said
    dit disent contain contains contient phrase phrases sentence sentences mot mots words word
    paragraphe paragraph quelques few one two three four five six deux trois quatre cinq short
    courte court donne donnez donner give tell moi please svp plait merci thanks veux voudrais
    aimerais peux pouvez pourriez want need like write ecris fais faites tl dr tldr quick
    quickly rapidement briefly brievement nutshell whole entire entier entiere complet complete
    full officiel official principalement mainly really bonjour hello latest newest last recent
    recente dernier derniere redige rediger redigez prepare preparer preparez produis produire
    dresse dresser draft produce make plan structure outline table matieres intertitres titres
    rubriques headings title headline manchette intitule nomme exact exacte press news""".split()
)
_OF_COMPARISONS = frozenset(
    """compare compares compared comparer comparez comparaison comparison comparatif difference
    differences differ different differents differente differentes change changes changed
    changing changement changements evolue evolution versus vs rapport annee annees year years
    edition editions derniere dernier last previous precedente precedent nouveau new depuis
    since celle celui celles ceux happened passe both same meme memes hold held tenue tenu deux
    two toutes tous respectivement respectively say says said dit disent parle parlent parler go
    goes went going rise rose more less plus moins sujet about fait faits one""".split()
)
# Asked for of each side, and never a topic: where and when.
_SETTINGS = frozenset(
    """ville villes lieu lieux endroit endroits city cities place places location locations where
    date dates""".split()
)
# What asks of several things asks of each in the singular.
_SINGULAR = {
    "quelles": "quelle", "quels": "quel", "villes": "ville", "lieux": "lieu", "endroits": "endroit",
    "dates": "date", "cities": "city", "places": "place", "locations": "location", "were": "was",
    "are": "is",
}  # fmt: skip
_LEADING_UP = frozenset(
    """en de du des d la le les l a au aux et entre par rapport celle celui ceux in of at for from
    to the and between on than versus vs with avec""".split()
)
_AGAIN = re.compile(
    r"\s+(?:et|and)\s+(?:à |de |pour |avec |to |for |with |in )?"
    r"(?:qui|quand|où|combien|quel\w*|who|when|where|how|what|which)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Form:
    """What a question asks for besides facts, read from its words alone.

    `part`: of one section; `topics`: what is talked of; `outline`: its headings; `title`: how it is
    called; `compares`: it sets things side by side, if
    it names several; `changes`: and may ask for nothing but the difference; `dictates`: it says
    what the answer has to be; `occasion`: it speaks of a release or a meeting; `speaks`: of what
    texts say; `latest`: of the newest; `length`: how many sentences it wants at most; `brief`: few
    of them.
    """

    summary: bool = False
    part: bool = False
    topics: bool = False
    outline: bool = False
    title: bool = False
    compares: bool = False
    changes: bool = False
    dictates: bool = False
    occasion: bool = False
    speaks: bool = False
    latest: bool = False
    length: int | None = None
    brief: bool = False

    @classmethod
    def of(cls, text: str) -> Form:
        """Read a question."""
        folded = plain(text)
        topics = bool(_TOPICS.search(folded))
        outline, title = bool(_OUTLINE.search(folded)), bool(_TITLE.search(folded))
        summary = topics or outline or title or bool(_SUMMARY.search(folded))
        return cls(
            summary=summary,
            part=bool(_PART.search(folded))
            and not (outline or title)
            and (summary or bool(_TELLS.search(folded))),
            topics=topics,
            outline=outline,
            title=title,
            compares=bool(_COMPARES.search(folded)),
            changes=bool(_CHANGES.search(folded)),
            dictates=bool(_BIDS.search(folded) and _DICTATES.search(folded)),
            occasion=bool(_OCCASION.search(folded)),
            speaks=bool(_SPEAKS.search(folded)),
            latest=bool(_LATEST.search(folded)),
            length=_length(folded),
            brief=bool(_BRIEF.search(folded)),
        )

    @property
    def tells(self) -> bool:
        """Whether one text is to be told, whole or in part."""
        return self.summary or self.part


def _length(folded: str) -> int | None:
    """How many sentences a folded question asks for, if it counts them."""
    found = _LENGTH.search(folded)
    if found:
        number = int(_NUMBERS.get(found["n"], found["n"]))
        return number + (" ou deux" in found.group() or " or two" in found.group())
    return None


def topic_of(text: str) -> str | None:
    """The topic of the release that a question asks for: "the release on …"."""
    found = _ON.search(plain(text))
    return found["topic"] if found else None


def is_occasion(word: str) -> bool:
    """Whether a folded word means what a release tells of: a conference, a meeting …"""
    return bool(_OCCASION.fullmatch(word)) and word not in DOCUMENTS


def calling(text: str) -> list[str]:
    """The words of a question that say which meeting of a year is meant: those between the word for
    it and the year, « la conférence sur les forêts de 2021 », "the 2021 forestry conference"."""
    tokens = plain(text).split()
    years = [at for at, token in enumerate(tokens) if YEAR.fullmatch(token)]
    found: list[str] = []
    for at in (at for at, token in enumerate(tokens) if is_occasion(token)):
        for year in years:
            between = tokens[min(at, year) + 1 : max(at, year)]
            if len(between) <= _CALLED and not _JOINS.intersection(between):
                found += content_words(" ".join(between))
    return found


def without_length(text: str) -> str:
    """A folded question without the words that say how long its answer may be."""
    return _HOW_LONG.sub(" ", _LENGTH.sub(" ", plain(text)))


def of_a_summary(word: str) -> bool:
    """Whether a folded word belongs to asking for a summary, and to no topic."""
    return word in _OF_SUMMARIES


def of_a_comparison(word: str) -> bool:
    """Whether a folded word belongs to asking for a comparison, and to no topic."""
    return word in _OF_COMPARISONS or word in DOCUMENTS or word in _SETTINGS


def asks_each(word: str) -> bool:
    """Whether a folded word of a comparison asks for something that each side may say."""
    return word in _SETTINGS or not of_a_comparison(word)


def of_one(run: str) -> str:
    """A word of a question about several, as it asks about one of them."""
    return _SINGULAR.get(run.lower(), run)


def leads_up(word: str) -> bool:
    """Whether a folded word can stand before a name and mean nothing without it."""
    return word in _LEADING_UP


def once(text: str) -> str:
    """A question without what it asks again: « qui …, et qui …? »."""
    return _AGAIN.sub("", text)
