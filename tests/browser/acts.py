"""What the browser tests do again and again: ask, open a source, look whether a page fits."""

from __future__ import annotations

WIDTHS = [(375, 812), (768, 1024), (1440, 900)]


def ask(page, question: str) -> None:
    """Type a question and send it."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def chip(page, turn: int, marker: int):
    """The button that opens the source of a citation."""
    return page.locator(f".st-key-cite-{turn}-{marker} button")


def is_sideways(page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
