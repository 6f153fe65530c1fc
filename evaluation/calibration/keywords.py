"""Short questions made from the words of releases: "What do they say about fentanyl?".

The training questions that people wrote are mostly paraphrases. Readers also type the very word
that they look for, and the sentence that has it should then come first: so questions are made
from words that stand in one sentence of a library only, put into a few plain forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import cycle

from domain import Kind, Release
from evaluation.questions import Question, ReferenceQuote
from vectorstore.analysis import content_words, stem

FORMS = {
    "fr": (
        "{} ?",
        "Que disent les ministres de {} ?",
        "Que dit le communiqué au sujet de {} ?",
        "Qu'est-ce qui est annoncé sur {} ?",
        "Parle-t-on de {} ?",
    ),
    "en": (
        "{}?",
        "What do the ministers say about {}?",
        "What does the release say about {}?",
        "What is announced about {}?",
        "Is {} mentioned?",
    ),
}
_SHORTEST = 6  # letters of a word that one would look for


def keyword_questions(releases: Sequence[Release], count: int) -> list[Question]:
    """At most `count` questions, spread evenly over the sentences of the releases."""
    found: list[tuple[str, str, str, str]] = []
    counts: Counter[str] = Counter()
    for release in releases:
        for sentence in release.sentences:
            text = release.text[sentence.start : sentence.end]
            words = dict.fromkeys(content_words(text))
            counts.update({stem(word, release.language) for word in words})
            if sentence.kind is Kind.SENTENCE and release.language in FORMS:
                longest = max((w for w in words if w.isalpha()), key=len, default="")
                found.append((longest, text, release.source, release.language))
    rare = [
        item for item in found if len(item[0]) >= _SHORTEST and counts[stem(item[0], item[3])] == 1
    ]
    step = max(1, len(rare) // count)
    forms = {language: cycle(forms) for language, forms in FORMS.items()}
    return [
        Question(
            id=f"keyword-{number}",
            user_input=next(forms[language]).format(word),
            lang=language,
            type="other",
            answerable=True,
            reference_quotes=(ReferenceQuote(text, source),),
        )
        for number, (word, text, source, language) in enumerate(rare[::step][:count], start=1)
    ]
