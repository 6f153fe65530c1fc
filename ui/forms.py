"""What the layers below say in English, in the language of the page.

A sentence is known by its form: `ENGLISH` holds every form with blanks for names and figures, and
the other languages the same forms in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_BLANK = re.compile(r"\\{(\w+)\\}")


def in_language(said: str, forms: tuple[str, ...], words: Sequence[str]) -> str | None:
    """`said`, of one of the English `forms`, in the `words` that stand in its place; None when it
    is of no form that we know. What fills the blank `{what}` may be of a form itself."""
    for form, translated in zip(_patterns(forms), words, strict=True):
        match = form.fullmatch(said)
        if match:
            found = match.groupdict()
            if "what" in found:
                found["what"] = in_language(found["what"], forms, words) or found["what"]
            return translated.format(**found)
    return None


@cache
def _patterns(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(form), re.DOTALL) for form in forms)


def _pattern(form: str) -> str:
    blanks = _BLANK.sub(r"(?P<\1>.+?)", re.escape(form))
    return blanks.replace(r"\{\{", r"\{").replace(r"\}\}", r"\}")
