"""A file to a Release: read, decode, parse by type, lay out, name.

Whatever cannot become a release raises SourceUnreadable with one line that names the file and the
mend. Where files are found is `sources`' matter, what happens to the release is `sync`'s.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from domain import Release, Sentence
from errors import SourceUnreadable
from ingest.decode import check_letters, decode
from ingest.document import Document
from ingest.layout import Layout, lay_out
from ingest.parsed import Parsed, one_line, visible
from ingest.parsers import confined
from ingest.parsers.confined import LIMITS, Limits
from ingest.sidecar import Sidecar
from language import detect_document
from shadow import fold

PARSER_VERSION = "2"  # change it when the same file would give another Release
ENOUGH_WORDS = 30  # a shorter text does not outweigh the language that a page declares
MOST_REPEATS = 20  # a page that says the same more often says it to be found
_SLUG_CHARS = 40


def load_release(file: Document, *, max_mb: int, limits: Limits = LIMITS) -> Release:
    """The release in `file`, with what its sidecar adds; SourceUnreadable when there is none.

    A sidecar outranks what the file says of itself. `release_id` comes from the canonical URL,
    else from `file.key`; `version` from the words of the text alone (see `version_of`).
    """
    sidecar = file.sidecar()
    try:
        parsed = _parse(file, max_mb, limits)
        check_letters(parsed.text)
    except OSError as error:
        raise _refusal(file, f"cannot be read ({error.strerror}); check the file") from None
    except ValueError as error:
        raise _refusal(file, str(error)) from None
    if not any(char.isalnum() for char in parsed.text):
        raise _refusal(file, "holds no text; give a file with the words of the release")
    language = _language(parsed, sidecar)
    layout = lay_out(parsed, language, sidecar.title or parsed.title)
    if not layout.sentences:
        raise _refusal(file, "no sentence was found in it; give the text of the release")
    return _release(file, parsed, sidecar, layout, language)


def content_hash(file: Document) -> str:
    """A hash of the document's bytes, its sidecar's and the parser: equal means nothing to do.

    Read in blocks, without parsing. SourceUnreadable when it cannot be read.
    """
    digest = hashlib.sha256(PARSER_VERSION.encode() + b"\x00")
    try:
        for block in file.blocks():
            digest.update(block)
    except FileNotFoundError:
        raise _refusal(file, "has gone; check the path") from None
    except OSError as error:
        raise _refusal(file, f"cannot be read ({error.strerror}); check the file") from None
    return digest.hexdigest()


def version_of(text: str) -> str:
    """The version of a text: a hash of its words.

    Normalised before hashing: canonical composition (NFC), invisible characters dropped, any run
    of spaces and line ends one space, none at the ends. Case, accents, punctuation, the kinds of
    hyphen and quotation mark all count: changing one makes a new version.
    """
    normal = " ".join(visible(unicodedata.normalize("NFC", text)).split())
    return hashlib.sha256(normal.encode("utf-8")).hexdigest()[:16]


def _parse(file: Document, max_mb: int, limits: Limits) -> Parsed:
    """Parse by the document's type. ValueError says what is wrong with it, and the mend."""
    data = file.read(max_mb)
    if not data.strip():
        raise ValueError("empty; give a file with the words of the release")
    match file.suffix:  # the libraries of a format are loaded when a file needs them
        case ".pdf":
            return confined.parse("pdf", data, max_mb, limits)
        case ".docx":
            return confined.parse("word", data, max_mb, limits)
        case ".html" | ".htm":
            from ingest.parsers import webpage

            return webpage.parse(data, file.charset)
        case ".eml":
            from ingest.parsers import mail

            return mail.parse(data)
        case ".md":
            from ingest.parsers import markdown

            return markdown.parse(decode(data, file.charset))
        case _:
            from ingest.parsers import plain

            return plain.parse(decode(data, file.charset))


def _language(parsed: Parsed, sidecar: Sidecar) -> str:
    if sidecar.language:
        return sidecar.language
    words = " ".join(parsed.text[block.start : block.end] for block in parsed.blocks[:400])
    if parsed.language in ("fr", "en") and len(words.split()) < ENOUGH_WORDS:
        return parsed.language
    return detect_document(words)


def _release(
    file: Document, parsed: Parsed, sidecar: Sidecar, layout: Layout, language: str
) -> Release:
    dateline = layout.dateline
    published = sidecar.published or parsed.published or file.published
    url = sidecar.url or own_address(parsed.url, file.url)
    return Release(
        release_id=_release_id(url, file),
        version=version_of(parsed.text),
        source=file.source,
        text=parsed.text,
        language=language,
        sentences=_quotable(file, parsed.text, layout.sentences),
        title=sidecar.title or layout.title or parsed.title,
        subtitle=sidecar.subtitle or layout.subtitle,
        city=sidecar.city or (dateline.city if dateline else None),
        date=sidecar.date or (dateline.dated(published) if dateline else None),
        published=published,
        wire=sidecar.wire or (dateline.wire if dateline else None),
        issuer=sidecar.issuer or layout.issuer,
        contacts=tuple(layout.contacts),
        url=url,
        translations=sidecar.translations or parsed.translations,
        status=layout.status,
    )


def _quotable(file: Document, text: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences; of a page, the same words at most `MOST_REPEATS` times. `text` stays whole."""
    if file.suffix not in (".html", ".htm"):
        return tuple(sentences)
    seen: Counter[str] = Counter()
    kept = []
    for sentence in sentences:
        words = fold(text[sentence.start : sentence.end])
        seen[words] += 1
        if seen[words] <= MOST_REPEATS:
            kept.append(sentence)
    return tuple(kept)


def own_address(declared: str | None, fetched: str | None) -> str | None:
    """The address of a release: what its page declares, but for a page of another host.

    A page that was fetched cannot take the place of a release that another host published.
    """
    if declared and fetched:
        hosts = (urlsplit(address).netloc.removeprefix("www.") for address in (declared, fetched))
        return declared if len(set(hosts)) == 1 else fetched
    return declared or fetched


def _release_id(url: str | None, file: Document) -> str:
    """Readable and stable: the file's name in plain letters, then a hash of URL or key."""
    readable = re.sub(r"[^a-z0-9]+", "-", fold(Path(url or file.key).stem)).strip("-")
    digest = hashlib.sha256((url or file.key).encode("utf-8")).hexdigest()[:10]
    return f"{readable[:_SLUG_CHARS].strip('-') or 'release'}-{digest}"


def _refusal(file: Document, why: str) -> SourceUnreadable:
    return SourceUnreadable(f"{file.source}: {one_line(why)}")
