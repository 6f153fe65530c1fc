"""Questions what a person said: « Que dit Garland … ? », "What does the minister LeBlanc think …?".

The words of a release belong to whom it quotes. A person whom it names and never quotes has said
nothing in it, however near the rest of the question comes; and what ministers have said together is
not put into the mouth of one of them. In doubt a person counts as quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.phrases import plain
from domain import Release
from retrieval.question import Question
from shadow import fold

# On folded words between single spaces (`plain`). What somebody does who speaks,
_SAYS = (
    r"(?:dit|disait|dira|pense|pensait|declare|declarait|repond|repondu|affirme|ajoute|explique|"
    r"reagi|reagit|say|says|said|think|thinks|thought|respond|responds|react|reacts|reply|replied)"
)
# how persons are called before their names,
_TITLES = (
    r"(?:(?:le|la|l|the|m|mme|mr|mrs|ms|dr|me|honorable|premiere?|ministre|president|presidente|"
    r"secretaire|procureure?|generale?|prime|minister|secretary|attorney|general|mayor|maire|"
    r"mairesse|premier|chief|chef|cheffe|commissaire|commissioner) )*"
)
# and what stands between a name and its verb.
_BETWEEN = r"(?:(?:a|t|il|elle|had|has|have|to) ){0,3}"
_WORDS_OF = (
    r"(?:reactions?|reponses?|opinions?|avis|propos|commentaires?|citations?|statements?|"
    r"responses?|comments?|remarks|quotes?|views?|mots|words)"
)
_ANY = re.compile(rf"\b(?:{_SAYS}|{_WORDS_OF}|selon|d apres|according to)\b")
# In a release, folded: that somebody says something.
_SAYING = re.compile(
    r"\b(?:dit|dites?|declar\w+|affirm\w+|ajout\w+|soutien\w+|soutenu|estim\w+|"
    r"souligne?\w*|expliqu\w+|rappel\w+|annonc\w+|indiqu\w+|precis\w+|selon|croit|deplor\w+|"
    r"souhait\w+|dout\w+|esper\w+|promi[st]\w*|pense|said|says?|saying|add(?:ed|s)|t(?:old|ells?)|stat(?:ed|es)|"
    r"not(?:ed|es|ing)|explain\w+|warn\w+|call(?:ed|s)|according|announc\w+|believ\w+|argu\w+|"
    r"hop(?:ed|es)|doubt(?:ed|s)|promis\w+|thank\w+|welcom(?:ed|es)|stress\w+|urg(?:ed|es)|ask(?:ed|s))\b"
)
# That somebody says something who is called by an office or a pronoun alone: it may be anyone.
_UNNAMED = re.compile(
    r"\b(?:(?:[Ll][ea]|[Tt]he) (?:ministre|pr[ée]sidente?|secr[ée]taire|procureure?|"
    r"premier ministre|maire|mairesse|cheffe?|commissaire|juge|direct(?:eur|rice)|"
    r"inspect(?:eur|rice)|d[ée]put[ée]e?|"
    r"[Mm]inister|[Pp]resident|[Ss]ecretary|[Aa]ttorney|[Pp]remier|[Mm]ayor|[Cc]hief|[Cc]ommissioner|"
    r"[Jj]udge|[Dd]irector|[Ii]nspector)\b(?! [A-ZÀ-ÖØ-Þ])|"
    r"t[-\u2011](?:il|elle)\b|(?:[Ii]l|[Ee]lle) (?:a|en)\b|\b(?:[Hh]e|[Ss]he) \w)"
)
_MARK = re.compile(r"[«»“”\"]")
_TERM = re.compile(r"[«“\"]\s*(?:[^\s«»“”\"]+\s+){0,2}[^\s«»“”\"]+\s*[»”\"]")
# Before the name of a person: a first name, an initial, how one is called. Before others: articles.
_CALLED = (
    r"(?:\b[A-ZÀ-ÖØ-Þ][\w’'\u2011-]+ |\b[A-Z]\. |\b(?:M|Mme|Mr|Mrs|Ms|Dr|Dre|Me)\.? |"
    r"\b(?:ministre|pr[ée]sidente?|secr[ée]taire|procureure?|maire(?:sse)?|juge|minister|president|"
    r"secretary|general|mayor|judge|premier) )"
)
_ARTICLE = r"(?:\b(?:du|au|aux|le|la|les|en|the|of|in) |\b[ld][’'])"


def speakers(question: Question) -> tuple[str, ...]:
    """The names of those of whom a question asks what they say, think or answer."""
    asked = plain(question.text) if question.names else ""
    if not _ANY.search(asked):  # before a pattern is made for each name
        return ()
    return tuple(name for name in question.names if _speaks(plain(name), asked))


def unquoted(question: Question, releases: Sequence[Release]) -> tuple[str, ...]:
    """The person whose words a question asks for, if these releases name and none of them quotes
    that person. Nobody where it names several: they may have spoken together."""
    persons = [name for name in question.names if _is_person(name, releases)]
    if len(persons) != 1 or persons[0] not in speakers(question):
        return ()
    return () if any(_is_quoted(persons[0], each) for each in releases) else tuple(persons)


def _speaks(name: str, asked: str) -> bool:
    called = rf"{_TITLES}{re.escape(name)}\b"
    return bool(
        re.search(rf"\b{_SAYS} (?:t il |t elle |de )?{called}", asked)
        or re.search(rf"\b{re.escape(name)} {_BETWEEN}{_SAYS}\b", asked)
        or re.search(rf"\b{_WORDS_OF} (?:de|d|du|of|by|from) {called}", asked)
        or re.search(rf"\b{re.escape(name)} s {_WORDS_OF}\b", asked)
        or re.search(rf"\b(?:selon|d apres|according to) {called}", asked)
    )


def _is_person(name: str, releases: Sequence[Release]) -> bool:
    """Whether a name stands in the releases as that of a person."""
    surname = name.split()[-1]
    text = "\n".join(release.text for release in releases)
    found = rf"{re.escape(surname)}\b"
    return (
        bool(re.search(rf"{_CALLED}{found}", text))
        and not re.search(rf"{_ARTICLE}{found}", text)
        and not re.search(rf"\b{re.escape(surname.lower())}\b", text)  # "Council"
    )


def _is_quoted(name: str, release: Release) -> bool:
    """Whether words in a release may be those of this person: a sentence with the name, or with an
    office or a pronoun in the place of one, has a verb of saying; or the name stands beside
    quotation marks that hold more than a term."""
    surname = re.compile(rf"\b{re.escape(fold(name.split()[-1]))}\b")
    texts = [release.text[s.start : s.end] for s in release.sentences]
    marked = [bool(_MARK.search(_TERM.sub("", text))) for text in texts]
    for at, text in enumerate(texts):
        folded = fold(text)
        named, says = bool(surname.search(folded)), bool(_SAYING.search(folded))
        if says and (named or _UNNAMED.search(text)):
            return True
        if named and any(marked[max(0, at - 1) : at + 2]):
            return True
    return False
