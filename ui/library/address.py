"""Addresses inside the page: what is shown stands in the query, so that a link opens it again.

Ways are real links, which a new tab or a screen reader takes as such; a plain click on one is
handed to Streamlit as the browser's own "back" is, so that the session stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from ui.components import run_script
from ui.safe import escape
from vectorstore.listing import Order, State, Wanted

FILTERS = ("q", "from", "to", "issuer", "language", "state", "sort")
_ALWAYS = ("lang",)
_WAYS = """
(() => {
  if (window.dpWays) return;
  window.dpWays = true;
  document.addEventListener('click', (event) => {
    const jump = event.target.closest && event.target.closest('a[data-heading]');
    const way = event.target.closest && event.target.closest('a.dp-way');
    if (event.defaultPrevented || event.button || !(jump || way)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (jump) {
      const heading = document.querySelectorAll('.dp-release .dp-heading')[jump.dataset.heading];
      if (!heading) return;
      heading.setAttribute('tabindex', '-1');
      heading.scrollIntoView({block: 'start'});
      heading.focus({preventScroll: true});
      return;
    }
    if (way.href !== location.href) history.pushState({}, '', way.href);
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
})();
"""


def follow_ways() -> None:
    """Let plain clicks on ways stay in this session."""
    run_script("ways", _WAYS)


def query() -> dict[str, str]:
    """What the address asks for."""
    return st.query_params.to_dict()


def filters() -> dict[str, str]:
    """The part of the address that narrows the list; it stays while one reads a release."""
    asked = query()
    return {name: asked[name] for name in FILTERS if asked.get(name)}


def href(parts: Mapping[str, str]) -> str:
    """A link to what `parts` say, in the language that the page is in."""
    asked = query()
    kept = {name: asked[name] for name in _ALWAYS if name in asked}
    return "?" + urlencode(kept | {name: value for name, value in parts.items() if value})


def way(parts: Mapping[str, str], words: str, *, lang: str | None = None, more: str = "") -> str:
    """A link inside the page around `words`, which are foreign; `more` are attributes of ours."""
    language = f' lang="{escape(lang)}"' if lang else ""
    return f'<a class="dp-way" href="{escape(href(parts))}"{language}{more}>{escape(words)}</a>'


def wanted(asked: Mapping[str, str]) -> Wanted:
    """The filters of an address; what makes no sense in it is as if it were not there."""
    return Wanted(
        words=asked.get("q", "")[:200],
        first=day(asked.get("from")),
        last=day(asked.get("to")),
        issuer=asked.get("issuer") or None,
        language=asked.get("language") or None,
        state=State(asked["state"]) if asked.get("state") in set(State) else None,
        order=Order(asked["sort"]) if asked.get("sort") in set(Order) else Order.NEWEST,
    )


def day(text: str | None) -> date | None:
    """A day as addresses write it, 2024-07-12."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def page_number(asked: Mapping[str, str]) -> int:
    """The page of the list, from 1."""
    number = asked.get("page", "")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1
