"""The fixed phrases of communiqués, in French and English: markers, kickers, field names, headings.

Patterns only; `layout` decides where each of them counts, `contacts` has those of its own.
"""

from __future__ import annotations

import re

from domain import ReleaseStatus

_OPEN = r"(?:--?|[–—/(\[])?\s*"
_CLOSE = r"\s*(?:--?|[–—:/)\]]|\Z)[\s/–—-]*"
STATUS = (
    (
        ReleaseStatus.REPRISE,
        rf"{_OPEN}(?:R ?E ?P ?R ?I ?S ?E|R ?E ?P ?E ?A ?T|Reprise|Repeat)"
        rf"(?:\s+(?:de l['’]avis aux m[ée]dias|DE L['’]AVIS AUX M[ÉE]DIAS))?{_CLOSE}",
    ),
    (
        ReleaseStatus.CORRECTION,
        rf"{_OPEN}(?:C ?O ?R ?R ?E ?C ?T ?I ?O ?N|Correction|Rectificatif|RECTIFICATIF|CORRIGÉ"
        r"|Corrigé|CORRECTED|Corrected)(?:\s+(?:version|VERSION))?"
        r"(?:\s+(?:(?:de la|from|par la)\s+[Ss]ource|DE LA SOURCE|FROM SOURCE)\s*(?:--?|[–—:/])?\s*"
        rf"|{_CLOSE})",
    ),
    (
        ReleaseStatus.UPDATE,
        rf"{_OPEN}(?:MISE À JOUR|Mise à jour|MISES À JOUR|UPDATED?|Updated?)(?:\s+\d{{1,2}})?"
        rf"{_CLOSE}",
    ),
)
# "AVIS AUX MÉDIAS - MISE À JOUR - …": the marker stands after the kind of release.
KIND = re.compile(
    r"[/(\[]?\s*(?:avis aux m[ée]dias|media advisory|communiqué|news release|déclaration|statement)"
    r"\s*(?:--?|[–—:/])\s*",
    re.IGNORECASE,
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
# One question and nothing else, as over each answer of a list of questions.
ASKS = re.compile(r"(?:Q\s?\d*\s?[.:)]\s*)?[^.!?…«»“”]{1,220}\?\s*\Z")
FINISHED = re.compile(r"(?:[:;,]|[.!?…][\s»”\")\]]*)\Z")
