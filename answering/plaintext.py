"""Model text as plain words: no Markdown, no HTML, no addresses, no markers of its own.

What is left is escaped again where it is shown; this is the first of two doors.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass

from shadow import fold

_IMAGE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\s*\((?:[^()]|\([^)]*\))*\)")
_TAG = re.compile(r"<[^>]*>|<!--.*?-->|<[a-zA-Z/!][^>]*$", re.DOTALL)
_BLOCK = re.compile(r"<(script|style|iframe|svg)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s<>»”\")\]]+|\bwww\.[^\s<>»”\")\]]+", re.IGNORECASE)
_SCHEME = re.compile(r"\b(?:javascript|data|vbscript|file|ftp|blob|mailto)\s*:\s*\S", re.IGNORECASE)
_MARKER = re.compile(
    r"\s*[\[(【](?:\s*(?:source|sources|extrait|excerpt|doc(?:ument)?|ref|citation|e)?\s*[.:#-]?\s*"
    r"[e#]?\d+\s*[,;]?)+[\])】]",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~)(?=\S)(.+?)(?<=\S)\1")
_LEAD = re.compile(r"^\s*(?:#{1,6}\s+|[-*+•]\s+|>\s*|\d+[.)]\s+(?=[A-ZÀ-Þ]))")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\U000e0000-\U000e007f]"
)
# Pairs that quote, whatever their shape, become those that `domain.quoted_fragments` knows.
_PAIRS = re.compile(
    r"‹([^‹›]*)›|‘([^‘]*?)’(?!\w)|„([^„“”]*)[“”]|❝([^❞]*)❞|「([^」]*)」|``(.+?)''|`([^`]+)`|"
    r"(?<![\w'])'(.{3,}?)'(?![\w'])|＂([^＂]*)＂|″([^″]*)″"
)
_LOOSE = re.compile(r"[«»“”\"„❝❞＂]")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
LONGEST = 700  # characters of one sentence
_LONGEST_RAW = 3_000  # the same with its markup; more is not even read


def clean(text: str, urls: Collection[str] = ()) -> str | None:
    """`text` as one plain line; None when it holds what must not be shown at all.

    That is: an address other than those of `urls`, a scheme that runs or embeds something, a
    quotation mark without its partner, or more characters than a sentence has.
    """
    if len(text) > _LONGEST_RAW:
        return None
    text = _INVISIBLE.sub("", html.unescape(text))
    text = _TAG.sub("", _BLOCK.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text))))
    text = " ".join(_LEAD.sub("", text).split())
    text = _EMPHASIS.sub(r"\2", _MARKER.sub("", text))
    text = _PAIRS.sub(lambda m: f"“{next(g for g in m.groups() if g is not None)}”", text).strip()
    if any(match.rstrip(".,;") not in urls for match in _ADDRESS.findall(text)):
        return None
    if _SCHEME.search(text) or "<" in text or len(text) > LONGEST:
        return None
    return None if _LOOSE.search(_QUOTED.sub("", text)) else text


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a sentence that a model is still writing: not verified, and shown as such.

    They hold no quotation marks, since nothing is quoted before it is verified, and no addresses.
    """

    text: str

    @classmethod
    def of(cls, text: str) -> Draft:
        """What may be shown of `text` while it comes."""
        text = _INVISIBLE.sub("", text[:_LONGEST_RAW])
        text = _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", text)))
        text = _SCHEME.sub("", _ADDRESS.sub("", text))
        return cls(" ".join(re.sub(r"[«»“”\"„‹›❝❞`＂<>]", "", text).split()))


def leaks(text: str, prompt: str, run: int = 5) -> bool:
    """Whether `text` repeats `run` words in a row of the instructions that the model was given."""
    words, given = re.findall(r"\w+", fold(text)), re.findall(r"\w+", fold(prompt))
    runs = {tuple(given[at : at + run]) for at in range(len(given) - run + 1)}
    return any(tuple(words[at : at + run]) in runs for at in range(len(words) - run + 1))
