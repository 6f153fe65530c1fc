"""The fixed phrases of communiqués, in French and English: markers, kickers, field names, headings.

Patterns only; `layout` decides where each of them counts, `contacts` has those of its own.
"""

from __future__ import annotations

import re

from domain import ReleaseStatus

STATUS = (
    (
        ReleaseStatus.REPRISE,
        r"/?\s*(?:R ?E ?P ?R ?I ?S ?E|R ?E ?P ?E ?A ?T|Reprise|Repeat)\s*(?:--?|[–—:/]|\Z)",
    ),
    (
        ReleaseStatus.CORRECTION,
        r"/?\s*(?:C ?O ?R ?R ?E ?C ?T ?I ?O ?N|Correction|Rectificatif|RECTIFICATIF|CORRIGÉ"
        r"|CORRECTED|Corrected)"
        r"(?:\s+(?:(?:de la|from|par la)\s+[Ss]ource|DE LA SOURCE|FROM SOURCE)\s*(?:--?|[–—:/])?"
        r"|\s*(?:--?|[–—:/]|\Z))",
    ),
    (
        ReleaseStatus.UPDATE,
        r"/?\s*\(?(?:MISE À JOUR|Mise à jour|UPDATED?|Updated?)\)?\s*(?:--?|[–—:/]|\Z)",
    ),
)
FROM = re.compile(r"(?:de|from)\s*:\s*(?P<issuer>[^\W\d_].{1,200})\Z", re.IGNORECASE)
# "Date :", "Lieu :" of a media advisory: a label whose value follows, on this line or the next.
FIELD = re.compile(
    r"(?:date(?: et heure| and time)?|heure|lieu|endroit|adresse|quoi|qui|quand|où|time|location"
    r"|place|address|what|who|when|where)\s?:",
    re.IGNORECASE,
)
KICKER = re.compile(
    r"(?:communiqu[ée](?: de presse)?|news release|press release|avis aux m[ée]dias|media advisory"
    r"|pour (?:diffusion|publication) imm[ée]diate|for immediate release|d[ée]claration|statement"
    r"|de\s*:.*|from\s*:.*|document d['’]information|backgrounder)\W*\Z",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"-?\s*(?:SOURCES?\s*[:–-]?|[Ss]ources?\s?:)\s+(?P<issuer>[^\W\d_].{1,200})\Z", re.S
)
KNOWN_HEADING = re.compile(
    r"(?:faits en bref|citations?|quotes?|quick facts|liens connexes|related links|associated links"
    r"|produits connexes|related products|contexte|background|conclusion|introduction)\s*:?\Z",
    re.IGNORECASE,
)
END_MARK = re.compile(r"(?:[-–—]\s*)?30\s*[-–—]\Z|#{3,}\Z|/30/?\Z")
FINISHED = re.compile(r"(?:[:;,]|[.!?…][\s»”\")\]]*)\Z")
