"""The people and offices that a communiqué names for questions."""

from __future__ import annotations

import re

from domain import Contact
from ingest.parsed import one_line, trim

_PHRASE = (
    r"personnes?[- ‑]ressources?|renseignements|contacts?|contactez|media contacts?"
    r"|contacts? (?:pour les |avec les )?m[ée]dias|personnes? à contacter"
    r"|pour (?:de |d['’])?(?:obtenir )?(?:de )?(?:plus(?: d['’]| de )?|amples )?(?:amples )?"
    r"(?:informations?|renseignements)"
    r"|(?:for )?(?:more|further|additional) information|relations avec les m[ée]dias"
    r"|media (?:relations|inquiries|enquiries)|demandes (?:de renseignements )?des m[ée]dias"
)
# "Personnes-ressources :" with what follows on the line, or the label alone.
LABEL = re.compile(
    rf"(?P<label>(?:{_PHRASE})(?:[^.:;\n]{{0,60}})?)\s*(?::|：)\s*|(?P<alone>(?:{_PHRASE}))\s*\Z",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w-])(?:\+?1[-. ‑\u00a0])?(?:\(\d{3}\)|\d{3})[-. ‑\u00a0]{0,2}\d{3}[-. ‑\u00a0]\d{4}"
    r"(?!\d)(?:,?\s*(?:poste|ext\.?|extension|p\.|x)\s*\d{1,6})?"
    r"|\+\d{1,3}(?:[-. ()\u00a0]{1,2}\d{1,4}){2,5}(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NAMED = re.compile(r"\s*[^\W\d_][^\d@,:\[]{3,60},\s[^\d@]{3,}")  # a name, a comma, a function
_REDACTED = re.compile(
    r"\[[^\[\]]{0,40}(?:@|protected|prot[ée]g[ée]|courriel|e-?mail)[^\[\]]{0,40}\]", re.IGNORECASE
)


def reaches(text: str) -> bool:
    """Whether the words hold a telephone number or an e-mail address, redacted or not."""
    return bool(_PHONE.search(text) or _EMAIL.search(text) or _REDACTED.search(text))


def labels_end(text: str, start: int, end: int) -> int | None:
    """Where the contacts after one or more labels begin; None when there is no label."""
    found = None
    while label := LABEL.match(text, start, end):
        start = found = label.end()
        if label["alone"]:
            break
    return found


def read_contact(text: str, start: int, end: int) -> Contact:
    """What can be recognised in one entry: the name is its first part, up to a comma or line."""
    words = text[start:end]
    phone = _PHONE.search(words)
    email = _EMAIL.search(words)
    reach = [found.start() for found in (phone, email, _REDACTED.search(words)) if found]
    before = words[: min(reach, default=len(words))]
    name = one_line(re.split(r",\s|[\r\n|]", before, maxsplit=1)[0]).rstrip(" :,-–—")
    return Contact(
        start=start,
        end=end,
        name=name or None,
        phone=one_line(phone[0]) if phone else None,
        email=email[0] if email else None,
    )


def split_entries(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The entries of a contacts paragraph: parted by `;`, or by lines after a number or address."""
    parts = re.compile(r";(?=\s|\Z)").finditer(text, start, end)
    cuts = [match.span() for match in parts]
    if not cuts:
        cuts = _line_cuts(text, start, end)
    bounds = zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True)
    spans = [trim(text, *bound) for bound in bounds]
    return [span for span in spans if any(char.isalnum() for char in text[slice(*span)])]


def _line_cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Line ends where one entry is complete (it can be reached) and the next begins with a name.

    An entry on one line ("Pat Marlow, Press Secretary, 613-555-0177") begins one as well.
    """
    cuts: list[tuple[int, int]] = []
    reached = False
    for line in re.compile(r"[^\r\n]+").finditer(text, start, end):
        reachable = reaches(line[0])
        if reached and (not reachable or _NAMED.match(line[0])):
            cuts.append((line.start(), line.start()))
        reached = reachable or (reached and reachable)
    return cuts
