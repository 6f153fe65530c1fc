"""Words that a question and a sentence share: by stem, by spelling, or as acronym and expansion.

Spelling meets cognates of the two languages and small mistakes ("antisemitism", "antisémitisme",
"antisemitisme"): Jaro–Winkler similarity (Winkler, "String comparator metrics", 1990) of the
folded words. An acronym meets the words whose initials it spells ("FCT", « Forum sur la
criminalité transfrontalière »); of two letters, in either order across languages ("AI", « IA »).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from retrieval.question import Question
from shadow import fold
from vectorstore.analysis import content_words, content_words_of, stem

ALIKE = 0.92  # similarity from which two words count as one,
_LENGTHS = 0.75  # when the shorter has at least this share of the letters of the longer
_SHORTEST = 5  # letters of a word that may be met by spelling
_BY_STEM = 0.75  # what such meetings count, of 1 for the same word in singular or plural:
_BY_SPELLING = 0.75  # « représentait » and « représentants » are not the same word
_BY_INITIALS = 0.8
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")


def met(question: Question, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
    """(words × texts), 0 to 1: how surely each content word of the question is in each text."""
    words = question.words
    found = np.zeros((len(words), len(texts)), dtype=np.float32)
    if not words or not texts:
        return found
    for language in dict.fromkeys(languages):
        columns = [i for i, other in enumerate(languages) if other == language]
        found[:, columns] = _met_in(words, [texts[i].split() for i in columns], language)
    acronyms = {fold(name) for name in _ACRONYM.findall(question.text)}
    for row, word in enumerate(words):
        if word not in acronyms:
            continue
        for column, (text, language) in enumerate(zip(texts, languages, strict=True)):
            said = stem(word, language) in {stem(other, language) for other in content_words(text)}
            if not said and _spells(word, text, crossing=language != question.language):
                found[row, column] = max(found[row, column], _BY_INITIALS)
    return found


def _met_in(words: Sequence[str], texts: Sequence[list[str]], language: str) -> np.ndarray:
    """(words × texts): by singular, stem and spelling, for texts of one language, split at spaces.

    What stands between two spaces is looked at once, however many of the texts have it, and few
    such runs meet any word.
    """
    said = {run: content_words_of(run) for run in set(chain.from_iterable(texts))}
    vocabulary = tuple(set(chain.from_iterable(said.values())))
    found = np.zeros((len(words), len(texts)), dtype=np.float32)
    if not vocabulary:
        return found
    scores = _alike(words, vocabulary) * np.float32(_BY_SPELLING)
    stems = _rows_by(words, lambda word: stem(word, language))
    singulars = _rows_by(words, _singular)
    initials = {word[0] for word in words}  # no stem and no singular begins otherwise
    for place, word in enumerate(vocabulary):
        if word[0] not in initials:
            continue
        for row in stems.get(stem(word, language), ()):
            scores[row, place] = max(_BY_STEM, _BY_SPELLING)
        for row in singulars.get(_singular(word), ()):
            scores[row, place] = 1.0
    meeting = {vocabulary[place]: place for place in np.flatnonzero(scores.any(axis=0)).tolist()}
    if not meeting:
        return found
    runs = {run for run, of_run in said.items() if not meeting.keys().isdisjoint(of_run)}
    places = {run: [meeting[word] for word in said[run] if word in meeting] for run in runs}
    hits = [
        list(chain.from_iterable(map(places.__getitem__, runs.intersection(text))))
        for text in texts
    ]
    filled = [column for column, of_text in enumerate(hits) if of_text]
    starts = np.cumsum([0, *(len(hits[column]) for column in filled[:-1])])
    every = scores[:, list(chain.from_iterable(hits))]
    found[:, filled] = np.maximum.reduceat(every, starts, axis=1)
    return found


def _rows_by(words: Sequence[str], form: Callable[[str], str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, word in enumerate(words):
        rows.setdefault(form(word), []).append(row)
    return rows


def _alike(words: Sequence[str], vocabulary: Sequence[str]) -> np.ndarray:
    """(words × vocabulary), 1 where two words are spelled nearly alike."""
    similarity = process.cdist(
        words,
        vocabulary,
        scorer=JaroWinkler.similarity,
        dtype=np.float32,
        score_cutoff=ALIKE - 0.01,  # what is under it comes out as 0, sooner
    )
    long = np.array([len(word) >= _SHORTEST and not word.isdigit() for word in words])
    sizes = np.array([len(word) for word in words])[:, None]
    others = np.fromiter(map(len, vocabulary), dtype=np.int64, count=len(vocabulary))
    longer = others >= _SHORTEST
    balanced = np.minimum(sizes, others) >= _LENGTHS * np.maximum(sizes, others)
    return (similarity >= ALIKE) & balanced & long[:, None] & longer[None, :]


def _spells(acronym: str, text: str, crossing: bool) -> bool:
    initials = _initials(text)
    if acronym in initials:
        return True
    return crossing and len(acronym) == 2 and acronym[::-1] in initials


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@lru_cache(maxsize=20_000)
def _initials(text: str) -> str:
    return "".join(word[0] for word in content_words(text))
