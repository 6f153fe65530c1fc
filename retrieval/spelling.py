"""Words of a question that are no words, and nearly written as one that the releases have.

« fermture » is in no passage, and no word that the encoder knows; « fermeture » is in some: then
that is what is looked for, and what the reader is told. A word that exists, a name and a short word
stay as they are: whoever asks for what no release speaks of has to hear that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from rapidfuzz.distance import OSA

from language import ENGLISH, FRENCH
from shadow import fold
from vectorstore.analysis import content_words_of, stem
from vectorstore.library import Library

# Shorter words are too often one letter from another that exists; one of `_LONG` letters may be
# written wrongly twice.
_WORD, _LONG = re.compile(r"[^\W\d_]{7,}"), 11

_WRITTEN = re.compile(r"[^\W\d_]+")


def corrected(text: str, library: Library, exists: Callable[[str], bool]) -> str:
    """The question with such words as the releases write them; `exists` says whether a folded word
    is one in French or English."""

    def right(found: re.Match[str]) -> str:
        word, folded = found.group(), fold(found.group())
        begins = not text[: found.start()].strip(" «“\"'¿")
        if (word[0].isupper() and not begins) or folded in FRENCH or folded in ENGLISH:
            return word
        if any(library.frequency(stem(folded, language)) for language in ("fr", "en")):
            return word
        if exists(folded):
            return word
        return _nearest(folded, library) or word

    return _WORD.sub(right, text)


def _nearest(word: str, library: Library) -> str | None:
    """The word of the releases that takes the fewest changes, and then that most of the passages
    looked at have; None where it would take too many, or another first letter."""
    changes = 2 if len(word) >= _LONG else 1
    near: Counter[str] = Counter()
    written: dict[str, str] = {}
    for words in library.words_of(library.near(word, changes)).values():
        for run in {each.casefold() for each in _WRITTEN.findall(words)}:
            folded = fold(run)
            if (
                folded[:1] == word[:1]
                and OSA.distance(word, folded, score_cutoff=changes) <= changes
            ):
                near[folded] += 1
                written.setdefault(folded, run)
    best = min(near, key=lambda each: (OSA.distance(word, each), -near[each], each), default=None)
    return written[best] if best and content_words_of(best) else None
