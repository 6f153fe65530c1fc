"""The page as a whole: what answers, what is stored and kept, who may come in, what was set."""

from __future__ import annotations

import platform

import streamlit as st

from config import LOOPBACK, VERSION, Settings
from errors import DepecheError, LibraryEmpty
from ui import components
from ui.safe import escape
from ui.state import depeche
from ui.status import answers, appearance, keeping, shelf
from ui.status.rows import Row, number, section
from ui.status.settings import changed
from ui.texts import Texts


def page(texts: Texts) -> None:
    """Draw the page."""
    said, settings = texts.status, depeche().settings
    here = is_local(settings)
    with st.container(key="status"):
        st.html(
            f'<h2 class="dp-page-title">{escape(said.title)}</h2>'
            f'<p class="dp-lead">{escape(said.lead)}</p>'
        )
        left = st.container(key="status-left")
        right = st.container(key="status-right")
        with left:
            st.html(section(said.look_title))
            appearance.draw(texts)
            st.html(section(said.answers_title, answers.rows(settings, _encoder(), texts, here)))
            keeping.draw(texts)
            st.html(section(said.access_title, _access(settings, texts, here)))
        with right:
            try:
                shelf.draw(texts, here)
            except LibraryEmpty:
                components.card(texts.empty_title, texts.empty_text, command="python cli.py ingest")
            except DepecheError as error:
                components.problem(error, texts)
            st.html(_settings_html(settings, texts, here))
            about = [Row("Dépêche", VERSION), Row("Python", platform.python_version())]
            st.html(section(said.version_title, about))


def is_local(settings: Settings) -> bool:
    """Whether nobody but those who sit at this machine can see the page.

    Where one signs in, others are meant to come in, be it by way of a proxy.
    """
    return settings.host in LOOPBACK and not settings.sign_in


def _encoder() -> tuple[str, int] | None:
    """Name and dimensions of the model that the library was made with; None without a library."""
    try:
        manifest = depeche().library.manifest
    except DepecheError:  # said where the library is
        return None
    return manifest.encoder, manifest.dimensions


def _access(settings: Settings, texts: Texts, here: bool) -> list[Row]:
    said = texts.status
    reached = said.address_here if here else said.address_open
    return [
        Row(said.address, said.address_signed_in if settings.sign_in else reached),
        Row(said.mode, said.mode_read_only if settings.read_only else said.mode_full),
        Row(
            said.limit_question,
            said.characters.format(count=number(settings.max_question_chars, texts)),
        ),
        Row(said.limit_file, said.megabytes.format(count=number(settings.max_source_mb, texts))),
        Row(said.limit_additions, number(settings.max_additions, texts)),
        Row(
            said.limit_rate,
            number(settings.questions_per_minute, texts)
            if settings.questions_per_minute
            else said.any_number,
        ),
        Row(said.limit_answer, said.sentences.format(count=settings.answer_sentences)),
        Row(said.limit_suggestions, str(settings.suggestions or said.nothing)),
    ]


def _settings_html(settings: Settings, texts: Texts, here: bool) -> str:
    said = texts.status
    found = changed(settings, here=here)
    rows = [
        Row(each.variable, said.hidden if each.value is None else each.value or said.empty)
        for each in found
    ]
    note = said.settings_note if found else said.settings_none
    return section(said.settings_title, rows, code=True) + f'<p class="dp-meta">{escape(note)}</p>'
