"""What Streamlit's own controls are called and say, in the page's language, and what they are.

Streamlit names them in English whatever the page speaks, or not at all, and gives some a role that
they do not have. This is the one place that knows its words and its test ids. A script of ours puts
ours in their place, and again whenever Streamlit draws; no foreign text is ever part of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ui.components import run_script
from ui.texts import ENGLISH, Texts

# Where Streamlit speaks; never where it shows what is ours or comes from releases.
_SPEAKS = (
    '[data-testid="InputInstructions"]',
    ".stFileUploader",
    ".stDateInput",
    '[data-testid="stDateInputCalendar"]',
    ".stSelectbox",
    '[data-testid="stSelectboxVirtualDropdown"]',
    "[data-live-announcer]",
    '[id^="react-aria-description"]',
    '[role="dialog"][data-rac]',  # its notices of a lost connection and of a page not found
)
_SHOWS = (
    '[role="option"][data-key], [data-testid="stFileChipName"], '
    '[data-testid="stWidgetLabel"], .stHtml'
)
_SIDE = '[data-testid="stSidebarContent"]'
_REACHED = ".stButton button:enabled, .stHtml a[href], input, summary"
_SAYS = ("aria-label", "aria-valuetext", "placeholder", "title")

# Its words, as regular expressions, by the names of ours in `OwnTexts`.
_WORDS = {
    "apply": "Press Enter to apply",
    "apply_control": r"Press Ctrl\+Enter to apply",
    "apply_command": r"Press ⌘\+Enter to apply",
    "files_browse": "Upload",
    "files_choose": "file upload",
    "files_add": "Add files|add icon",
    "file_remove": "Remove (?<file>.+)",
    "file_cancel": "Cancel upload of (?<file>.+)",
    "file_kind": ".* files are not allowed.",
    "file_size": r"File must be (?<limit>\d+)\.0MB or smaller.",
    "file_lost": "Connection lost. Please wait for the app to reconnect, then try again.",
    "error": "Error",
    "error_before": "Error:",
    "day_choose": "Choose date",
    "day_choose_month": "Choose date, (?<month>.+)",
    "day_clear": "Clear date",
    "day_keys": "Use arrow keys to navigate dates. Enter to select. Escape to close.",
    "month_before": "Previous month",
    "month_after": "Next month",
    "part_year": "year, (?<name>.+)",
    "part_month": "month, (?<name>.+)",
    "part_day": "day, (?<name>.+)",
    "part_empty": "Empty",
    "years": "yyyy",
    "months": "mm",
    "days": "dd",
    "open": "Open",
    "close": "Close|Dismiss",
    "option": "Choose an option",
    "options_none": "No results",
    "options_one": "1 option available.",
    "options_many": r"(?<count>\d+) options available.",
    "option_selected": "(?<option>.+), selected",
    "connection_title": "Connection error",
    "connection_text": "Is Streamlit still running.*|Streamlit server is not responding.*"
    "|Connection (failed|timed out).*",
    "missing_title": "Page not found",
    "missing_text": "(You have requested page|The page that you have requested).*",
}
# Where these stand alone, the word for error is before them in bold.
_DAYS = {
    "day_early": r"Date set outside allowed range. .* on or after (?<first>\S+)\.",
    "day_late": r"Date set outside allowed range. .* on or before (?<last>\S+)\.",
    "day_outside": r"Date set outside allowed range. .* (?<first>\S+) and (?<last>\S+)\.",
}
_UNITS = ("B", "KB", "MB", "GB")

_NAME = """
(() => {
  const own = window.dpOwn = window.dpOwn || {kept: new WeakMap()};
  Object.assign(own, %s);
  const whole = (theirs) => new RegExp('^\\\\s*(?:' + theirs + ')\\\\s*$');
  own.words = own.words.map(([theirs, ours]) => [whole(theirs), ours]);
  const translated = (words) => {
    for (const [theirs, ours] of own.words) {
      const found = words.match(theirs);
      if (found) return ours.replace(/\\{(\\w+)\\}/g, (blank, part) => found.groups[part]);
    }
    return words;
  };
  // What Streamlit wrote is kept, since another language is made of it later.
  const say = (node, name, now) => {
    if (!own.kept.has(node)) own.kept.set(node, {});
    const kept = own.kept.get(node), known = kept[name];
    if (known && known.ours === now && known.language === own.language) return now;
    const theirs = known && known.ours === now ? known.theirs : now;
    kept[name] = {theirs, ours: translated(theirs), language: own.language};
    return kept[name].ours;
  };
  const speak = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => node.matches && node.matches(own.shows)
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    for (let node = root; node; node = walk.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const words = say(node, 'text', node.data);
        if (words !== node.data) node.data = words;
      } else for (const name of own.says) {
        if (!node.hasAttribute(name)) continue;
        const now = node.getAttribute(name), words = say(node, name, now);
        if (words !== now) node.setAttribute(name, words);
      }
    }
  };
  const app = document.querySelector('.stApp');
  const name = () => {
    // What floats over the page stands outside of it, and has its colours from the root.
    document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
    for (const [where, attribute, value] of own.attributes)
      for (const control of document.querySelectorAll(where)) {
        if (value === null) control.removeAttribute(attribute);
        else if (control.getAttribute(attribute) !== value) control.setAttribute(attribute, value);
      }
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && skip.textContent !== own.skip) skip.textContent = own.skip;
    document.querySelectorAll(own.speaks).forEach(speak);
  };
  own.name = name;
  name();
  if (own.watch) return;
  let due = false;
  own.watch = new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; own.name(); });
  });
  const seen = [...own.says, 'role', 'aria-current'];
  const all = {childList: true, subtree: true, characterData: true, attributes: true};
  own.watch.observe(document.body, {...all, attributeFilter: seen});
  own.watch.observe(app, {attributes: true, attributeFilter: ['class']});
})();
"""


def apply(texts: Texts) -> None:
    """Name the controls; once a page."""
    data = {
        "language": texts.language,
        "attributes": _attributes(texts),
        "skip": texts.own.skip,
        "speaks": ", ".join(_SPEAKS),
        "shows": _SHOWS,
        "says": _SAYS,
        "words": list(_words(texts)),
    }
    # The words are ours; `<` is written as an escape all the same.
    run_script("names", _NAME % json.dumps(data).replace("<", "\\u003c"))


def _attributes(texts: Texts) -> list[tuple[str, str, str | None]]:
    """Names and roles that Streamlit gives no control or the wrong one; None takes one away."""
    own = texts.own
    names = {
        '[data-testid="stChatInputSubmitButton"]': own.send,
        '[data-testid="stChatInputTextArea"]': texts.ask_placeholder,
        '[data-testid="stSidebar"]': own.sidebar,
        '[data-testid="stExpandSidebarButton"]': own.sidebar_open,
        '[data-testid="stSidebarCollapseButton"] button': own.sidebar_close,
        ".st-key-step-passage-before button": texts.passage_before,
        ".st-key-step-passage-after button": texts.passage_after,
        ".st-key-step-extract-before button": texts.extract_before,
        ".st-key-step-extract-after button": texts.extract_after,
        ".st-key-pages": texts.pages_label,
        '[data-testid="stSelectboxVirtualDropdown"]': own.choices,
    }
    return [
        *((where, "aria-label", name) for where, name in names.items()),
        (".st-key-pages", "role", "navigation"),
        ('[class*="st-key-here-"] a', "aria-current", "page"),
        ('[class*="st-key-there-"] a', "aria-current", None),
        ('[data-testid="stDateInputCalendar"] header', "role", "none"),
        ('[data-testid="stFileUploaderDropzone"]', "role", "group"),
        ('[data-testid="stSelectboxVirtualDropdown"]', "role", "region"),
        # A long list without anything to reach in it has to be reached itself, to be scrolled.
        (f"{_SIDE}:not(:has({_REACHED}))", "tabindex", "0"),
        (f"{_SIDE}:has({_REACHED})", "tabindex", None),
    ]


def _words(texts: Texts) -> Iterator[tuple[str, str]]:
    """What Streamlit says, as regular expressions, and what we say instead."""
    own = texts.own
    for name, theirs in _WORDS.items():
        yield theirs, getattr(own, name)
    mark = own.error_before.removeprefix(own.error)
    for name, theirs in _DAYS.items():
        yield f"Error: {theirs}", f"{own.error_before} {getattr(own, name)}"
        yield f": {theirs}", f"{mark} {getattr(own, name)}"
    for theirs, ours in zip(_UNITS, own.units, strict=True):
        size = rf"(?<whole>\d+)\.(?<tenth>\d){theirs}"
        written = f"{{whole}}{own.decimal}{{tenth}}\u00a0{ours}"
        yield size, written
        yield f"(?<file>.+), {size}", f"{{file}}, {written}"
    for theirs, ours in zip(ENGLISH.months, texts.months, strict=True):
        yield rf"(?<number>\d+) – {theirs}", f"{{number}} – {ours}"
        chosen = own.day_selected.replace("{month}", ours)
        yield rf"Selected Date: {theirs} (?<day>\d+), (?<year>\d+)", chosen
