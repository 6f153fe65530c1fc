"""Words that a question and a sentence share: by stem, by spelling, or as acronym and expansion.

Spelling meets cognates of the two languages and small mistakes ("antisemitism", "antisémitisme",
"antisemitisme"): Jaro–Winkler similarity (Winkler, "String comparator metrics", 1990) of the
folded words. An acronym meets the words whose initials it spells ("FCT", « Forum sur la
criminalité transfrontalière »); of two letters, in either order across languages ("AI", « IA »).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from retrieval.question import Question
from shadow import fold
from vectorstore.analysis import stem

ALIKE = 0.92  # similarity from which two words count as one,
_LENGTHS = 0.75  # when the shorter has at least this share of the letters of the longer
_SHORTEST = 5  # letters of a word that may be met by spelling
_BY_STEM = 0.75  # what such meetings count, of 1 for the same word in singular or plural:
_BY_SPELLING = 0.75  # « représentait » and « représentants » are not the same word
_BY_INITIALS = 0.8
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")


class Words(NamedTuple):
    """The content words of n texts: `places` (w,) in `vocabulary`, one text after the other, and
    how many each text has (`sizes`, n)."""

    vocabulary: Sequence[str]
    places: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> Words:
        """From the words of each text."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls((), nothing, nothing).then(texts)

    def then(self, texts: Iterable[Sequence[str]]) -> Words:
        """These texts with others behind them, from the words of each."""
        known = dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=True))
        rows = [[known.setdefault(word, len(known)) for word in text] for text in texts]
        more = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
        sizes = np.array([len(row) for row in rows], dtype=np.int64)
        return Words(
            list(known),
            np.concatenate([self.places, more]),
            np.concatenate([self.sizes, sizes]),
        )


class Spoken(NamedTuple):
    """The languages of n texts: which there are, and which of them each text is in (`of`, n)."""

    languages: tuple[str, ...]
    of: np.ndarray

    @classmethod
    def by(cls, languages: Sequence[str]) -> Spoken:
        """From the language of each text."""
        return cls((), np.zeros(0, dtype=np.int64)).then(languages)

    def then(self, languages: Sequence[str]) -> Spoken:
        """These texts with others behind them, from the language of each."""
        known = tuple(dict.fromkeys((*self.languages, *languages)))
        places = np.array([known.index(language) for language in languages], dtype=np.int64)
        return Spoken(known, np.concatenate([self.of, places]))


def met(question: Question, said: Words, spoken: Spoken) -> np.ndarray:
    """(words × texts), 0 to 1: how surely each content word of the question is in each text."""
    asked = question.words
    found = np.zeros((len(asked), len(said.sizes)), dtype=np.float32)
    if not asked or not len(said.places):
        return found
    known = spoken.languages
    letters, own = Letters.of(said.vocabulary), Letters.of(asked)
    alike = _alike(asked, own, said.vocabulary, letters)
    begun = [np.flatnonzero(letters.openings == opening).tolist() for opening in own.openings]
    by_stem = {each: _same_stem(asked, said.vocabulary, begun, each) for each in known}
    scores = np.stack([np.where(by_stem[each], np.float32(_BY_STEM), alike) for each in known])
    _singulars(asked, said.vocabulary, scores)
    # Of all words of all texts, the few that meet any of the question.
    meets = scores.any(axis=1)
    texts = np.repeat(np.arange(len(said.sizes)), said.sizes)
    language = spoken.of[texts]
    hits = np.flatnonzero(meets[language, said.places])
    if len(hits):
        values = scores[language[hits], :, said.places[hits]]
        filled, starts = np.unique(texts[hits], return_index=True)
        found[:, filled] = np.maximum.reduceat(values, starts, axis=0).T
    acronyms = {fold(name) for name in _ACRONYM.findall(question.text)}.intersection(asked)
    if acronyms:
        _spelled_out(acronyms, question, said, spoken, by_stem, found)
    return found


def _same_stem(
    asked: Sequence[str], vocabulary: Sequence[str], begun: Sequence[list[int]], language: str
) -> np.ndarray:
    """(words × vocabulary): which have one stem in a language, of those that begin alike (`begun`,
    for each word): no stem changes how a word begins, but for a y."""
    found = np.zeros((len(asked), len(vocabulary)), dtype=bool)
    for row, (word, places) in enumerate(zip(asked, begun, strict=True)):
        wanted = stem(word, language)
        for place in places:
            found[row, place] = stem(vocabulary[place], language) == wanted
    return found


def _singulars(asked: Sequence[str], vocabulary: Sequence[str], scores: np.ndarray) -> None:
    """Set to 1 in `scores` (languages × words × vocabulary) what is the same word but for s or x
    at its end."""
    rows: dict[str, list[int]] = {}
    for row, word in enumerate(asked):
        rows.setdefault(singular(word), []).append(row)
    forms = {f"{word}{end}": word for word in rows for end in ("", "s", "x")}
    for place, word in enumerate(vocabulary):
        if word in forms and singular(word) == forms[word]:
            scores[:, rows[forms[word]], place] = 1.0


def _spelled_out(
    acronyms: Collection[str],
    question: Question,
    said: Words,
    spoken: Spoken,
    by_stem: Mapping[str, np.ndarray],
    found: np.ndarray,
) -> None:
    """What the acronyms of a question count in texts that spell them out and do not say them."""
    for text, (start, end) in enumerate(pairwise([0, *np.cumsum(said.sizes).tolist()])):
        places, language = said.places[start:end], spoken.languages[spoken.of[text]]
        initials = "".join(said.vocabulary[place][0] for place in places.tolist())
        for row, word in enumerate(question.words):
            if word not in acronyms or by_stem[language][row, places].any():
                continue
            if _spells(word, initials, language != question.language):
                found[row, text] = max(found[row, text], _BY_INITIALS)


class Letters(NamedTuple):
    """Of n words: how long each is, a bit for each letter that it has (letters that share a bit
    are one), and how it begins."""

    lengths: np.ndarray
    bits: np.ndarray
    openings: np.ndarray

    @classmethod
    def of(cls, words: Sequence[str]) -> Letters:
        """Of words that are not empty."""
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        starts = np.cumsum(lengths) - lengths
        bits = np.bitwise_or.reduceat(np.uint32(1) << (codes & 31), starts)
        plain = np.where(codes == ord("y"), ord("i"), codes).astype(np.int64)
        seconds = np.where(lengths > 1, plain[np.minimum(starts + 1, len(plain) - 1)], 0)
        return cls(lengths, bits, plain[starts] * 2**21 + seconds)


def _alike(
    asked: Sequence[str], own: Letters, vocabulary: Sequence[str], letters: Letters
) -> np.ndarray:
    """(words × vocabulary): what spelling nearly alike counts, 0 where two words are not.

    Jaro's similarity is at most a third of 1 and of the shares of either word's letters that the
    other one has; Winkler adds at most four tenths of what it is short of 1. Few pairs come so far.
    """
    found = np.zeros((len(asked), len(vocabulary)), dtype=np.float32)
    long = [len(word) >= _SHORTEST and not word.isdigit() for word in asked]
    rows = np.flatnonzero(long)
    columns = np.flatnonzero(letters.lengths >= _SHORTEST)
    if not len(rows) or not len(columns):
        return found
    length, bits = own.lengths[rows, None], own.bits[rows, None]
    others, theirs = letters.lengths[columns], letters.bits[columns]
    shared = np.minimum(
        length - np.bitwise_count(bits & ~theirs), others - np.bitwise_count(theirs & ~bits)
    )
    jaro = (shared / length + shared / others + 1.0) / 3.0
    near = jaro + 0.4 * (1.0 - jaro) >= ALIKE - 1e-6
    near &= np.minimum(length, others) >= _LENGTHS * np.maximum(length, others)
    near_rows, near_columns = np.nonzero(near)
    if len(near_rows):
        places = rows[near_rows], columns[near_columns]
        similarity = process.cpdist(
            [asked[row] for row in places[0].tolist()],
            [vocabulary[column] for column in places[1].tolist()],
            scorer=JaroWinkler.similarity,
            dtype=np.float32,
        )
        found[places] = np.where(similarity >= ALIKE, np.float32(_BY_SPELLING), np.float32(0.0))
    return found


def _spells(acronym: str, initials: str, crossing: bool) -> bool:
    if acronym in initials:
        return True
    return crossing and len(acronym) == 2 and acronym[::-1] in initials


def singular(word: str) -> str:
    """A word without the s or x of its plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
