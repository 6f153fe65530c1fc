"""The library in numbers: what it holds, and what it takes up on the disk."""

from __future__ import annotations

import streamlit as st

from ui.components import count_words, instant
from ui.safe import escape
from ui.state import depeche
from ui.status import facts
from ui.status.rows import Row, number, section, size_words
from ui.status.settings import place
from ui.texts import Texts
from vectorstore.contents import Contents


def draw(texts: Texts, here: bool) -> None:
    """DepecheError says what is wrong with the library."""
    said, library = texts.status, depeche().library
    held = _contents(str(library.folder), library.generation)
    rows = [
        Row(said.folder, place(library.folder, here=here)),
        Row(said.releases, _releases(held, texts)),
        Row(
            said.parts,
            said.parts_about.format(
                passages=number(held.passages, texts), sentences=number(held.sentences, texts)
            ),
        ),
        Row(
            said.languages,
            ", ".join(
                f"{texts.language_name(code)} ({number(count, texts)})"
                for code, count in held.languages
            )
            or said.nothing,
        ),
        Row(said.changed, instant(held.changed, texts) if held.changed else said.unknown),
        Row(said.schema, str(library.manifest.schema)),
    ]
    if depeche().is_being_written():
        rows.insert(0, Row(said.now, said.busy))
    st.html(section(said.library_title, rows))
    st.html(_sizes_html(facts.library_sizes(library.folder), texts))


def _releases(held: Contents, texts: Texts) -> str:
    words = count_words(held.releases, texts.library_one, texts.library_many, texts.library_none)
    if held.versions > held.releases:
        words += f" · {texts.status.versions.format(count=number(held.versions, texts))}"
    return words


@st.cache_data(max_entries=4, show_spinner=False)
def _contents(folder: str, generation: int) -> Contents:
    """Counted once for each commit."""
    return depeche().library.contents()


def _sizes_html(sizes: dict[facts.Part, int], texts: Texts) -> str:
    said = texts.status
    total, most = sum(sizes.values()), max(sizes.values(), default=1)
    lines = "".join(
        f"<li><span>{escape(getattr(said, f'part_{part}'))}</span>"
        f"<span>{escape(size_words(size, texts))}</span>"
        f'<i aria-hidden="true" style="width: {100 * size / most:.1f}%"></i></li>'
        for part, size in sorted(sizes.items(), key=lambda item: -item[1])
    )
    title = said.disk.format(size=size_words(total, texts))
    return f'<h3 class="dp-part">{escape(title)}</h3><ul class="dp-sizes">{lines}</ul>'
