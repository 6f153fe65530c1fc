"""One question that failed: what was expected, what was answered, the evidence, and the release.

What is shown of a release is read from the library as it is now, by the version that the run saw;
where its words have gone, the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from evaluation.kept import RunStore
from evaluation.metrics import Reference, Span, overlaps
from ui.chat.source import body_html
from ui.components import quote_html
from ui.evaluation.words import figure
from ui.safe import escape
from ui.state import depeche
from ui.texts import Texts

Row = Mapping[str, Any]

# Brings the marked words into view inside the reader that has just been opened; no foreign text.
_TO_MARK = """
requestAnimationFrame(() => requestAnimationFrame(() => {
  for (const body of document.querySelectorAll('.st-key-evaluated .dp-release')) {
    const mark = body.querySelector('mark');
    if (mark) body.scrollTop += mark.getBoundingClientRect().top
      - body.getBoundingClientRect().top - body.clientHeight / 3;
  }
}));  // %s
"""


@dataclass(frozen=True, slots=True)
class _Case:
    """What is known of the question: places in the library by name, `expected-1`, `found-1` …"""

    row: Row
    answer: Row
    wanted: tuple[Reference, ...]
    found: tuple[Span | None, ...]
    languages: Mapping[str, str]

    @property
    def places(self) -> dict[str, Span]:
        expected = {f"expected-{n}": spans[0] for n, spans in enumerate(self.wanted, 1) if spans}
        return expected | {f"found-{n}": span for n, span in enumerate(self.found, 1) if span}

    def language(self, release_id: str) -> str:
        """That of a release; undetermined when it is no longer known."""
        return self.languages.get(release_id, "und")

    def is_expected(self, span: Span | None) -> bool:
        """Whether the place is one that was expected."""
        return span is not None and any(overlaps(span, one) for of in self.wanted for one in of)


def draw(row: Row, run_id: str, store: RunStore, key: str, texts: Texts) -> None:
    """The question; the release beside it, open at the words that are chosen."""
    answer = store.answers(run_id).get(row["id"], {})
    case = _Case(
        row=row,
        answer=answer,
        wanted=store.expected(run_id).get(row["id"], ()),
        found=tuple(map(_place, answer.get("evidence", ()))),
        languages={line.release_id: line.language for line in depeche().library.listing.lines},
    )
    with st.container(key=f"case-{key}"):
        with st.container(key=f"said-{key}"):
            st.html(_said_html(case, texts))
        with st.container(key=f"place-{key}"):
            _reader(case, key, texts)
        with st.container(key=f"evidence-{key}"):
            st.html(_evidence_html(case, texts))


def _said_html(case: _Case, texts: Texts) -> str:
    words, row, parts = texts.evaluation, case.row, []
    if row["history"]:
        earlier = " · ".join(row["history"])
        parts.append(f'<p class="dp-meta">{escape(words.asked_after)} {escape(earlier)}</p>')
    parts.append(_title(words.expected))
    if not row["answerable"]:
        parts.append(f"<p>{escape(words.expected_none)}</p>")
    for number, text in enumerate(row["expected"]):
        spans = case.wanted[number] if number < len(case.wanted) else ()
        parts.append(quote_html(text, case.language(spans[0].release_id) if spans else "und"))
    if row["must_mention"]:
        either = " · ".join(" / ".join(any_of) for any_of in row["must_mention"])
        parts.append(f"<p>{escape(words.expected_words.format(words=either))}</p>")
    parts += [_title(words.given), f'<p class="dp-given">{_given_html(case, texts)}</p>']
    asked = urlencode({"q": row["question"], "lang": texts.language.upper()})
    if not row["history"]:
        parts.append(
            f'<p class="dp-link"><a href="./?{escape(asked)}" target="_blank" rel="noopener">'
            f"{escape(words.ask_again)}</a></p>"
        )
    return "".join(parts)


def _given_html(case: _Case, texts: Texts) -> str:
    """The sentences of the answer, each in the language that it is in."""
    row, answer = case.row, case.answer
    if row["error"]:
        return f'<span lang="en">{escape(row["error"])}</span>'
    if row["status"] == "declined" or not answer.get("sentences"):
        return escape(texts.evaluation.given_none)
    cited = {citation["marker"]: citation for citation in answer["citations"]}
    parts = []
    for sentence in answer["sentences"]:
        language = answer["language"]
        first = next((cited[n] for n in sentence["citations"] if n in cited), None)
        if first is not None and sentence["text"] in first["quote"]:
            language = case.language(first["release_id"])
        markers = "".join(f" [{number}]" for number in sentence["citations"])
        words = escape(sentence["text"] + markers)
        parts.append(f'<span lang="{escape(language)}">{words}</span>')
    return " ".join(parts)


def _evidence_html(case: _Case, texts: Texts) -> str:
    words = texts.evaluation
    evidence = case.answer.get("evidence", ())
    if not evidence:
        return _title(words.evidence) + f'<p class="dp-note">{escape(words.evidence_none)}</p>'
    items = []
    for item, span in zip(evidence, case.found, strict=True):
        line = words.evidence_score.format(score=figure(item["score"], texts))
        expected = case.is_expected(span)
        if expected:
            line += f" · {words.is_expected}"
        quote = quote_html(item["text"], case.language(item["release_id"]))
        kind = ' class="dp-expected"' if expected else ""
        items.append(f'<li{kind}><p class="dp-overline">{escape(line)}</p>{quote}</li>')
    return f'{_title(words.evidence)}<ol class="dp-evidence">{"".join(items)}</ol>'


def _title(text: str) -> str:
    return f'<h3 class="dp-part">{escape(text)}</h3>'


def _reader(case: _Case, key: str, texts: Texts) -> None:
    """The release at the chosen words: those that were expected, until another is chosen."""
    words, places = texts.evaluation, case.places
    if not places:
        if case.row["expected"] or case.found:
            st.html(f'<p class="dp-note">{escape(words.place_gone)}</p>')
        return

    def named(place: str) -> str:
        kind, number = place.split("-")
        return words.place_expected.format(number=number) if kind == "expected" else number

    name = st.segmented_control(
        words.place_label,
        list(places),
        default=next(iter(places)),
        required=True,
        format_func=named,
        key=f"show-{key}",
    )
    span = places[name]
    try:
        release = depeche().library.release(span.release_id, span.version)
    except KeyError:
        st.html(f'<p class="dp-note">{escape(words.place_gone)}</p>')
        return
    title = f'<h3 class="dp-title" lang="{escape(release.language)}">{escape(release.name)}</h3>'
    st.html(title + body_html(release, span.start, span.end, texts.source_text, 0))
    st.html(f"<script>{_TO_MARK % name}</script>", unsafe_allow_javascript=True)


def _place(item: Row) -> Span | None:
    """Where the words of a piece of evidence stand now; None when they do so no longer."""
    try:
        release = depeche().library.release(item["release_id"])
    except KeyError:
        return None
    start, end = item["start"], item["end"]
    if release.text[start:end] != item["text"]:
        return None
    return Span(release.release_id, release.version, start, end)
