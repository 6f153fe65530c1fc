"""Proposes questions about a release, for a person to accept: templates over its parts.

Every quote is cut out of the stored text by program, so it is verbatim. The wording is a start:
a person reads each draft, puts it as somebody would ask it, and takes it over with `accept`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

from domain import Kind, Release, Sentence
from evaluation.questions import LANGUAGES, Question, ReferenceQuote
from evaluation.validation import DRAFT

_TEMPLATES = Path(__file__).with_name("templates") / "draft.yaml"
_TYPES = {
    "person": "who",
    "issuer": "who",
    "number": "how_many",
    "amount": "how_many",
    "phone": "contact",
    "email": "contact",
}
"""The type of a question where it is not the name of its template."""

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\u2011-]+"
_PERSON = re.compile(
    rf"({_WORD}(?: [A-Z]\.| (?:de|du|van|von))*(?: {_WORD})+), ([a-zà-ÿ][^,;.:«»“”()]+)"
)
_TITLED = re.compile(
    rf"({_WORD}(?: [A-Z]\.)*(?: {_WORD})+), ((?:Minister|Director|Premier|Mayor)[^,;.:]+)"
)
_SPACE = "[ \u00a0\u202f]"
_COUNT = re.compile(
    rf"(?<![\w$.,-])(\d{{1,3}}(?:[,\u00a0\u202f ]\d{{3}})+|\d{{1,3}})"
    rf"{_SPACE}([a-zà-ÿ][a-zà-ÿ’'-]{{3,}})"
)
_MONEY = re.compile(
    rf"\d[\d,.\u00a0\u202f ]*{_SPACE}(?:millions?|milliards?){_SPACE}de{_SPACE}dollars"
    rf"|\d[\d,.\u00a0\u202f ]*{_SPACE}(?:M|G)?\$|\$\d[\d,.]*(?: (?:million|billion))?"
)
_NOT_COUNTED = frozenset(
    """million millions milliard milliards pour janvier février mars avril juin juillet août
    septembre octobre novembre décembre january february march april june july august september
    october november december cent percent dollars heures hours""".split()
)
_NOT_TITLES = frozenset("qui dont où que who which whose where when".split())
_DAY = re.compile(r"\d{1,2}(?:er)?[ \u00a0\u202f][a-zà-ÿ]{3,}|[A-Z][a-z]{2,}\.? \d{1,2}(?!\d)")
_PER_KIND = 5  # drafts of one template for a release: enough to choose from, few enough to read

Draft = tuple[str, dict[str, str], tuple[tuple[int, int], ...], tuple[tuple[str, ...], ...]]
"""A template, what fills it, the spans of its quotes, and what has to be mentioned."""


def draft(release: Release) -> list[Question]:
    """Questions over dateline, issuer, names, numbers, lists, headings and contacts."""
    language = release.language if release.language in LANGUAGES else LANGUAGES[0]
    texts = _templates()[language]
    of_release = texts["release"].format(title=release.title or release.name)
    made: list[Question] = []
    asked: set[str] = set()
    counts: dict[str, int] = {}
    for template, fields, spans, must in parts(release):
        text = texts[template].format(release=of_release, **fields)
        if text in asked or counts.get(template, 0) >= _PER_KIND:
            continue
        asked.add(text)
        counts[template] = counts.get(template, 0) + 1
        made.append(
            Question(
                id=f"{release.release_id}-{template}-{counts[template]}",
                user_input=text[0].upper() + text[1:],
                lang=language,
                type=_TYPES.get(template, template),
                answerable=True,
                reference_quotes=tuple(
                    ReferenceQuote(release.text[start:end], release.source) for start, end in spans
                ),
                must_mention=must,
                notes=f"{DRAFT}: made from the release by the template {template}",
            )
        )
    return made


def parts(release: Release) -> Iterator[Draft]:
    """What may be asked about: each with its template, what fills it, and where the answer is."""
    yield from _dateline(release)
    yield from _people(release)
    yield from _numbers(release)
    yield from _lists(release)
    yield from _sections(release)
    yield from _contacts(release)


def _dateline(release: Release) -> Iterator[Draft]:
    for sentence in _of(release, Kind.DATELINE):
        text, span = _text(release, sentence), (sentence.start, sentence.end)
        if release.date:
            day = [(match[0],) for match in _DAY.finditer(text)][:1]
            yield "when", {}, (span,), (*day, (str(release.date.year),))
        if release.city and release.city.casefold() in text.casefold():
            yield "where", {}, (span,), ((release.city,),)
    for sentence in _of(release, Kind.SOURCE):
        must = ((release.issuer,),) if release.issuer else ()
        yield "issuer", {}, ((sentence.start, sentence.end),), must


def _people(release: Release) -> Iterator[Draft]:
    """Names that the text says something of, after a comma: « Nom, ministre de … »."""
    for sentence in _of(release, Kind.SENTENCE, Kind.ITEM):
        text = _text(release, sentence)
        for match in sorted(
            [*_PERSON.finditer(text), *_TITLED.finditer(text)], key=lambda match: match.start()
        ):
            start, end = match.span()
            quote = text[start:end].rstrip()
            said = match[2].split()
            if said[0] in _NOT_TITLES or said[0].endswith(("ing", "ra")):
                continue
            span = (sentence.start + start, sentence.start + start + len(quote))
            yield "person", {"name": match[1]}, (span,), ((" ".join(said[:4]),),)


def _numbers(release: Release) -> Iterator[Draft]:
    for sentence in _of(release, Kind.SENTENCE, Kind.ITEM):
        text, span = _text(release, sentence), (sentence.start, sentence.end)
        for match in _COUNT.finditer(text):
            if match[2] not in _NOT_COUNTED:
                yield "number", {"what": match[2]}, (span,), ((match[1],),)
        for match in _MONEY.finditer(text):
            if sentence.section:
                yield "amount", {"section": sentence.section}, (span,), ((match[0],),)


def _lists(release: Release) -> Iterator[Draft]:
    """Runs of at least two list items under one heading."""
    for (section, kind), run in groupby(release.sentences, key=lambda s: (s.section, s.kind)):
        items = tuple((sentence.start, sentence.end) for sentence in run)
        if kind is Kind.ITEM and section and len(items) > 1:
            yield "list", {"section": section}, items, ()


def _sections(release: Release) -> Iterator[Draft]:
    """Each heading, with the first sentence under it."""
    seen: set[str] = set()
    for sentence in _of(release, Kind.SENTENCE):
        if sentence.section and sentence.section not in seen:
            seen.add(sentence.section)
            span = (sentence.start, sentence.end)
            yield "summary", {"section": sentence.section}, (span,), ()


def _contacts(release: Release) -> Iterator[Draft]:
    for contact in release.contacts:
        words = release.text[contact.start : contact.end]
        for template, value in (("phone", contact.phone), ("email", contact.email)):
            if contact.name and value and value in words:
                span = (contact.start, contact.end)
                yield template, {"name": contact.name}, (span,), ((value,),)


def _of(release: Release, *kinds: Kind) -> Iterable[Sentence]:
    return (sentence for sentence in release.sentences if sentence.kind in kinds)


def _text(release: Release, sentence: Sentence) -> str:
    return release.text[sentence.start : sentence.end]


@cache
def _templates() -> dict[str, dict[str, str]]:
    return yaml.safe_load(_TEMPLATES.read_text(encoding="utf-8"))
