"""Where sentences end, in French and English, with exact offsets.

Rules, not a model: a stop ends a sentence unless an abbreviation, an initial or what follows says
otherwise. When in doubt two sentences stay together: a quote that is too long is still right, one
that is cut in the middle is not. Paragraphs, lists and headings are found before, in `layout`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.dates import MONTHS
from ingest.parsed import INVISIBLE, trim
from language import ENGLISH, FRENCH
from shadow import fold

LONGEST = 2_000  # characters; a longer run without a stop is a table or a dump, cut at a pause

_OPEN = "«“„‘\"'([{—–-•¿¡*"
_CLOSE = "»”’\"')\\]}¹²³⁰⁴-⁹"
# A stop, the marks that close after it (« before » there may be a space »), then space or the end.
_STOP = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>(?:[{_CLOSE}]|[^\S\n]?»)*+)[{INVISIBLE}]*+(?=\s|\Z)"
)
_BEFORE = re.compile(r"[^\s«»“”\"()\[\],;:/]*\Z")
_ELISION = re.compile(r"\A(?:[dlnsjmtc]|qu)['’]", re.IGNORECASE)
_LETTERS_AND_DOTS = re.compile(r"(?:[^\W\d_]{1,2}\.[-‑]?)+[^\W\d_]{1,2}\Z")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?[-‑])*[^\W\d_]\Z")
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[^\W\d_]|[IVXivx]{1,4})\Z")
_NEXT = re.compile(rf"[\s{re.escape(_OPEN)}{INVISIBLE}]*(?P<word>\w[\w-]*)(?P<after>['’]?)")
_WORD = re.compile(r"\s+(\w)")
_LETTERED = re.compile(r"[a-z]\)\s")

# They stand before a name: what follows is never a new sentence.
_TITLES = frozenset(
    """mm mme mmes mlle mlles dr dre drs mgr pr prof mr mrs ms messrs hon rev sen rep gov gen
    lt col capt cpl sgt cmdr supt insp cst adm brig maj sec ste cf vs ex i.e e.g p.ex c.-a-d
    viz""".split()
)
_CASED_TITLES = frozenset({"M", "c", "v"})  # "M. Garland", "R. c. Untel", but "vitamine C."
# They stand before a number: "p. 12", "art. 7", "No. 3", "12 juill. 2024".
_NUMBERED = (
    frozenset(
        """p pp art arts no nos n vol vols chap ch al par para paras sec s ss fig figs tel ext ref
        ed ann tit cl cap app appt lun mer jeu ven sam dim mon tue tues wed thu thurs fri sat sun
        env approx ca""".split()
    )
    | MONTHS.keys()
) - {"mars", "mai", "juin", "may", "june", "march"}
# Shortened words that may or may not close a sentence; the next word decides.
_SHORTENED = frozenset(
    """st inc ltee ltd corp co cie bros assoc dep dept depts div min minist gouv govt univ adm qc
    que ont alb sask man ave av boul blvd rd mt ft jr al suiv ibid cit max ph.d env approx bur tel
    dir int nat natl intl secr circ fed prov mun conf doc fig ref app p pp nos n vol chap ch par
    para janv fevr avr juill juil sept oct nov dec feb aug""".split()
)
_PROVINCES = frozenset({"c.-b", "n.-b", "n.-e", "i.-p.-e", "t.-n.-l", "t.n.-o", "e.-u"})
_STARTERS = {"fr": FRENCH, "en": ENGLISH, "und": FRENCH | ENGLISH}
_ELIDED = frozenset("d l n s j m t c qu aujourd lorsqu".split())


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)` of a text."""

    start: int
    end: int


def split(text: str, start: int, end: int, language: str = "fr") -> list[Span]:
    """The sentences of `text[start:end]`: in order, trimmed, none without a letter or digit.

    After an abbreviation that can also close a sentence ("D.C.", "inc.") the next word decides,
    by the words that open sentences in `language` ("fr", "en"; any other: both). Together the
    spans hold every visible character of the region but marks that stand alone.
    """
    spans: list[Span] = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() >= end or _ends(text, begin, match, end, language):
            _append(text, begin, match.end(), spans)
            begin = match.end()
    _append(text, begin, end, spans)
    return spans


def _append(text: str, start: int, end: int, spans: list[Span]) -> None:
    start, end = trim(text, start, end)
    if not any(char.isalnum() for char in text[start:end]):
        return
    while end - start > LONGEST:
        cut = _pause(text, start, start + LONGEST)
        head = trim(text, start, cut)
        spans.append(Span(*head))
        start = trim(text, cut, end)[0]
    if end > start:
        spans.append(Span(start, end))


def _pause(text: str, start: int, limit: int) -> int:
    for mark in ("\n", "; ", " : ", ", ", " "):
        at = text.rfind(mark, start + LONGEST // 2, limit)
        if at > 0:
            return at + len(mark)
    return limit


def _ends(text: str, begin: int, match: re.Match[str], end: int, language: str) -> bool:
    """Whether the stop at `match` ends the sentence that began at `begin`."""
    following = _NEXT.match(text, match.end(), end)
    if following is None:
        return True
    word = following["word"]
    if word[0].islower():
        return bool(_LETTERED.match(text, following.start("word"), end))  # "b) Le second point"
    if _bracketed_ellipsis(text, match):
        return False
    if match["mark"] != "." or match["close"]:
        return True
    token = _BEFORE.search(text, max(begin, match.start() - 40), match.start())[0]
    if "'" in token or "’" in token:
        token = _ELISION.sub("", token)
    name = fold(token)
    at_start = trim(text, begin, match.start())[0] + len(token) == match.start()
    if at_start and _ENUMERATOR.match(token):
        return False  # "2. Le second point": the number belongs to what follows
    if name in _TITLES or token in _CASED_TITLES:
        return False
    acronym = bool(_LETTERS_AND_DOTS.match(token))
    initial = bool(_INITIAL.match(token)) and name not in _PROVINCES
    if word[0].isdigit():
        return not acronym and name not in _NUMBERED
    if not (acronym or initial or name in _SHORTENED):
        return True
    return _opens_sentence(text, following, end, language, after_initial=initial)


def _opens_sentence(
    text: str, following: re.Match[str], end: int, language: str, *, after_initial: bool
) -> bool:
    """Whether the capitalised word after an abbreviation opens a sentence ("Le", "L'accord").

    "Department" after "U.S." does not, nor does "Le" in "Merrick B. Le Drian".
    """
    word = fold(following["word"])
    if following["after"]:
        return word in _ELIDED
    if word not in _STARTERS.get(language, _STARTERS["und"]):
        return False
    after = _WORD.match(text, following.end(), end)
    return not (after_initial and after and after[1].isupper())


def _bracketed_ellipsis(text: str, match: re.Match[str]) -> bool:
    """ "[…]" and "(...)" stand for words that were left out, not for the end of a sentence."""
    before = text[match.start() - 1 : match.start()]
    return before in ("[", "(") and match["close"][:1] in ("]", ")")
