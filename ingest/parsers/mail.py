"""Mails (.eml): the release that a press office sent, as text or HTML, without its attachments.

The words are those of the plain part; the HTML part is read where there is no plain one. Headers
give the title and the day; nothing of them enters the text.
"""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.parser import BytesParser

from ingest.dates import eastern_day
from ingest.decode import decode
from ingest.parsed import Parsed, one_line, visible
from ingest.parsers import plain, webpage

_PREFIXES = ("fwd:", "fw:", "tr:", "re:")
_MOST_PARTS = 500


def parse(data: bytes) -> Parsed:
    """The release in a mail. ValueError when it holds no readable text."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        part = _body(mail)
    except (RecursionError, LookupError, HeaderParseError, AttributeError, TypeError):
        raise ValueError("a mail that is damaged; save its text as a file") from None
    if part is None:
        raise ValueError("a mail without text; give its attachment or its words as a file")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        raise ValueError("a mail without text; give its attachment or its words as a file")
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        parsed = webpage.parse(content, charset)
    else:
        parsed = plain.parse(_unflowed(decode(content, charset), part))
    return replace(
        parsed,
        title=parsed.title or _subject(mail),
        published=eastern_day(_header(mail, "date")) or parsed.published,
        url=None,  # a mail is no page: what its HTML claims to be is not believed
    )


def _body(mail: EmailMessage) -> EmailMessage | None:
    """The plain part, else the HTML part, that is no attachment."""
    found: dict[str, EmailMessage] = {}
    for number, part in enumerate(mail.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_disposition() != "attachment":
            found.setdefault(part.get_content_type(), part)
    if not mail.keys():
        return None
    return found.get("text/plain") or found.get("text/html")


def _unflowed(text: str, part: EmailMessage) -> str:
    """Lines that were broken for the journey alone are joined again (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    out = [""]
    for line in lines:
        line = line.removeprefix(" ")  # a space before "From" and ">"
        out[-1] += line
        if not line.endswith(" ") or line == "-- ":
            out.append("")
    return "\n".join(out)


def _subject(mail: EmailMessage) -> str | None:
    subject = one_line(visible(_header(mail, "subject")))
    while subject.lower().startswith(_PREFIXES):
        subject = subject.split(":", 1)[1].strip()
    return subject or None


def _header(mail: EmailMessage, name: str) -> str:
    """A header's words; empty when it is missing or cannot be read."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, HeaderParseError, AttributeError):
        return ""
