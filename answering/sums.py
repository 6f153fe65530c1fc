"""Questions that are arithmetic, about nothing: « Combien font deux plus deux ? », "15 % of 80?".

Releases are full of numbers, and one of them is always near such a question.
"""

from __future__ import annotations

import re

from shadow import fold

# Folded words of a sum: numbers, what is done with them, and what asks for it.
_NUMBER = re.compile(
    r"\d+|zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille|one|two|three|four|five|seven|"
    r"eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand"
)
_DONE = re.compile(
    r"plus|moins|minus|fois|times|multiplie?s?|multiplied|divise[rsz]?|divided?|additionne[rz]?|"
    r"adds?|added|soustrai[rtsez]*|subtract(?:ed)?|percent|pourcent|%|x|sum|somme|font|makes?"
)
_ROOT = re.compile(
    r"racine|carree?|cubique|square|cube|cubed|squared|root|double|triple|moitie|half"
)
_ASKS = re.compile(
    r"combien|fait|ca|ce|est|c|et|and|quel|quelle|le|la|les|l|de|du|des|d|par|a|resultat|calcule[rz]?|"
    r"calculate|what|s|is|are|does|do|the|of|by|to|from|how|much|equal|equals|egale?|"
    r"result|compute|pour|on|donne|dit|tell|me|moi|please|svp|in"
)
_SIGNS = re.compile(r"[+*×÷]")


def is_sum(question: str) -> bool:
    """Whether a question is two numbers and what is done with them, and no other word."""
    said = _SIGNS.sub(" times ", re.sub(r"\s[-\u2011]\s", " minus ", fold(question)))
    words = re.findall(r"\w+|%", said)
    numbers = sum(bool(_NUMBER.fullmatch(word)) for word in words)
    done = any(_DONE.fullmatch(word) for word in words)
    root = any(_ROOT.fullmatch(word) for word in words)
    known = all(any(p.fullmatch(w) for p in (_NUMBER, _DONE, _ROOT, _ASKS)) for w in words)
    return known and ((done and numbers > 1) or (root and numbers > 0))
