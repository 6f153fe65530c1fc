"""What in a quote answers: the name, date, place, number or telephone number that was asked for.

Only places in the quote, never words of our own: the reader's eye is led, the quote stays as it
is. Of several candidates those nearest to the words of the question are marked.
"""

from __future__ import annotations

import re
from datetime import date

from domain import Citation
from retrieval.question import Asked, Question
from retrieval.shape import MONTHS
from retrieval.slot import Slot
from shadow import fold
from vectorstore.analysis import content_words, stem

Span = tuple[int, int]
_MOST = 4  # spans marked in one quote
_TODAY = re.compile(r"\b(aujourd[’']hui|today)\b", re.IGNORECASE)
_GAP = r"[ \u00a0\u202f]"
_NUMBER = rf"\d+(?:{_GAP}\d{{3}})*(?:[.,]\d+)*"
_WORDS = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cinquante|"
    r"cent|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred)"
)
_SCALE = rf"(?:{_GAP}(?:mille|thousand|millions?|milliards?|billions?))?"
_DATE = (
    rf"\b(?:(?:\d{{1,2}}(?:er|st|nd|rd|th)?{_GAP}+)?(?:{MONTHS}){_GAP}*"
    rf"(?:\d{{1,2}}(?:,?{_GAP}+\d{{4}})?\b|\d{{4}}\b)|"
    rf"\d{{1,2}}(?:er)?{_GAP}+(?:{MONTHS})|(?:19|20)\d\d\b)"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'\u2011-]+"
_SLOTS = {
    Slot.EMAIL: r"[\w.+-]+@[\w.-]+\w",
    Slot.PHONE: r"\b(?:1[-\u2011])?\d{3}[-.\s\u00a0\u2011]\d{3}[-.\s\u2011]\d{4}\b",
    Slot.WEB: r"\b(?:https?://|www\.)\S*\w|\b[\w-]+\.(?:ca|com|org|gov|net|info)\b",
    Slot.MONEY: rf"(?:[$€£]{_GAP}?{_NUMBER}{_SCALE})|"
    rf"{_NUMBER}{_SCALE}(?:{_GAP}de)?{_GAP}?(?:[$€£]|dollars?|euros?)",
    Slot.SHARE: rf"{_NUMBER}{_GAP}?(?:%|pour cent|per cent)",
    Slot.DURATION: rf"(?:{_NUMBER}|\b{_WORDS}){_GAP}(?:minutes?|heures?|hours?|jours?|days?|"
    r"semaines?|weeks?|mois|months?|ans|ann[ée]es?|years?)\b",
    Slot.HOUR: rf"\b\d{{1,2}}{_GAP}?(?:h(?:{_GAP}?\d\d)?\b|heures?|:\d\d|[ap]\.?m\b)",
    Slot.YEAR: r"\b(?:19|20)\d\d\b",
    Slot.DAY: _DATE,
    Slot.COUNT: rf"{_NUMBER}{_SCALE}|\b{_WORDS}\b",
    Slot.AGE: rf"\d+{_GAP}(?:ans|years?)",
}
_TYPES = {
    Asked.PERSON: rf"\b{_NAME}(?: (?:[A-Z]\.|de|du|van|von))*(?: {_NAME})+",
    Asked.TIME: _DATE,
    Asked.PLACE: rf"(?:(?<=\bà )|(?<=\bÀ )|(?<=\bau )|(?<=\ben )|(?<=\bin )|(?<=\bat )){_NAME}|"
    r"\A[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\u2011 -]{2,}(?=,)",
}
_SLOT = {slot: re.compile(rule, re.IGNORECASE) for slot, rule in _SLOTS.items()}
_TYPE = {
    Asked.PERSON: re.compile(_TYPES[Asked.PERSON]),
    Asked.TIME: re.compile(_TYPES[Asked.TIME], re.IGNORECASE),
    Asked.PLACE: re.compile(_TYPES[Asked.PLACE]),
}


def marked(question: Question, quote: str) -> tuple[Span, ...]:
    """Spans `[start, end)` of the quote that answer, in order and without overlap; often none."""
    found: list[Span] = []
    if question.slot in _SLOT:
        found += [match.span() for match in _SLOT[question.slot].finditer(quote)]
    for asked, pattern in _TYPE.items():
        if asked in question.asked and not (asked is Asked.TIME and question.slot in _SLOT):
            spans = [match.span() for match in pattern.finditer(quote)]
            found += _meant(question, quote, spans) if asked is Asked.PERSON else spans
    found = [span for span in found if not _repeats(question, quote[slice(*span)])]
    if question.slot in (Slot.COUNT, Slot.MONEY, Slot.SHARE, Slot.DURATION):
        found = _nearest(question, quote, found)
    return _apart(found)[:_MOST]


def spoken_on(citation: Citation) -> date | None:
    """The day that "today" means in a citation: that of its release; None where it says no such
    word or the day is not known."""
    return citation.date if _TODAY.search(citation.quote) else None


def _repeats(question: Question, words: str) -> bool:
    """Whether a span only says again what the question says: it was not asked for."""
    said = content_words(words)
    return bool(said) and set(said) <= set(content_words(question.text))


def _meant(question: Question, quote: str, persons: list[Span]) -> list[Span]:
    """Of several persons those beside whose name a name of the question stands ("Who represented
    Canada?"); all of them where it stands beside none."""
    if len(persons) < 2:
        return persons
    ends = [*(start for start, _ in persons[1:]), len(quote)]
    asked = {stem(word, "fr") for name in question.names for word in content_words(name)}
    meant = [
        span
        for span, end in zip(persons, ends, strict=True)
        if asked & {stem(word, "fr") for word in content_words(quote[span[1] : end])}
    ]
    return meant or persons


def _nearest(question: Question, quote: str, spans: list[Span]) -> list[Span]:
    """Of several numbers the one that stands nearest to the noun that is counted."""
    if len(spans) < 2 or question.noun is None:
        return spans
    wanted = {stem(question.noun, language) for language in ("fr", "en")}
    places = [
        match.start()
        for match in re.finditer(r"[^\W\d_]+", quote)
        if wanted & {stem(fold(match.group()), language) for language in ("fr", "en")}
    ]
    if not places:
        return spans
    return [min(spans, key=lambda span: min(abs(place - span[1]) for place in places))]


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """In order, the longer of two that overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
