"""Takes personal data out of a question before it leaves the machine, and puts it back after.

Telephone numbers, e-mail addresses and numbers in the form of a Canadian social insurance number
whose check digit holds (Luhn, US patent 2,950,048) become placeholders such as `[TEL-1]`.
Releases are public and are sent as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_GAP = r"[-.\s\u00a0\u202f\u2010\u2011\u2013]"
_EMAIL = re.compile(
    r"[\w.+%-]+\s?(?:@|\(at\)|\[at\]|\(a\)|\s(?:arobase|at)\s)\s?[\w-]+"
    r"(?:\s?(?:\.|\(dot\)|\[dot\]|\s(?:point|dot)\s)\s?[\w-]+)+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"(?<![\w$])(?:(?:\+|00)\d{{1,3}}{_GAP}?)?(?:1{_GAP}?)?\(?\d{{3}}\)?{_GAP}?\d{{3}}{_GAP}?\d{{4}}"
    rf"(?!\w)|(?<![\w$])(?<!\d\s)(?:\+|00)\d{{1,3}}(?:{_GAP}?\d{{1,4}}){{3,5}}(?!\w)"
    rf"|(?<![\w$-])0\d(?:{_GAP}?\d\d){{4}}(?!\w)|(?<![\w$-])\d{{3}}[-.\u2011]\d{{4}}(?![\w-])",
)
_SIN = re.compile(rf"(?<![\w$])\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}(?![\w-])(?!\s*[$%€])")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text that may leave the machine, and what its placeholders stand for."""

    text: str
    originals: dict[str, str] = field(default_factory=dict)

    def restore(self, text: str) -> str:
        """`text` with the placeholders that it kept replaced by what they stand for."""
        for placeholder, original in self.originals.items():
            text = text.replace(placeholder, original)
        return text


def redact(text: str) -> Redacted:
    """`text` without telephone numbers, e-mail addresses and social insurance numbers."""
    originals: dict[str, str] = {}

    def put(kind: str, rule: re.Pattern[str], text: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            if kind == "SIN" and not luhn(match.group()):
                return match.group()
            known = {original: name for name, original in originals.items()}
            name = known.get(match.group()) or f"[{kind}-{len(originals) + 1}]"
            originals[name] = match.group()
            return name

        return rule.sub(replaced, text)

    text = put("EMAIL", _EMAIL, text)
    text = put("TEL", _PHONE, text)
    text = put("SIN", _SIN, text)
    return Redacted(text, originals)


def luhn(number: str) -> bool:
    """Whether the check digit of a number holds; separators are passed over."""
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [2 * digit for digit in digits[-2::-2]]
    total = sum(digits[-1::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return any(digits) and total % 10 == 0
