"""The words that every format shares: quotations, attributions, where a quote stands, file names.

Plain text only; each format escapes what it takes from here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import PurePath

from answering.marking import spoken_on
from domain import Release, Resolution, Standing
from ui.export.dossier import Entry
from ui.safe import safe_url
from ui.texts import Texts

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EMBEDDING, _ISOLATE = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"
_LETTERS = str.maketrans({"’": " ", "œ": "oe", "æ": "ae", "ß": "ss"})  # what NFKD leaves
_NAME_LENGTH = 50  # characters of a question in a file name


def held(text: str) -> str:
    """`text` that every format can hold and that reorders nothing after it.

    What XML refuses becomes U+FFFD; what `text` begins of writing in another direction is ended.
    """
    text = _UNHOLDABLE.sub("\ufffd", text)
    ends: list[str] = []
    for sign in text:
        if sign in _EMBEDDING:
            ends.append(_END_EMBEDDING)
        elif sign in _ISOLATE:
            ends.append(_END_ISOLATE)
        elif sign == _END_EMBEDDING and ends[-1:] == [_END_EMBEDDING]:
            ends.pop()
        elif sign == _END_ISOLATE and _END_ISOLATE in ends:
            while ends.pop() != _END_ISOLATE:
                pass
    return text + "".join(reversed(ends))


def line(text: str) -> str:
    """`text` held on one line; spaces that are no breaks stay what they are."""
    return held(_BREAKS.sub(" ", text).strip())


def quoted(words: str, texts: Texts) -> str:
    """Words of a release between the quotation marks of the reader's language."""
    return texts.export.quoted.format(words=held(words))


def title(release: Release) -> str:
    """What a release is called; for want of a title the name of its file, never the folders."""
    return line(release.title or release.subtitle or PurePath(release.source).name)


def address(release: Release) -> str | None:
    """The web address of a release, if it has one that may be linked to."""
    return safe_url(release.url)


def dated(release: Release) -> date | None:
    """The day of a release: that of its dateline, else that of its publication."""
    return release.date or release.published


def particulars(source: Resolution, texts: Texts) -> str:
    """Who said it, where and when: issuer, title, city, date, section."""
    release, section = source.release, source.citation.section
    day = dated(release)
    parts = (
        release.issuer and line(release.issuer),
        quoted(title(release), texts),
        release.city and line(release.city),
        day and texts.format_date(day),
        section and texts.export.section.format(section=quoted(line(section), texts)),
    )
    return ", ".join(part for part in parts if part)


def whereabouts(source: Resolution, texts: Texts) -> str:
    """The span in the stored version, as `Library.find` names it."""
    citation = source.citation
    return texts.export.span.format(
        start=citation.start,
        end=citation.end,
        version=line(f"{citation.release_id}@{citation.version}"),
    )


def cautions(source: Resolution, language: str, texts: Texts) -> list[str]:
    """What a reader has to know before quoting: another language, a version that was replaced."""
    found = []
    if source.citation.language != language:
        name = texts.language_name(source.citation.language)
        found.append(texts.export.other_language.format(language=name))
    if source.standing is not Standing.CURRENT:
        found.append(getattr(texts.export, source.standing.value))
    return found


def remarks(source: Resolution, language: str, texts: Texts) -> list[str]:
    """The cautions, and which day the quote means by today."""
    day = spoken_on(source.citation)
    spoken = [texts.today.format(date=texts.format_date(day))] if day else []
    return cautions(source, language, texts) + spoken


def source_line(source: Resolution, language: str, texts: Texts) -> str:
    """Everything by which a reader finds a quote again, but for the address."""
    parts = [particulars(source, texts), whereabouts(source, texts)]
    return " · ".join(parts + remarks(source, language, texts))


def losses(entry: Entry, texts: Texts) -> str | None:
    """What an entry says of the citations that it had to leave out."""
    if entry.answer is None:
        return texts.export.lost
    if not entry.left_out:
        return None
    form = texts.export.left_out_one if entry.left_out == 1 else texts.export.left_out_many
    return form.format(count=entry.left_out)


def status(entry: Entry, texts: Texts) -> str:
    """What kind of answer an entry has, in words."""
    return texts.export.lost if entry.answer is None else getattr(texts, entry.answer.status.value)


def copied(source: Resolution, texts: Texts) -> str:
    """A quotation with its attribution, to be pasted: « … » (issuer, « title », date, address)."""
    release, day = source.release, dated(source.release)
    parts = (
        release.issuer and line(release.issuer),
        quoted(title(release), texts),
        day and texts.format_date(day),
        *cautions(source, texts.language, texts),
        address(release),
    )
    where = ", ".join(part for part in parts if part)
    return f"{quoted(source.citation.quote, texts)} ({where})"


def file_name(question: str, made: date, extension: str) -> str:
    """A name that every system takes: the day and the question, in plain letters."""
    asked = slug(question)[:_NAME_LENGTH].strip("-")
    return "-".join(part for part in ("depeche", str(made), asked) if part) + extension


def slug(text: str) -> str:
    """`text` in unaccented small letters, digits and hyphens."""
    parted = text.lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain))
