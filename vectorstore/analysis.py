"""Words of a text as the word index sees them: folded, without elisions, stemmed in its language.

« Jusqu'à l'État‑major, projet C‑70 » becomes `etat major projet c70` on the surface and
`etat major projet c70` through the French stemmer. Both the surface form and the stem are
indexed, so that English names inside French sentences are found as they are written.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from functools import lru_cache
from itertools import chain

import snowballstemmer

from language import ENGLISH, FRENCH
from shadow import fold

_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
_JOINTS = re.compile("['-]")
_NO_JOINTS = str.maketrans("", "", "'-.")  # what words of a run are split at or joined over
_EDGES = '.,;:!?()"'  # around most words; nothing that joins two
_SEEN = 131_072  # words that are kept analysed: a few dozen megabytes
_ELISIONS = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu")
)
_ENGLISH_TAILS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))
_ALGORITHMS = {"fr": "french", "en": "english"}
_STEMMERS = threading.local()  # a Snowball stemmer keeps state: one for each thread


def words(text: str) -> list[str]:
    """The folded words of `text`, in order, function words included.

    Elisions and the English 's are dropped, hyphenated words are split, and codes that hold a
    digit are joined: "C-70" is `c70`, "14 h 30" stays three words, "D.C." is `dc`.
    """
    return list(chain.from_iterable(map(_words_of, text.split())))


@lru_cache(maxsize=_SEEN)
def _words_of(run: str) -> tuple[str, ...]:
    """The words of a run of characters between spaces: no word goes across a space, and most runs
    of a text are ones that were seen before."""
    folded = fold(run)
    whole = folded.strip(_EDGES)
    if whole.isalpha():  # nearly all are one plain word
        return (whole,)
    found: list[str] = []
    for match in _WORD.findall(folded):
        if any(char.isdigit() for char in match) and "'" not in match:
            found += _code(match)
            continue
        pieces = _JOINTS.split(match)
        for index, piece in enumerate(pieces):
            plain = piece.replace(".", "")
            elided = piece in _ELISIONS and index < len(pieces) - 1
            tail = piece in _ENGLISH_TAILS and index > 0
            if plain and not elided and not tail:
                found += [plain] if _is_acronym(piece) else piece.split(".")
    return tuple(found)


def _is_acronym(piece: str) -> bool:
    return "." in piece and all(len(part) <= 1 for part in piece.split("."))


def _code(match: str) -> list[str]:
    """A token with digits: phone numbers and dates in parts too, `c-70` and `c70` as one."""
    parts = re.split("[-.]", match)
    joined = "".join(parts)
    return [joined] if len(parts) == 1 or len(joined) <= 5 else [*parts, joined]


def content_words(text: str) -> list[str]:
    """The words of `text` that are not function words of French or English."""
    return list(chain.from_iterable(map(content_words_of, text.split())))


@lru_cache(maxsize=_SEEN)
def content_words_of(run: str) -> tuple[str, ...]:
    """The same of a run of characters between spaces."""
    return tuple(word for word in _words_of(run) if word not in FRENCH and word not in ENGLISH)


def holds(text: str, wanted: Collection[str]) -> frozenset[str]:
    """Those of the folded words that are content words of `text`: only the runs that can have one
    are looked at."""
    folded = fold(text)
    runs, bare = folded.split(" "), folded.translate(_NO_JOINTS).split(" ")
    return frozenset(
        word
        for word in wanted
        if any(word in content_words_of(runs[i]) for i, run in enumerate(bare) if word in run)
    )


@lru_cache(maxsize=_SEEN)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a folded word; unchanged in a language without a stemmer."""
    if language not in _ALGORITHMS or word.isdigit():
        return word
    if language == "fr" and len(word) > 3 and word[-1] in "sx":
        word = word[:-1]  # Snowball keeps the plural of "lois" and "enjeux"
    stemmer = getattr(_STEMMERS, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(_ALGORITHMS[language])
        setattr(_STEMMERS, language, stemmer)
    return stemmer.stemWord(word)


def stems(text: str, language: str) -> list[str]:
    """The stems of the content words of `text`."""
    return [stem(word, language) for word in content_words(text)]


class _Indexed(dict):
    """What runs of characters between spaces are in the word index, filled as they are met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, run: str) -> tuple[str, str]:
        if len(self) > _SEEN:
            self.clear()
        content = content_words_of(run)
        both = (" ".join(content), " ".join(stem(word, self.language) for word in content))
        return self.setdefault(run, both)


_INDEXED = {language: _Indexed(language) for language in (*_ALGORITHMS, "und")}


def indexed(text: str, language: str) -> tuple[str, str]:
    """The content words of `text` and their stems, each as one string with spaces between."""
    known = _INDEXED.get(language, _INDEXED["und"])
    found = [both for both in map(known.__getitem__, text.split()) if both[0]]
    return " ".join([words for words, _ in found]), " ".join([stems for _, stems in found])
