"""Follow-up questions: made standalone from the questions before them, by rules, offline.

"Et LeBlanc ?" after "Qui représentait le Canada ?" becomes "Et LeBlanc ? Qui représentait le
Canada ?": the new words lead, the old question gives them their subject. A question that stands
by itself is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.question import Question
from shadow import fold

_OPENING = re.compile(
    r"^(et|and|mais|but|ou alors|or|puis|also|aussi|qu en est il|what about|how about|pourquoi|"
    r"why|comment ca|how so|quand|when|ou|where|lequel|laquelle|lesquels|which one|who else|"
    r"qui d autre|quoi d autre|what else|donne(z)? (moi )?(la|le|les)|give me)\b"
)
_POINTING = re.compile(
    r"\b(il|elle|ils|elles|lui|leur|eux|y|en|cela|ca|ceci|celui ci|celle ci|ceux ci|he|she|him|it|"
    r"they|them|their|his|its|this|that|those|these|there)\b"
)
_MANY_WORDS = 5


def is_follow_up(question: Question) -> bool:
    """Whether the question leans on what was said before it."""
    plain = re.sub(r"[^\w\s]", " ", fold(question.text))
    plain = re.sub(r"\s+", " ", plain).strip()
    if not question.words:
        return True
    if _OPENING.match(plain):
        return len(question.words) < _MANY_WORDS
    return len(question.words) <= 2 and bool(_POINTING.search(plain))


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it needs from `history` (earlier questions, oldest first)."""
    if not history or not is_follow_up(Question.of(question)):
        return question
    subject = next(
        (earlier for earlier in reversed(history) if not is_follow_up(Question.of(earlier))),
        history[0],
    )
    return f"{question} {subject}"
