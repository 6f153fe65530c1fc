"""What stands around a question out of politeness, and is no part of what it asks.

« Bonjour, pourriez-vous me dire qui représentait le Canada ? Merci d'avance ! » asks who spoke for
Canada. Its other words are in no release, so that they would count as names and topics that the
releases lack.
"""

from __future__ import annotations

import re
from functools import lru_cache

from answering.courtesy import Courtesy, courtesy_of
from language import detect

_ASKS = (
    r"(?:à |de |d['’]|en |par |pour |sur |avec |dans |depuis |jusqu['’](?:à |en )?)?"
    r"(?:qui|quoi|quand|où|ou|comment|combien|pourquoi|pour quoi|quel(?:le)?s?|laquelle|lequel|"
    r"lesquel(?:le)?s|auquel|duquel)\b|qu['’]est[- ]ce|ce qu|"
    r"(?:to |from |by |for |in |on |at |with |since |until |of )?"
    r"(?:who|whom|whose|what|when|where|which|how|why)\b"
)
_ME = r"(?:[- ]?(?:moi|nous|me))?"
_TELL = r"(?:dire|indiquer|préciser|expliquer|donner|rappeler|confirmer|faire savoir)"
# Before a question word.
_LEAD = re.compile(
    r"(?:"
    r"(?:pou(?:rriez|vez|rrais)|peux|pourrait)[- ](?:vous|tu|on)\s+(?:(?:me|nous)\s+|[mn]['’])?"
    rf"{_TELL}|"
    rf"(?:merci|priere|prière)\s+de\s+(?:bien vouloir\s+)?(?:(?:me|nous)\s+|[mn]['’])?{_TELL}|"
    r"(?:je|j['’]|on|nous)\s*(?:aimerais|voudrais|veux|souhaite(?:rais)?|cherche à|aimerions|"
    r"voudrions|souhaitons|aimerait|voudrait)\s+(?:bien\s+)?(?:savoir|connaître|comprendre)|"
    rf"(?:dis|dites|indique[sz]?|explique[sz]?|précise[sz]?|rappelle[sz]?){_ME}|"
    r"(?:est[- ]ce que\s+)?(?:(?:sais|savez)[- ](?:tu|vous)|(?:tu sais|vous savez))|"
    r"(?:j['’]ai\s+)?(?:une?|ma)\s+(?:petite\s+|autre\s+|dernière\s+)?question\s*:|question\s*:|"
    r"(?:can|could|would|will)\s+you\s+(?:please\s+|kindly\s+)?(?:tell|remind|show|explain(?:\s+to)?)"
    r"(?:\s+(?:me|us))?|"
    r"would\s+you\s+be\s+(?:so\s+)?(?:kind|good)\s+(?:as|enough)\s+to\s+tell\s+(?:me|us)|"
    r"(?:auriez|aurais)[- ](?:vous|tu)\s+(?:la gentillesse|l['’]obligeance|l['’]amabilité)\s+de\s+"
    rf"(?:(?:me|nous)\s+|[mn]['’])?{_TELL}|serait[- ]il possible de savoir|"
    r"(?:tell|remind)\s+(?:me|us)|"
    r"(?:i|we)(?:['’]d|\s+would|\s+want|\s+need)?\s*(?:like|love)?\s*(?:to)?\s+know|"
    r"i(?:\s+am|['’]m)\s+(?:wondering|curious(?:\s+to\s+know)?)|i\s+wonder|"
    r"do\s+you\s+(?:happen\s+to\s+)?know|"
    r"(?:i\s+have\s+)?(?:a|one|my)\s+(?:quick\s+|short\s+|last\s+|other\s+)?question\s*(?:is\s*)?:"
    rf")\s*[,:]?\s*(?={_ASKS})",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:(?:selon|d['’]après|dans)\s+(?:le|ce|cet|les|ces)\s+"
    r"(?:communiqués?|textes?|documents?|articles?)|"
    r"(?:according to|in|from)\s+(?:the|this|these)\s+"
    rf"(?:(?:press\s+|news\s+)?releases?|texts?|documents?|articles?))(?:\s*,\s*|\s+(?={_ASKS}))",
    re.IGNORECASE,
)
_PLEASE = r"s['’ ]?il (?:te|vous) pla[iî]t|please"
_PLEASE_FIRST = re.compile(rf"(?:{_PLEASE})\s*[,:]?\s+", re.IGNORECASE)
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|hi|hey)\s+(?=\S)", re.IGNORECASE)
# « Je suis journaliste au Devoir. », « Dans le cadre d'une revue de presse, »: who asks, and what
# for, before the question; not what it is about.
_WHO_ASKS = re.compile(
    r"(?:(?:je|nous|on)\s+(?:suis|travaill\w+|prépar\w+|couvr\w+|rédig\w+|sommes)\b|"
    r"je m['’]appelle|j['’]écris|mon nom est|dans le cadre d(?:e\b|u\b|['’])|"
    r"pour (?:un|une|mon|ma|notre) "
    r"(?:article|papier|reportage|chronique|travail|dossier|recherche|revue de presse)|"
    r"(?:i|we)(?:['’](?:m|re)\b|\s+(?:am|are|work|cover|write|report|prepare|run)\b)|"
    r"my name is|for (?:an?|my|our) (?:article|story|paper|report|class|newsletter))"
    r"(?:(?!\b(?:sur|about|on|concernant|regarding|qui|que|who|that|which)\b)[^?.!;\n])*?"
    r"(?:[.!;\n]+|,|\s+(?:et|and))\s*(?=\S)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s*([^,.;:!?\n–—]+)[,.;:!\n–—]+\s*(?=\S)")
_ONE_MORE = re.compile(
    r"(?:juste |encore )*une (?:(?:autre|dernière|petite) )?question|"
    r"(?:just )?one (?:more|last)(?: (?:question|thing))?",
    re.IGNORECASE,
)
_LAST_PIECE = re.compile(r"(?<=[,.;:!?\n–—])\s*([^,.;:!?\n–—]+)[\s.!]*$")
_POLITE = (Courtesy.GREETING, Courtesy.THANKS, Courtesy.FAREWELL)
# « Fais-moi la liste des participants », "Give me a list of the ministers": what are they.
_LIST_OF = re.compile(
    r"(?:fais|faites|donne[zr]?|dresse[zr]?|établis(?:sez)?|montre[zr]?|sors|sortez)"
    r"(?:[- ](?:moi|nous))?\s+(?:une|la)\s+liste\s+(?:complète\s+|exhaustive\s+)?"
    r"(?:des|de tous les|de toutes les)\s+(?=\S)",
    re.IGNORECASE,
)
_LIST_THE = re.compile(
    r"(?:give|show|make)\s+(?:me\s+|us\s+)?(?:a|the)\s+(?:full\s+|complete\s+)?list\s+of\s+"
    r"(?:all\s+)?the\s+(?=\S)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"ce (qu(?:e\b|['’]|i\b))", re.IGNORECASE)


@lru_cache(maxsize=1_024)
def asked_in(message: str) -> str:
    """What a message asks, without greetings, thanks and other words of politeness around it; the
    message itself where there are none."""
    rest = _without_end(message.strip())
    while True:
        begun = _without_beginning(rest)
        if begun == rest:
            break
        rest = begun
    if rest == message.strip() or not rest:
        return message
    return rest[0].upper() + rest[1:]


def _without_end(text: str) -> str:
    while (found := _LAST_PIECE.search(text)) and _is_polite(found.group(1)):
        text = text[: found.start()].rstrip().rstrip(",;:–—").rstrip()
    return text


def _without_beginning(text: str) -> str:
    piece = _PIECE.match(text)
    if piece and (_is_polite(piece.group(1)) or _ONE_MORE.fullmatch(piece.group(1).strip())):
        return text[piece.end() :]
    for rule in (_GREETING, _PLEASE_FIRST, _SOURCE):
        if found := rule.match(text):
            return text[found.end() :]
    found = _WHO_ASKS.match(text)
    if found and ("?" in text[found.end() :] or _LEAD.match(text, found.end())):
        return text[found.end() :]
    for rule, asks in ((_LIST_OF, "quels sont les"), (_LIST_THE, "what are the")):
        if found := rule.match(text):
            return _question(f"{asks} {text[found.end() :]}")
    if found := _LEAD.match(text):
        asked = text[found.end() :]
        direct = _INDIRECT.match(asked)  # « dis-moi ce que … »
        if direct:
            asked = f"qu’est-ce {direct.group(1)}{asked[direct.end() :]}"
        return _question(asked)
    return text


def _question(text: str) -> str:
    """With the sign of a question at its end."""
    if text.rstrip().endswith("?"):
        return text
    return text.rstrip(" .!") + (" ?" if detect(text) == "fr" else "?")


def _is_polite(piece: str) -> bool:
    said = courtesy_of(piece)
    return said is not None and said.courtesy in _POLITE
