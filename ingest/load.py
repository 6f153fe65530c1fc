"""A file to a Release: read, decode, parse by type, lay out, name.

Whatever cannot become a release raises SourceUnreadable with one line that names the file and the
mend. Where files are found is `sources`' matter, what happens to the release is `sync`'s.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from domain import Release
from errors import SourceUnreadable
from ingest.decode import check_letters, decode
from ingest.layout import Layout, lay_out
from ingest.parsed import Parsed, one_line, visible
from ingest.parsers import confined
from ingest.parsers.confined import LIMITS, Limits
from ingest.sidecar import Sidecar, read_sidecar, sidecar_path
from ingest.sources import SourceFile
from language import detect_document
from shadow import fold

PARSER_VERSION = "1"  # change it when the same file would give another Release
ENOUGH_WORDS = 30  # a shorter text does not outweigh the language that a page declares
_SLUG_CHARS = 40
_BLOCK = 1 << 20  # bytes read at a time when hashing


def load_release(file: SourceFile, *, max_mb: int, limits: Limits = LIMITS) -> Release:
    """The release in `file`, with what its sidecar adds; SourceUnreadable when there is none.

    A sidecar outranks what the file says of itself. `release_id` comes from the canonical URL,
    else from `file.key`; `version` from the words of the text alone (see `version_of`).
    """
    sidecar = read_sidecar(file.path)
    try:
        parsed = _parse(file.path, max_mb, limits)
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


def content_hash(file: SourceFile) -> str:
    """A hash of the file's bytes, its sidecar's bytes and the parser: equal means nothing to do.

    Read in blocks, without parsing. SourceUnreadable when the file cannot be read.
    """
    digest = hashlib.sha256(PARSER_VERSION.encode())
    for path in (file.path, sidecar_path(file.path)):
        digest.update(b"\x00")
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        except FileNotFoundError:
            if path == file.path:
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
    normal = one_line(visible(unicodedata.normalize("NFC", text)))
    return hashlib.sha256(normal.encode("utf-8")).hexdigest()[:16]


def _parse(path: Path, max_mb: int, limits: Limits) -> Parsed:
    """Parse by the file's type. ValueError says what is wrong with the content, and the mend."""
    size = path.stat().st_size
    if size > max_mb * 1_000_000:
        raise ValueError(
            f"{size / 1_000_000:.0f} MB, more than the {max_mb} MB that are read; "
            "split it or raise DEPECHE_MAX_SOURCE_MB"
        )
    data = path.read_bytes()
    if not data.strip():
        raise ValueError("empty; give a file with the words of the release")
    match path.suffix.lower():  # the libraries of a format are loaded when a file needs them
        case ".pdf":
            return confined.parse("pdf", data, max_mb, limits)
        case ".docx":
            return confined.parse("word", data, max_mb, limits)
        case ".html" | ".htm":
            from ingest.parsers import webpage

            return webpage.parse(data)
        case ".md":
            from ingest.parsers import markdown

            return markdown.parse(decode(data))
        case _:
            from ingest.parsers import plain

            return plain.parse(decode(data))


def _language(parsed: Parsed, sidecar: Sidecar) -> str:
    if sidecar.language:
        return sidecar.language
    words = " ".join(parsed.text[block.start : block.end] for block in parsed.blocks[:400])
    if parsed.language in ("fr", "en") and len(words.split()) < ENOUGH_WORDS:
        return parsed.language
    return detect_document(words)


def _release(
    file: SourceFile, parsed: Parsed, sidecar: Sidecar, layout: Layout, language: str
) -> Release:
    dateline = layout.dateline
    url = sidecar.url or parsed.url
    return Release(
        release_id=_release_id(url, file),
        version=version_of(parsed.text),
        source=file.source,
        text=parsed.text,
        language=language,
        sentences=tuple(layout.sentences),
        title=sidecar.title or layout.title or parsed.title,
        subtitle=sidecar.subtitle or layout.subtitle,
        city=sidecar.city or (dateline.city if dateline else None),
        date=sidecar.date or (dateline.date if dateline else None),
        published=sidecar.published or parsed.published,
        wire=sidecar.wire or (dateline.wire if dateline else None),
        issuer=sidecar.issuer or layout.issuer,
        contacts=tuple(layout.contacts),
        url=url,
        translations=sidecar.translations or parsed.translations,
        status=layout.status,
    )


def _release_id(url: str | None, file: SourceFile) -> str:
    """Readable and stable: the file's name in plain letters, then a hash of URL or key."""
    readable = re.sub(r"[^a-z0-9]+", "-", fold(Path(url or file.key).stem)).strip("-")
    digest = hashlib.sha256((url or file.key).encode("utf-8")).hexdigest()[:10]
    return f"{readable[:_SLUG_CHARS].strip('-') or 'release'}-{digest}"


def _refusal(file: SourceFile, why: str) -> SourceUnreadable:
    return SourceUnreadable(f"{file.source}: {one_line(why)}")
