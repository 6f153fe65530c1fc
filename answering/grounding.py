"""Holds what a language model wrote to the stored words; whatever fails is not shown as fact.

A citation survives when its id is that of a piece of evidence and its quote is found there,
accents, hyphens, spaces and case folded; the original words are shown. A sentence survives when a
citation of it does and `bearing.missing` finds nothing in it that the quotes do not bear.
Otherwise it is left out, or its quote stands in its place. What this does not do: judge whether a
paraphrase is fair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from answering.bearing import missing
from answering.capitals import capitals
from answering.plaintext import clean, leaks
from answering.polarity import hides_negation
from answering.qualifiers import hides_qualifier
from domain import AnswerSentence, Citation, Evidence, quoted_fragments
from shadow import Shadow, fold
from vectorstore.analysis import content_words

# From this nearness on, a sentence counts as being about what it cites. Of the pairs of a question
# of the dev sets and a sentence drawn at random, one in twenty is as near.
NEAR = 0.4
_FEWEST = 2  # content words of a quote that may stand for itself


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as a model wrote it: its words, and the evidence ids and quotes that it gave.

    A quote is None where the model named the evidence alone: all of it is meant.
    """

    text: str
    quotes: tuple[tuple[str, str | None], ...]


class Ground:
    """Takes claims one by one and keeps the sentences that hold, with their citations.

    `evidence` is what the model was given, by the ids that code made; `urls` are the addresses of
    stored releases; `prompt` is the fixed text of the instructions, which no sentence may repeat;
    `near` says how near the words of a sentence are in meaning to those of its citations, 0 to 1;
    with `quote_instead`, a sentence that its quote does not bear gives way to that quote.
    """

    def __init__(
        self,
        evidence: Mapping[str, Evidence],
        *,
        urls: Collection[str] = (),
        prompt: str = "",
        near: Callable[[str, Sequence[Citation]], float] | None = None,
        quote_instead: bool = False,
    ) -> None:
        self.evidence = evidence
        self.urls = urls
        self.prompt = prompt
        self.near = near
        self.quote_instead = quote_instead
        self.sentences: list[AnswerSentence] = []
        self.citations: list[Citation] = []
        self.held = 0  # sentences of the model itself that hold
        self._names = rare_names(item.text for item in evidence.values())

    def add(self, claim: Claim) -> AnswerSentence | None:
        """The sentence to show for `claim`; None when there is none."""
        found = [pair for key, quote in claim.quotes if (pair := self._locate(key, quote))]
        text = clean(claim.text, self.urls)
        if not found:
            return None
        sentence = self._borne(text, found) if text and not self._forbidden(text) else None
        self.held += sentence is not None
        sentence = sentence or self._quoted(found[0][1])
        if sentence is not None:
            self.sentences.append(sentence)
        return sentence

    def _quoted(self, whole: Citation) -> AnswerSentence | None:
        """The quote in the place of what it does not bear, once, when that is what is wanted."""
        known = any(_span(whole) == _span(citation) for citation in self.citations)
        if known or not self.quote_instead:
            return None
        return AnswerSentence(whole.quote, (self._marker(whole),))

    def _forbidden(self, text: str) -> bool:
        said = {sentence.text for sentence in self.sentences}
        return text in said or leaks(text, self.prompt)

    def _borne(self, text: str, found: list[tuple[Citation, Citation]]) -> AnswerSentence | None:
        """The sentence on the quotes that the model gave, else on the whole sentences of them."""
        for which in (0, 1):
            citations = [pair[which] for pair in found]
            quotes = [citation.quote for citation in citations]
            exact = original_fragments(text, quotes)
            if exact is not None and self._bear(exact, citations):
                markers = [self._marker(citation) for citation in citations]
                return AnswerSentence(exact, tuple(dict.fromkeys(markers)))
        return None

    def _bear(self, text: str, citations: Sequence[Citation]) -> bool:
        quotes = [citation.quote for citation in citations]
        if missing(text, quotes, self._names) is not None:
            return False
        return self.near is None or self.near(text, citations) >= NEAR

    def _marker(self, citation: Citation) -> int:
        for known in self.citations:
            if _span(known) == _span(citation):
                return known.marker
        self.citations.append(replace(citation, marker=len(self.citations) + 1))
        return len(self.citations)

    def _locate(self, key: str, quote: str | None) -> tuple[Citation, Citation] | None:
        """The citation of the original words of `quote`, and that of the whole evidence."""
        item = self.evidence.get(key)
        if item is None:
            return None
        whole = Citation.of(item, 1)
        if quote is None:
            return whole, whole
        span = _find(item.text, quote)
        if span is None:
            return None
        words = item.text[span[0] : span[1]]
        if len(content_words(words)) < _FEWEST or _hides(item.text, words):
            return whole, whole
        start, end = item.start + span[0], item.start + span[1]
        return replace(whole, start=start, end=end, quote=words), whole


def rare_names(texts: Iterable[str]) -> frozenset[str]:
    """Names of these texts, folded: words that never stand there without their capital."""
    capital: set[str] = set()
    lower: set[str] = set()
    for text in texts:
        names = capitals(text)
        capital |= {name.word for name in names if not name.opens and len(name.word) > 3}
        lower |= set(re.findall(r"\b[a-zà-öø-ÿ][^\W_]+", text))
    return frozenset(capital - {fold(word) for word in lower})


def original_fragments(text: str, quotes: Collection[str]) -> str | None:
    """`text` with what it quotes in the original words; None when it quotes what no quote has."""
    for fragment in quoted_fragments(text):
        exact = next((words for quote in quotes if (words := _original(quote, fragment))), None)
        if exact is None:
            return None
        text = text.replace(fragment, exact)
    return text


def _original(quote: str, fragment: str) -> str | None:
    span = _find(quote, fragment)
    return quote[span[0] : span[1]] if span else None


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text`, folded, from the edge of a word to the edge of a word."""
    for form in (quote, quote.replace("‹", "<").replace("›", ">"), quote.strip(' .…"«»“”')):
        for start, end in Shadow.of(text).find_all(form):
            before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
            if not re.fullmatch(r"\w\w", before if start else "") and not re.fullmatch(
                r"\w\w", after
            ):
                return start, end
    return None


def _hides(text: str, words: str) -> bool:
    """Whether a quote leaves out what turns or qualifies its sentence, and may so mislead."""
    return hides_negation(text, words) or hides_qualifier(text, words)


def _span(citation: Citation) -> tuple[str, str, int, int]:
    return citation.release_id, citation.version, citation.start, citation.end
