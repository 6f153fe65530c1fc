"""A small question set for the browser, with one question that can never pass."""

from __future__ import annotations

import json

from evaluation.kept import PACKAGED

COMMUNIQUE = "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
WHO, QUOTE = "Qui représentait les États-Unis ?", "fentanyl"
# It can never pass: what it has to mention is in no release.
IMPOSSIBLE = {
    "id": "impossible",
    "user_input": WHO,
    "lang": "fr",
    "type": "who",
    "answerable": True,
    "reference_quotes": [{"source": COMMUNIQUE, "text": QUOTE}],
    "must_mention": [["<b>licorne</b>"]],
}


def a_set() -> bytes:
    """The impossible question and some of the set to develop with."""
    lines = (PACKAGED / "communique.dev.jsonl").read_text(encoding="utf-8").splitlines()[::6]
    return "\n".join([json.dumps(IMPOSSIBLE), *lines]).encode()
