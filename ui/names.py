"""Names, in the page's language, of controls that have none or only Streamlit's English one.

The one place for them. A script of ours sets the attribute, and again whenever Streamlit draws.
"""

from __future__ import annotations

import json

from ui.components import run_script
from ui.texts import Texts

# The names are ours, never foreign text; `<` is written as an escape all the same.
_NAME = """
(() => {
  window.dpNames = %s;
  window.dpSkip = %s;
  const name = () => {
    for (const [where, words] of window.dpNames)
      for (const control of document.querySelectorAll(where))
        if (control.getAttribute('aria-label') !== words) control.setAttribute('aria-label', words);
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && skip.textContent !== window.dpSkip) skip.textContent = window.dpSkip;
  };
  name();
  if (window.dpNaming) return;
  let due = false;
  window.dpNaming = new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; name(); });
  });
  window.dpNaming.observe(document.body, {childList: true, subtree: true});
})();
"""


def apply(texts: Texts) -> None:
    """Name the controls; once a page."""
    names = (
        ('[data-testid="stChatInputSubmitButton"]', texts.own_send),
        ('[data-testid="stChatInputTextArea"]', texts.ask_placeholder),
        ('[data-testid="stSidebar"]', texts.own_sidebar),
        ('[data-testid="stExpandSidebarButton"]', texts.own_sidebar_open),
        ('[data-testid="stSidebarCollapseButton"] button', texts.own_sidebar_close),
        (".st-key-step-passage-before button", texts.passage_before),
        (".st-key-step-passage-after button", texts.passage_after),
        (".st-key-step-extract-before button", texts.extract_before),
        (".st-key-step-extract-after button", texts.extract_after),
    )
    run_script("names", _NAME % (_data(names), _data(texts.own_skip)))


def _data(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")
