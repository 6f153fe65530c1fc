"""Whether a sentence tells of what is done or of what is to come, by the forms of its verbs.

No dictionary: auxiliaries with a participle, endings, and the irregular past forms of English.
"""

from __future__ import annotations

import re

from shadow import fold

# On the text in lower case with its accents: « a » has, « à » is at.
_ADVERBS = (
    r"(?:(?:été|déjà|aussi|également|bien|enfin|toujours|pas|récemment|tous|toutes|\w+ment)\s+)*"
)
_PARTICIPLE = (
    r"(?:\w+(?:é|i|u|û)(?:e|s|es)?|eue?s?|\w*(?:mis|pris|fait|dit|écrit|offert|ouvert)e?s?)"
)
_MOVED = (
    r"(?:entr|all|ven|arriv|part|n|deven|rest|sort|mont|descend|tomb|reven|décéd|pass|interven|"
    r"mort)"
)
_FRENCH_DONE = re.compile(
    rf"\b(?:a|ont|avait|avaient|eut|eurent)\s+{_ADVERBS}{_PARTICIPLE}\b|"
    rf"\b(?:est|sont)\s+{_ADVERBS}{_MOVED}(?:é|u|i|)e?s?\b|"
    rf"\bs['’](?:est|étai\w+)\s+{_PARTICIPLE}\b|"
    r"\bse sont\s+\w+|(?<![\w-])(?!\w+rai(?:t|ent)\b)\w{2,}ai(?:t|ent)\b(?<!fait)(?<!lait)|"
    r"\bfut\b|\bfurent\b"
)
_FRENCH_TO_COME = re.compile(
    r"\b(?!(?:para|opéra|caméra|contra)\b)\w+(?:era|eront|ira|iront|rra|rront|dra|dront|ura|uront|vra|"
    r"vront|tra|tront)\b|\bva\s+\w+(?:er|ir|re)\b|\bvont\s+\w+(?:er|ir|re)\b"
)
_PAST = "fell rose went began took gave became came saw wrote ran spoke grew chose was were had did"
_PAST_OR_PARTICIPLE = (
    "sent paid got held met led won lost spent made brought bought built found kept left sold"
)
_HAVE = re.compile(
    r"\b(?:has|have)\s+(?:\w+ly\s+|already\s+|not\s+|also\s+|since\s+|yet\s+|now\s+)*"
    r"(?:been|\w+ed|\w+en|made|held|met|led|paid|sent|begun|built|brought|put|cut|set|given|come)\b"
)
_ENGLISH_DONE = re.compile(
    rf"\b(?:{'|'.join(_PAST.split())})\b|"
    rf"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!been )(?<!being )\b"
    rf"(?:{'|'.join(_PAST_OR_PARTICIPLE.split())})\b"
)
_ED = re.compile(r"(?<!\bto )\b(?!need|speed|feed|indeed|proceed|exceed|succeed)[a-z]{2,}ed\b")
_FINITE = re.compile(
    r"\b(?:is|are|am|be|being|been|will|can|may|must|would|should|could|might|shall|has|have|est|"
    r"sont|sera|seront)\b"
)
_ENGLISH_TO_COME = re.compile(
    r"\b(?:will|shall|won't|going to|(?:is|are) (?:to|due to|set to|scheduled|expected|planned) |"
    r"upcoming)\b|'ll\b"
)


def is_done(text: str) -> bool:
    """Whether `text` has a verb in the past."""
    low = " ".join(text.casefold().split())
    plain = fold(text)
    if _FRENCH_DONE.search(low) or _HAVE.search(plain) or _ENGLISH_DONE.search(plain):
        return True
    return bool(_ED.search(plain)) and not _FINITE.search(plain)


def is_to_come(text: str) -> bool:
    """Whether `text` has a verb in the future."""
    low = " ".join(text.casefold().split())
    return bool(_FRENCH_TO_COME.search(low) or _ENGLISH_TO_COME.search(fold(text)))
