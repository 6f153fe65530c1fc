"""Words of news and government that stand for the same thing, as pairs in both languages."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

from embedding.training.data import Pair

LEXICON = Path(__file__).resolve().parent / "lexicon.txt"
STEM = "lexicon"


def read_lexicon(path: Path = LEXICON) -> list[Pair]:
    """Every two words of a group as a `synonym` pair, within a language and across.

    A line is `French, French | English, English`; # begins a comment. ValueError names a line
    that is not.
    """
    pairs: list[Pair] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        sides = [[word.strip() for word in side.split(",")] for side in line.split("|")]
        if len(sides) != 2 or not all(word for side in sides for word in side):
            raise ValueError(f"{path.name}, line {number}: not `French, … | English, …`")
        french, english = sides
        pairs.extend(_pair(a, b, "fr", "fr") for a, b in combinations(french, 2))
        pairs.extend(_pair(a, b, "en", "en") for a, b in combinations(english, 2))
        pairs.extend(_pair(a, b, "fr", "en") for a, b in product(french, english))
    return [pair for pair in pairs if pair.a != pair.b]


def _pair(a: str, b: str, lang_a: str, lang_b: str) -> Pair:
    return Pair(a, b, "synonym", lang_a, lang_b, STEM)
