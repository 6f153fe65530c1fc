"""Questions generated over the training texts, because French ones are nearly absent from them.

A heading becomes a question about its text. A sentence that holds a date, an amount,
a number, a person or a reason becomes the question for it, asked with a few of its words. And a
sentence is asked for by a handful of its words alone, so that the model learns to look past the
words of asking; these two also ask in one language for the translation. A sentence taken out of a
longer text asks for the text that it was taken from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from embedding.training.data import Pair
from language import ENGLISH, FRENCH
from shadow import fold

MARK = "+"  # between a source and how a question was made from it

_HEADING = {
    "fr": (
        "{} ?", "Qu'est-ce que {} ?", "Que dit le texte sur {} ?", "Que prévoit-on pour {} ?",
        "Quelles sont les règles sur {} ?", "Comment fonctionne {} ?", "Que sait-on de {} ?",
        "Qu'en est-il de {} ?", "À quoi sert {} ?", "Quels sont les détails de {} ?",
        "Où puis-je m'informer sur {} ?", "Pourquoi {} ?", "Qui est concerné par {} ?",
        "Quelles mesures ont été prises au sujet de {} ?", "Que faut-il savoir sur {} ?",
        "Parle-moi de {}", "Je cherche des renseignements sur {}", "Que signifie {} ?",
        "Dans quels cas {} ?", "Quelles conditions pour {} ?", "Comment obtenir {} ?",
    ),
    "en": (
        "{}?", "What is {}?", "What does the text say about {}?", "What is planned for {}?",
        "What are the rules on {}?", "How does {} work?", "What do we know about {}?",
        "What about {}?", "What is the purpose of {}?", "Where can I find details of {}?",
        "Who is affected by {}?", "What has been done about {}?", "Tell me about {}",
        "I am looking for information on {}", "What does {} mean?", "When does {} apply?",
        "What are the conditions for {}?", "How do I get {}?", "Why {}?",
    ),
}  # fmt: skip
_ASKING = {
    "fr": {
        "when": ("Quand {} ?", "À quelle date {} ?", "En quelle année {} ?", "{}, c'était quand ?"),
        "money": ("Combien coûte {} ?", "Quel est le montant {} ?", "Combien d'argent {} ?",
                  "Quelle somme {} ?"),
        "count": ("Combien de {} ?", "Quel est le nombre de {} ?", "Quel pourcentage {} ?"),
        "who": ("Qui {} ?", "Quelle personne {} ?", "Par qui {} ?", "Quel ministre {} ?"),
        "why": ("Pourquoi {} ?", "Pour quelle raison {} ?", "Dans quel but {} ?"),
        "where": ("Où {} ?", "À quel endroit {} ?", "Dans quelle ville {} ?",
                  "Dans quel pays {} ?"),
        "any": ("Que {} ?", "Quels {} ?", "Quelle {} ?", "Comment {} ?", "Est-ce que {} ?",
                "Qu'est-ce qui {} ?", "Y a-t-il {} ?", "De quoi {} ?", "{}"),
    },
    "en": {
        "when": ("When {}?", "On what date {}?", "In what year {}?"),
        "money": ("How much {}?", "What amount {}?", "What does {} cost?"),
        "count": ("How many {}?", "What number of {}?", "What percentage {}?"),
        "who": ("Who {}?", "Which person {}?", "By whom {}?", "Which minister {}?"),
        "why": ("Why {}?", "For what reason {}?", "To what end {}?"),
        "where": ("Where {}?", "In which city {}?", "In what country {}?"),
        "any": ("What {}?", "Which {}?", "How {}?", "Does {}?", "Is there {}?", "{}"),
    },
}  # fmt: skip
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_DAY = rf"\b\d{{1,2}}(?:er)? (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d|\b(?:1[6-9]|20)\d\d\b"
_SUM = r"\d[\d\s,.]*(?:\$|€|(?:millions?|milliards?) d|dollars|euros)|[$€]\s?\d"
_NUMBER = r"\b\d[\d,.]*\s?%|\b\d+\b|\b(?:deux|trois|quatre|cinq|two|three|four|five)\b"
_PERSON = (
    r"\b(?:ministre|président|Minister|President|M\.|Mme|Mr\.|Mrs\.|juge|judge|commissaire|"
    r"Commissioner)\b|(?<=[a-z,] )[A-ZÉ][a-zé]+ [A-ZÉ][a-zé]+"
)
_REASON = r"\b(?:parce que|afin d|car|pour que|en vue d|because|so that|in order to)\b"
_PLACE = r"\b(?:à|au|in|at) (?!M\.)[A-ZÉ][a-zé]{3,}"
_SIGNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("when", _DAY),
        ("money", _SUM),
        ("count", _NUMBER),
        ("who", _PERSON),
        ("why", _REASON),
        ("where", _PLACE),
    )
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_SENTENCE = re.compile(r"(?<=[.;!?]) ")
_STOP = {"fr": FRENCH, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class _Side:
    """The text to ask with, the text to find, and their languages."""

    ask: str
    find: str
    ask_language: str
    find_language: str


def generate(pairs: dict[str, list[Pair]], seed: int, per_source: int = 40_000) -> list[Pair]:
    """Question → text pairs over `pairs` (kind `qa`), from at most `per_source` rows of a source.

    Their source is that of the row, MARK and how they were made.
    """
    found: list[Pair] = []
    for source in sorted(pairs):
        rng = random.Random(f"{seed}-{source}")
        rows = [pair for pair in pairs[source] if pair.kind in ("title_body", "parallel")]
        for pair in rng.sample(rows, min(per_source, len(rows))):
            found.extend(_from_pair(pair, rng))
    return found


def _from_pair(pair: Pair, rng: random.Random) -> Iterator[Pair]:
    if pair.kind == "title_body":
        if len(pair.a.split()) <= 12:
            template = rng.choice(_HEADING[pair.lang_a])
            question = template.format(_lowered(pair.a))
            source = f"{pair.source}{MARK}head"
            yield _pair(question, pair.b, pair.lang_a, pair.lang_b, source)
        yield from _from_body(pair, rng)
        return
    sides = [
        _Side(pair.a, pair.a, pair.lang_a, pair.lang_a),
        _Side(pair.b, pair.b, pair.lang_b, pair.lang_b),
        _Side(pair.a, pair.b, pair.lang_a, pair.lang_b),
        _Side(pair.b, pair.a, pair.lang_b, pair.lang_a),
    ]
    side = rng.choice(sides)
    question = ask(side.ask, side.ask_language, rng)
    if question is not None:
        source = f"{pair.source}{MARK}words"
        yield _pair(question, side.find, side.ask_language, side.find_language, source)


def _from_body(pair: Pair, rng: random.Random) -> Iterator[Pair]:
    """A sentence of a text asks for the text: with a few of its words, or whole for the rest."""
    body, language = pair.b, pair.lang_b
    sentences = [part for part in _SENTENCE.split(body) if len(part.split()) >= 6]
    if len(sentences) < 2:
        return
    chosen = rng.choice(sentences)
    question = ask(chosen, language, rng)
    if question is not None:
        yield _pair(question, body, language, language, f"{pair.source}{MARK}body")
    yield _pair(chosen, body.replace(chosen, " "), language, language, f"{pair.source}{MARK}rest")


def ask(text: str, language: str, rng: random.Random) -> str | None:
    """A question that `text` answers, asked with some of its words; None if it has too few."""
    kind, spared = "any", ""
    for name, pattern in rng.sample(_SIGNS, len(_SIGNS)):
        match = pattern.search(text)
        if match:
            kind, spared = name, match.group()
            break
    left = text.replace(spared, " ") if spared else text
    kept = [word for word in _WORD.findall(left) if fold(word) not in _STOP[language]]
    if len(kept) < 3:
        return None
    size = rng.randint(2, min(6, len(kept)))
    start = rng.randint(0, len(kept) - size)
    near = kept[start : start + size + 2]
    chosen = sorted(rng.sample(range(len(near)), min(size, len(near))))
    return rng.choice(_ASKING[language][kind]).format(" ".join(near[i] for i in chosen))


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:].rstrip(" .:;?")


def _pair(question: str, text: str, asked: str, found: str, source: str) -> Pair:
    return Pair(question, text, "qa", asked, found, source)
