"""French and English prose of real words at their real frequencies, for the generated releases.

The words and how often they are used come from `wordfreq` (Speer, 2022; the union of Wikipedia,
subtitles, news, books and the web), so that an index built of them is as skewed as a real one: the
commonest words stand in every passage and most words in a handful. A release keeps coming back to
words of its own, as a text about something does.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

WORDS = 40_000  # of each language
_COMMON = 150  # ranks that are function words, nearly all of them
OWN = 24  # words that a release comes back to
_SHARE = 0.3  # of its other words that are these
_VOWELS = frozenset("aeiouyhàâéèêëîïôûœ")
_ELIDED = frozenset(("l", "d", "j", "m", "n", "s", "t", "c", "qu"))


class Vocabulary:
    """The words of one language, most frequent first, drawn as often as they are used."""

    def __init__(self, language: str) -> None:
        from wordfreq import top_n_list, word_frequency  # a benchmark's need, not the project's

        found = top_n_list(language, WORDS + 2_000, wordlist="best")
        short = {"fr": ("a", "à", "y", *_ELIDED), "en": ("a", "i")}[language]
        self.words = [w for w in found if w.isalpha() and (len(w) > 1 or w in short)][:WORDS]
        weights = [word_frequency(word, language) for word in self.words]
        self._all = list(accumulate(weights))
        # What a text is about is drawn flatter than running words are.
        self._topical = list(accumulate(weight**0.6 for weight in weights[_COMMON:]))

    def own(self, draw: random.Random, count: int = OWN) -> list[str]:
        """Words that one release is about."""
        words = draw.choices(self.words[_COMMON:], cum_weights=self._topical, k=2 * count)
        return list(dict.fromkeys(word for word in words if len(word) > 3))[:count]

    def sentence(self, draw: random.Random, own: list[str]) -> str:
        """A sentence of 8 to 34 words, some of them `own`."""
        length = min(34, max(8, round(draw.lognormvariate(2.95, 0.35))))
        words = draw.choices(self.words, cum_weights=self._all, k=length)
        for place, word in enumerate(words):
            if len(word) > 3 and draw.random() < _SHARE:
                words[place] = draw.choice(own)
        comma = draw.randrange(3, length - 2)
        words[comma] += "" if words[comma] in _ELIDED else ","
        text = ""
        for word, following in zip(words, [*words[1:], ""], strict=True):
            if word not in _ELIDED:
                text += word + " "
            elif following[:1] in _VOWELS:
                text += word + "'"
        return text[0].upper() + text[1:].rstrip(" ,") + "."


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of "fr" or "en", read once."""
    return Vocabulary(language)
