"""Mails of press offices."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from ingest_helpers import Load, words

from domain import Kind
from errors import SourceUnreadable

BODY = "OTTAWA, le 3 mai 2023 /CNW/ - Le ministre a salué l'échange. Il a plu.\n\nSOURCE Ponts Canada\n"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = headers.get("subject", "TR: Le ministre salue l'échange")
    message["From"] = "medias@ponts.example"
    message["Date"] = headers.get("date", "Thu, 04 May 2023 01:30:00 +0000")
    return message


def test_a_mail_in_two_forms(load: Load) -> None:
    message = mail()
    message.set_content(BODY)
    message.add_alternative("<p>Autre chose.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="x.pdf")
    release = load(message.as_bytes(), "a.eml")
    assert release.title == "Le ministre salue l'échange"
    assert (release.published, release.date) == (date(2023, 5, 3), date(2023, 5, 3))
    assert (release.city, release.issuer) == ("Ottawa", "Ponts Canada")
    assert words(release, Kind.SENTENCE) == ["Le ministre a salué l'échange.", "Il a plu."]
    assert "Autre chose" not in release.text


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_encodings(load: Load, charset: str, encoding: str) -> None:
    message = mail()
    message.set_content(BODY, charset=charset, cte=encoding)
    release = load(message.as_bytes(), "a.eml")
    assert words(release, Kind.SENTENCE)[0] == "Le ministre a salué l'échange."


def test_html_alone(load: Load) -> None:
    message = mail()
    message.set_content(
        '<html><head><link rel="canonical" href="https://www.canada.ca/a"></head><body><p>Il a '
        '<span style="display:none">secrètement </span>plu. Il fait froid.</p></body></html>',
        subtype="html",
    )
    release = load(message.as_bytes(), "a.eml")
    assert words(release) == ["Il a plu.", "Il fait froid."]
    assert release.url is None


def test_lines_broken_for_the_journey_are_joined(load: Load) -> None:
    head = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    release = load(head + b"The minister spoke \r\nof bridges. It \r\nrained.\r\n", "a.eml")
    assert words(release) == ["The minister spoke of bridges.", "It rained."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Subject: x\n\n", "without text"),
        (b"no header at all", "without text"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "without text"),
        (b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\nl'\xc3\x83\xc2\xa9t\xc3\xa9", "garbled"),
        (b"Subject: x\nContent-Type: text/plain\n\n\x00\x01\x02\x03" * 50, "binary"),
    ],
)  # fmt: skip
def test_mails_that_are_no_release(load: Load, content: bytes, said: str) -> None:
    with pytest.raises(SourceUnreadable, match=said):
        load(content, "a.eml")


def test_boxes_in_boxes_without_end(load: Load) -> None:
    inner = b"text"
    for number in range(400):
        edge = str(number).encode()
        inner = (
            b'Content-Type: multipart/mixed; boundary="' + edge + b'"\n\n--' + edge + b"\n"
            + inner + b"\n--" + edge + b"--\n"
        )  # fmt: skip
    with pytest.raises(SourceUnreadable, match=r"a\.eml: "):
        load(b"Subject: x\n" + inner, "a.eml")
