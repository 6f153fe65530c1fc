"""Puts something new in the place of something old of its kind, in a question.

"et en 2023" in "Combien de vols en 2022" takes the place of the year; "firearms" in "What did the
ministers say about fentanyl" that of the topic; « du côté américain » that of the other side.
What finds no place of its kind is added in parentheses.
"""

from __future__ import annotations

import re

from answering.equivalents import PLACES, concepts
from answering.phrases import ARTICLE, CHUNKS, SIDES, YEAR
from language import detect
from retrieval.question import Question
from shadow import fold

_WORDS = sorted((form for row in CHUNKS for form in row), key=len, reverse=True)
# « armes à feu », « lieux de culte »: without an article these belong to the noun before them.
_NEEDS = r"(?=(?:les?|la|l['’]|un|une|ces?|cette|nos|leurs?|chaque)\b|(?-i:[A-ZÀ-Þ\d]))"
_STARTS = "|".join(
    rf"{re.escape(form)}\s+{_NEEDS}"
    if form in ("de", "à", "en")
    else rf"d['’]{_NEEDS}"
    if form == "d'"
    else rf"{re.escape(form)}\s+"
    for form in _WORDS
)
# A chunk: its preposition and what it governs, up to the next preposition, comma or parenthesis.
_CHUNK = re.compile(
    rf"(?<![\w'’-])(?P<start>(?i:{_STARTS}))(?P<what>.*?)(?=\s+(?i:{_STARTS})|[,;()]|$)"
)
_PIECE = re.compile(
    rf"^(?P<start>(?i:{'|'.join(map(re.escape, _WORDS))}))(?:\s+|(?<=['’]))(?P<what>.+)$"
)
_SIDE_WORDS = re.compile(r"\b(?:du\s+)?c[ôo]t[ée]s?\b|\bsides?\b|\bfrom\b", re.IGNORECASE)
_NAME = re.compile(r"^(?:[A-ZÀ-ÖØ-Þ][\w.'’\u2011-]*\s*)+$")
_ARTICLE_LAST = re.compile(r"(?:\b(?:les?|la|the)\s+|\bl['’])$", re.IGNORECASE)
_CONTRACTIONS = (
    ("(?:du|de|des) les", "des"),
    ("(?:du|de|des) le", "du"),
    ("(?:du|des) la", "de la"),
    ("(?:au|à|aux) les", "aux"),
    ("(?:au|à|aux) le", "au"),
    ("(?:au|aux) la", "à la"),
)
_TOPIC = (0, 3, 2, 7)  # rows of CHUNKS that say what a question is about, the surest first
_OF = 7  # "de", "of": a topic only after a verb of saying, « que disent-ils du fentanyl »
_SAYING = re.compile(
    r"\b(?:dis\w*|dit|parl\w+|pens\w+|says?|said|speak|talk|think)\b", re.IGNORECASE
)


def put(piece: str, question: str) -> str | None:
    """`question` (no question mark) with `piece` in the place of what is of its kind, if any is."""
    for rule in (_year, _side, _same_start, _name, _topic):
        made = rule(piece, question)
        if made is not None:
            return _contracted(made)
    return None


def topic_of(question: str) -> str | None:
    """The chunk that says what the question is about, less its preposition; None if none does."""
    chunk = _topic_chunk(question)
    return chunk["what"].strip() if chunk else None


def _topic_chunk(question: str) -> re.Match[str] | None:
    chunks = list(_CHUNK.finditer(question))
    for row in _TOPIC:
        found = [chunk for chunk in chunks if _row(chunk["start"]) == row]
        if found and row != _OF:
            return found[-1]
        said = _SAYING.search(question)
        if found and said:
            return next((chunk for chunk in found if chunk.start() > said.end()), None)
    return None


def _year(piece: str, question: str) -> str | None:
    new = YEAR.search(piece)
    if new is None:
        return None
    if YEAR.search(question):
        return YEAR.sub(new.group(), question)
    return f"{question} {piece}"


def _side(piece: str, question: str) -> str | None:
    """One side of a meeting for the other: noun for noun, adjective for adjective."""
    bare = ARTICLE.sub("", _SIDE_WORDS.sub("", _without_start(piece)).strip())
    language = detect(question)
    for new, old in (SIDES, SIDES[::-1]):
        if not re.fullmatch(rf"(?:{new['noun']}|{new['adjective']})", bare, re.IGNORECASE):
            continue
        adjective = rf"\b(?:{old['adjective']})\b"
        stem, ending = new[f"stem_{language}"], ""
        found = re.search(adjective, question, re.IGNORECASE)
        if found:
            ending = "".join(re.findall(r"(?:ne)?s?$", found.group())[:1])
            ending = ending.replace("ne", "e") if stem == "américain" else ending
            return re.sub(adjective, stem + ending, question, count=1, flags=re.IGNORECASE)
        noun = rf"\b(?:les?\s+|the\s+)?(?:{old['noun']})\b"
        if re.search(noun, question):
            return re.sub(noun, new[language], question, count=1)
    return None


def _same_start(piece: str, question: str) -> str | None:
    """The chunk of the question that begins with the same kind of preposition."""
    match = _PIECE.match(piece)
    if match is None:
        return None
    row = _row(match["start"])
    chunks = [chunk for chunk in _CHUNK.finditer(question) if _row(chunk["start"]) == row]
    if not chunks:
        return None
    return question[: chunks[-1].start()] + piece + question[chunks[-1].end() :]


def _name(piece: str, question: str) -> str | None:
    """A country for a country, another name for the only other name."""
    bare = ARTICLE.sub("", piece)
    if not _NAME.match(bare):
        return None
    place = _is_place(bare)
    old = [name for name in Question.of(f"x {question}").names if _is_place(name) is place]
    if not old or (len(old) > 1 and not place):
        return None
    at = question.rfind(old[-1])
    before = question[:at] if ARTICLE.match(piece) is None else _ARTICLE_LAST.sub("", question[:at])
    return before + piece + question[at + len(old[-1]) :]


def _is_place(name: str) -> bool:
    return bool(concepts(fold(name), PLACES))


def _contracted(question: str) -> str:
    """French contractions that putting one thing for another has undone: « du les » → « des »."""
    for apart, together in _CONTRACTIONS:
        question = re.sub(rf"\b{apart}\s+", f"{together} ", question)
    return question


def _topic(piece: str, question: str) -> str | None:
    """The chunk that says what the question is about; a person is no topic."""
    if _NAME.match(ARTICLE.sub("", piece)):
        return None
    chunk = _topic_chunk(question)
    if chunk is None:
        return None
    placed = _governed(chunk["start"], _without_start(piece))
    return question[: chunk.start()] + placed + question[chunk.end() :]


def _without_start(piece: str) -> str:
    match = _PIECE.match(piece)
    return match["what"] if match else piece


def _row(start: str) -> int:
    folded = fold(start)  # also strips the space after it
    return next(n for n, row in enumerate(CHUNKS) if folded in {fold(form) for form in row})


def _governed(start: str, what: str) -> str:
    """A preposition before its noun, contracted as French does: de + les → des."""
    if fold(start) in ("de", "du", "des", "d'"):
        article = ARTICLE.match(what)
        form = fold(article.group()).strip() if article else ""
        if form in ("le", "les"):
            return {"le": "du ", "les": "des "}[form] + what[article.end() :]
        return f"de {what}"
    return f"{start.strip()} {what}"
