"""How the pages look to this reader: language and light or dark, both kept by the browser alone."""

from __future__ import annotations

import json

import streamlit as st

from ui.components import run_script
from ui.safe import escape
from ui.shell import ROOMS
from ui.texts import LANGUAGES, Texts

_LANGUAGE = "lang"  # the switch of the masthead, see ui/shell.py
_OWN = "status-language"

# Streamlit remembers a theme for each path of an address, under names of its own, and reads it when
# a page is loaded. The names are ours, never foreign text.
_THEME = """
(() => {
  const paths = %s;
  const base = location.pathname.replace(/[^/]*$/, '');
  const key = (path) => 'stActiveTheme-' + base + path + '-v2';
  const own = location.pathname.slice(base.length);
  let now = 'System';
  try { now = JSON.parse(localStorage.getItem(key(own))) || now; } catch { /* as the device is */ }
  const show = (frames) => {
    const buttons = document.querySelectorAll('button[data-theme]');
    for (const each of buttons)
      each.setAttribute('aria-pressed', String(each.dataset.theme === now));
    if (!buttons.length && frames) requestAnimationFrame(() => show(frames - 1));
  };
  show(300);
  if (window.dpThemes) return;
  window.dpThemes = true;
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest && event.target.closest('button[data-theme]');
    if (!pressed) return;
    for (const path of paths)
      if (pressed.dataset.theme === 'System') localStorage.removeItem(key(path));
      else localStorage.setItem(key(path), JSON.stringify(pressed.dataset.theme));
    location.reload();
  });
})();
"""


def draw(texts: Texts) -> None:
    """Language and theme, each a row of choices."""
    said = texts.status
    st.session_state[_OWN] = texts.language
    st.segmented_control(
        said.look_language,
        list(LANGUAGES),
        required=True,
        format_func=lambda code: texts.language_name(code).capitalize(),
        key=_OWN,
        on_change=_speak,
    )
    themes = (("System", said.theme_system), ("Light", said.theme_light), ("Dark", said.theme_dark))
    buttons = "".join(
        f'<button type="button" data-theme="{name}" aria-pressed="false">{escape(words)}</button>'
        for name, words in themes
    )
    st.html(
        f'<p class="dp-choices-label" id="dp-theme">{escape(said.look_theme)}</p>'
        f'<div class="dp-choices" role="group" aria-labelledby="dp-theme">{buttons}</div>'
        f'<p class="dp-meta">{escape(said.look_note)}</p>'
    )
    run_script("theme", _THEME % json.dumps(["", *(room.path for room in ROOMS)]))


def _speak() -> None:
    st.session_state[_LANGUAGE] = st.session_state[_OWN]
