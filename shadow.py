"""The shadow of a text: folded for matching, with a way back to the original offsets.

Case, accents, ligatures, the kinds of apostrophe, hyphen, quotation mark and space are folded, so
that « l’État-major » and "l'etat‑major" meet; runs of spaces become one. Matching is done on the
shadow, quoting always on the original text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("«»“”„‟″\uff02", '"'),
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
}
# Invisible: soft hyphen, zero-width characters, joiners, bidirectional marks, BOM, tag characters.
_DROPPED = frozenset(
    map(chr, [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char in _DROPPED or 0xE0000 <= ord(char) <= 0xE007F:
        return ""
    if char.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


class _Folded(dict):
    """What each character folds to, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _fold_char(chr(code)))


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The shadow alone: « L’ÉTAT » → "l'etat". Spaces are single, none at the ends."""
    if text.isascii():  # most words alone, and many English sentences
        return " ".join(text.lower().replace("`", "'").split())
    return " ".join(text.translate(_FOLDED).split())


@dataclass(frozen=True, slots=True)
class Shadow:
    """A folded text with, for each of its characters, the offset it came from."""

    original: str
    folded: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Shadow:
        """Fold `text` and remember where each character of the shadow came from."""
        folded: list[str] = []
        offsets: list[int] = []
        for index, char in enumerate(text):
            for piece in _fold_char(char):
                if piece == " " and (not folded or folded[-1] == " "):
                    continue
                folded.append(piece)
                offsets.append(index)
        return cls(text, "".join(folded), tuple(offsets))

    def find_all(self, needle: str) -> list[tuple[int, int]]:
        """Spans `[start, end)` in the original whose shadow is that of `needle`, left to right."""
        wanted = fold(needle)
        spans: list[tuple[int, int]] = []
        at = self.folded.find(wanted) if wanted else -1
        while at >= 0:
            spans.append((self.offsets[at], self.offsets[at + len(wanted) - 1] + 1))
            at = self.folded.find(wanted, at + len(wanted))
        return spans
