"""Takes personal data out of a question before it leaves the machine, and puts it back after.

Telephone numbers, e-mail addresses (also in words: « nom arobase domaine point ca ») and numbers
like a social insurance number become placeholders such as `[TEL-1]`. In doubt a number is taken
out, but for amounts: « 123 456 789 personnes », "186 000 000 $". Releases are public and are sent
as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_BLANK = r"[^\S\n]|[\u200b-\u200d\u2060\ufeff\u00ad]"
# Between two groups of digits: spaces, a sign, spaces; no line end.
_GAP = rf"(?:{_BLANK}|&nbsp;){{0,2}}[-./·\u2010-\u2015\u2212]?(?:{_BLANK}|&nbsp;){{0,2}}"
_START, _END = r"(?<![\d$€])(?<!\d[.,])", r"(?!\d|[.,]\d)"
_EXTENSION = r"(?:\s*(?:x|ext\.?|poste|#)\s*\d{1,6}\b)?"

_LOCAL = r"(?:\"[^\"\n]{1,60}\"|(?:[\w+%-]{1,64}\s(?:point|dot)\s)*[\w+%-][\w.+%-]{0,63})"
_AT_WORD = r"(?:at|arobase?|arobas|a|chez)"
_OPEN, _CLOSE = r"\s?[\[({<_-]\s?", r"\s?[\])}>_-]\s?"
_DOT = rf"(?:[.．]|\s[.．]\s|\s(?:point|dot)\s|{_OPEN}(?:point|dot){_CLOSE})"
_TOP = r"(?:ca|com|org|net|fr|qu[ée]bec|info|edu|gov|eu|be|ch|uk|us|mx)"
_WORD = r"[\w-]{1,64}"
_PART = r"(?:[^\W_]|-){1,64}"  # where "_" stands for brackets
_EMAIL = re.compile(
    rf"{_LOCAL}(?:{_BLANK})?(?:[@＠]|&#64;|%40)(?:{_BLANK})?(?:{_WORD}(?:{_DOT}{_WORD})*|\[[\d.]+\])"
    rf"|(?:[^\W_]|[.+%-]){{1,64}}{_OPEN}{_AT_WORD}{_CLOSE}{_PART}?(?:{_DOT}{_PART})+"
    rf"|{_LOCAL}\s(?:at|arobase?|arobas)\s{_WORD}(?:{_DOT}{_WORD})+"
    rf"|{_LOCAL}\s(?:chez|à)\s{_WORD}(?:\s(?:point|dot)\s{_WORD})*\s(?:point|dot)\s{_TOP}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    # North America, whole: 613 555-0199, +1 (514) 555.0199, 514 555 01 99
    rf"{_START}(?:(?:\+|00)?1{_GAP})?\(?\d{{3}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"
    rf"{_EXTENSION}{_END}"
    # abroad: +33 (0)6 12 34 56 78
    rf"|{_START}(?<!\d\s)(?:\+|00)\d{{1,3}}{_GAP}(?:\(0\){_GAP})?(?:\d{{1,4}}{_GAP}){{2,5}}\d{{2,4}}{_END}"
    # France: 06 12 34 56 78
    rf"|{_START}(?<!-)0\d(?:{_GAP}\d\d){{4}}{_END}"
    # without its area
    rf"|{_START}(?<!-)\d{{3}}[-.\u2010\u2011\u2013]\d{{4}}{_EXTENSION}{_END}(?!-)",
    re.IGNORECASE,
)
_SIN = re.compile(rf"{_START}(?<!-)(?<!\d\s)\d(?:{_GAP}\d){{8}}{_END}(?!-)")
_OTHER_NUMBERS = re.compile(  # of the United States and of France; a payment card
    rf"{_START}\d{{3}}-\d{{2}}-\d{{4}}{_END}"
    rf"|{_START}[12]{_GAP}\d\d{_GAP}\d\d{_GAP}(?:\d\d|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?{_END}"
    rf"|{_START}(?:\d{{4}}{_GAP}){{3}}\d{{4}}{_END}",
    re.IGNORECASE,
)
# What says of a number in groups of three that it is no amount.
_NUMBERED = re.compile(
    r"\b(?:n\.?a\.?s|s\.?i\.?n|s\.?s\.?n|num[ée]ros?|no|number|dossier|file|assurance|insurance|"
    r"social[e]?|id)\b|n°",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s*[$€%]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"\s*[^\W\d_]{2,}")


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

    def put(kind: str, rule: re.Pattern[str], holds: Callable[[re.Match[str]], bool]) -> None:
        nonlocal text

        def replaced(match: re.Match[str]) -> str:
            if not holds(match):
                return match.group()
            known = {original: name for name, original in originals.items()}
            name = known.get(match.group()) or f"[{kind}-{len(originals) + 1}]"
            originals[name] = match.group()
            return name

        text = rule.sub(replaced, text)

    put("EMAIL", _EMAIL, lambda match: True)
    put("SIN", _OTHER_NUMBERS, _is_number)
    put("TEL", _PHONE, lambda match: True)
    put("SIN", _SIN, _is_sin)
    return Redacted(text, originals)


def _is_sin(match: re.Match[str]) -> bool:
    """Whether nine digits may be a social insurance number, and are no amount or years."""
    number, after = match.group(), match.string[match.end() :]
    digits = re.sub(r"\D", "", number)
    groups = re.findall(r"\d+", number)
    if _MONEY.match(after) or any(_YEAR.fullmatch(group) for group in groups):
        return False
    if luhn(number) or digits[0] == "0" or _NUMBERED.search(match.string[: match.start()]):
        return True
    if [len(group) for group in groups] not in ([9], [3, 3, 3]):
        return False
    amount = re.fullmatch(r"[\d\s]+", number) and len(groups) == 3
    return not amount or not (_COUNTED.match(after) or digits.endswith("000"))


def _is_number(match: re.Match[str]) -> bool:
    """Whether a longer number is of a person: sixteen digits are where their check digit holds."""
    digits = re.sub(r"\D", "", match.group())
    return len(digits) != 16 or luhn(digits)


def luhn(number: str) -> bool:
    """Whether the check digit of a number holds (Luhn, US patent 2,950,048), signs passed over."""
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [2 * digit for digit in digits[-2::-2]]
    total = sum(digits[-1::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return any(digits) and total % 10 == 0
