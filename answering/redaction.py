"""Takes personal data out of a question before it leaves the machine, and puts it back after.

Telephone numbers (found by phonenumbers, and by a rule of ours what that does not read), e-mail
addresses (also in words: « nom arobase domaine point ca »), numbers like a social insurance number
and those of health cards become placeholders such as `[TEL-1]`. In doubt a number is taken
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
_AFTER = re.compile(_EXTENSION, re.IGNORECASE)

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
_REGIONS = ("CA", "FR", "GB", None)  # whose numbers are known without their code; any with "+"
# What phonenumbers does not read of North America: numbers that nobody has (555), odd spaces and
# signs (613,555,0199), and numbers without their area.
_PHONE = re.compile(
    rf"{_START}(?:(?:\+|00)?1{_GAP})?\(?\d{{3}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"
    rf"{_EXTENSION}{_END}"
    rf"|{_START}[2-9]\d\d[,:](?:\d{{3}}[,:]|\s[2-9]\d\d[,:]\s(?!(?:19|20)\d\d))\d{{4}}{_END}"
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
_HEALTH = re.compile(  # cards of Québec (TREM 6502 1518) and of Ontario (1234-567-897-AB)
    rf"(?<!\w)[A-Z]{{4}}{_GAP}(?:\d\d{_GAP}){{3}}\d\d{_END}"
    rf"|{_START}(?<!-)\d{{4}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}[A-Z]{{2}}\b)?{_END}(?!-)",
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
_THOUSANDS = re.compile(r"(?:(?:19|20)\d\d\s)?\d{1,3}(?:[\s,.]\d{3})+")  # after a year too
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
    """`text` without telephone numbers, e-mail addresses, social insurance and health numbers."""
    originals: dict[str, str] = {}

    def named(kind: str, original: str) -> str:
        known = {original: name for name, original in originals.items()}
        name = known.get(original) or f"[{kind}-{len(originals) + 1}]"
        originals[name] = original
        return name

    def put(kind: str, rule: re.Pattern[str], holds: Callable[[re.Match[str]], bool]) -> None:
        nonlocal text
        text = rule.sub(lambda m: named(kind, m.group()) if holds(m) else m.group(), text)

    put("EMAIL", _EMAIL, lambda match: True)
    put("SIN", _OTHER_NUMBERS, _is_number)
    put("HEALTH", _HEALTH, _is_card)
    for region in _REGIONS:
        for start, end in reversed(_phones(text, region)):
            text = text[:start] + named("TEL", text[start:end]) + text[end:]
    put("TEL", _PHONE, lambda match: True)
    put("SIN", _SIN, _is_sin)
    return Redacted(text, originals)


def _phones(text: str, region: str | None) -> list[tuple[int, int]]:
    """Where telephone numbers stand, as a region writes them; None: any with their country's code.

    A number that can be an amount (6 135 550 199) is none.
    """
    from phonenumbers import Leniency, PhoneNumberMatcher

    found = PhoneNumberMatcher(text, region, leniency=Leniency.VALID)
    return [
        (match.start, match.end + len(_AFTER.match(text, match.end).group()))
        for match in found
        if not _THOUSANDS.fullmatch(match.raw_string) and not _MONEY.match(text, match.end)
    ]


def _is_card(match: re.Match[str]) -> bool:
    """Whether letters and digits may be a health card's: no word before years, no amount."""
    number = match.group()
    digits = re.sub(r"\D", "", number)
    letters = re.match(r"[^\W\d]{4}", number)
    if letters is None:
        coded = number[-1].isalpha()
        return coded or (luhn(number) and not _YEAR.match(digits))
    month, day = int(digits[2:4]), int(digits[4:6])
    born = (month - 1) % 50 < 12 and month <= 62 and 1 <= day <= 31
    years = _YEAR.match(digits) and _YEAR.match(digits[4:])
    return born and (letters.group().isupper() or not years)


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
