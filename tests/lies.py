"""What a lying language model says: replies that look right, and the words that must not be shown.

Each lie takes true evidence and alters it. `planted` are pieces that stand in no evidence and in
no question, so that finding one of them in an answer is a lie displayed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NAMES = ("Jean Tremblay", "Olga Zielinska", "Barnabas Quill", "Séraphine Vautrin")
NUMBER = re.compile(r"(?<![\w-])\d+(?![\w-])")
NAME = re.compile(r"(?<=[a-zé,] )[A-ZÀ-Þ][a-zà-ÿ]{3,}(?: [A-Z]\.)? [A-ZÀ-Þ][\w\u2011-]{3,}")
# One month a row, so that a month is never replaced by itself in the other language.
MONTHS = (("janvier", "January"), ("février", "February"), ("avril", "April"), ("juin", "June"),
          ("juillet", "juill.", "July"), ("août", "August"), ("octobre", "October", "Oct."),
          ("décembre", "December"))  # fmt: skip


@dataclass(frozen=True)
class Lie:
    """A reply, and the words of it that no answer may show."""

    kind: str
    reply: str
    planted: tuple[str, ...]


def _reply(*rows: tuple[str, str, str]) -> str:
    return json.dumps(
        {"sentences": [{"text": t, "citations": [{"id": i, "quote": q}]} for t, i, q in rows]},
        ensure_ascii=False,
    )


def _altered(text: str, everything: str, rng: random.Random) -> tuple[str, str] | None:
    """`text` with one number changed to one that stands nowhere, and that number."""
    found = list(NUMBER.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    value = int(match.group()) + rng.randint(1, 9)
    while str(value) in everything:
        value += 1
    return text[: match.start()] + str(value) + text[match.end() :], str(value)


def invented_quote(key, text, everything, rng):
    quote = "nous avons décidé d'annuler entièrement le programme contesté"
    return _reply((f"Le responsable a dit « {quote} ».", key, quote)), (quote,)


def invented_prose(key, text, everything, rng):
    prose = "Un scandale financier a éclaté hier soir"
    return _reply((prose + ".", key, "un scandale financier a éclaté")), (prose,)


def wrong_id(key, text, everything, rng):
    prose = "Voici une affirmation qui ne repose sur rien du tout"
    return _reply((prose + ".", "E99", text), (prose + " non plus.", "doc-1", text)), (prose,)


def altered_number(key, text, everything, rng):
    made = _altered(text, everything, rng)
    return made and (_reply((made[0], key, text)), (made[1],))


def altered_number_in_quote(key, text, everything, rng):
    made = _altered(text, everything, rng)
    return made and (_reply((made[0], key, made[0])), (made[1],))


def swapped_name(key, text, everything, rng):
    match = NAME.search(text)
    if not match:
        return None
    name = rng.choice(NAMES)
    return _reply((text.replace(match.group(), name), key, text)), (name.split()[1],)


def first_name(key, text, everything, rng):
    name = rng.choice(NAMES)
    return _reply((f"{name} a déclaré ceci.", key, text)), (name.split()[1],)


def forged_marker(key, text, everything, rng):
    prose = f"Selon le ministre, {rng.randint(91_000, 98_999)} personnes sont touchées"
    number = re.search(r"\d+", prose).group()
    return _reply((f"{prose} [Source 1] [{key}].", key, text)), (number, "[Source 1]")


def prompt_leak(key, text, everything, rng):
    rules = "You answer a question from excerpts of official communiqués, and from them only."
    french = "Tu réponds à une question d'après des extraits de communiqués officiels"
    return _reply((rules, key, text), (french, key, text)), (rules[:40], french[:40])


def negation(key, text, everything, rng):
    for verb, other in (
        ("ont ", "n'ont pas "),
        ("a ", "n'a pas "),
        ("will ", "will not "),
        ("is ", "is not "),
    ):
        if f" {verb}" in text:
            prose = text.replace(f" {verb}", f" {other}", 1)
            at = prose.find(other)
            return _reply((prose, key, text)), (prose[at : at + 30],)
    return None


def dropped_negation(key, text, everything, rng):
    match = re.search(r"\bn['’]ont (?:toujours )?pas |\bne (\w+) pas |\bnot ", text)
    if not match:
        return None
    prose = text.replace(match.group(), "ont " if "ont" in match.group() else "", 1)
    quote = text[match.end() :]
    return _reply((prose, key, quote), (prose, key, text)), (prose,)


def altered_date(key, text, everything, rng):
    there = [row for row in MONTHS if any(month in text for month in row)]
    others = [row[0] for row in MONTHS if not any(month in everything for month in row)]
    if not there or not others:
        return None
    month = rng.choice(others)
    old = next(name for name in there[0] if name in text)
    return _reply((text.replace(old, month), key, text)), (month,)


def altered_scale(key, text, everything, rng):
    for one, other in (("millions", "milliards"), ("million", "billion"), ("%", "millions")):
        if one in text and other not in everything:
            return _reply((text.replace(one, other, 1), key, text)), (other,)
    return None


def hostile(key, text, everything, rng):
    attacks = ("![x](http://evil.example/p.png)", "<script>alert(1)</script>", "<img src=x onerror=y>",
               "[ici](javascript:alert(1))", "voir https://evil.example/x")  # fmt: skip
    rows = [(f"{text} {attack}", key, text) for attack in attacks]
    return _reply(*rows), ("evil.example", "<script", "<img", "javascript:", "onerror")


def false_quotation(key, text, everything, rng):
    words = "c'est un échec complet pour tout le monde"
    return _reply(
        (f"Il a parlé d'« {words} ».", key, text), (f"They said '{words}'.", key, text)
    ), (words,)


def borrowed_name(key, text, everything, rng):
    """A name of other evidence, in a sentence that cites this one."""
    others = [name for name in NAME.findall(everything) if name.split()[-1] not in text]
    if not others:
        return None
    name = rng.choice(others)
    prose = f"C'est {name} qui a pris cette décision"
    return _reply((prose + ".", key, text)), (prose,)


def broken_json(key, text, everything, rng):
    made = _altered(text, everything, rng)
    return made and (f"Voici : {made[0]} [{key}]. Et {made[0]} [Source 1].", (made[1],))


LIES: tuple[Callable, ...] = (
    invented_quote, invented_prose, wrong_id, altered_number, altered_number_in_quote,
    swapped_name, first_name, forged_marker, prompt_leak, negation, dropped_negation,
    altered_date, altered_scale, hostile, false_quotation, borrowed_name, broken_json,
)  # fmt: skip


def lie(evidence: Sequence[tuple[str, str]], seed: int) -> Lie:
    """The lie of this number about `evidence`, pairs of id and text; another where it cannot be."""
    rng = random.Random(seed)
    everything = "\n".join(text for _, text in evidence)
    for turn in range(len(LIES)):
        tell = LIES[(seed + turn) % len(LIES)]
        for key, text in rng.sample(list(evidence), len(evidence)):
            made = tell(key, text, everything, rng)
            if made:
                return Lie(tell.__name__, *made)
    raise AssertionError("no lie fits")
