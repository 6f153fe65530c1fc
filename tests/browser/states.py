"""The states of the pages of evaluation and settings, for those who look at each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assembly import Depeche
from evaluation.kept import PACKAGED, RunStore
from ui.texts import Texts

COMMUNIQUE = "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
WHO, QUOTE = "Qui représentait les États-Unis ?", "fentanyl"
# It can never pass: what it has to mention is in no release.
IMPOSSIBLE = {
    "id": "impossible",
    "user_input": WHO,
    "lang": "fr",
    "type": "who",
    "answerable": True,
    "reference_quotes": [{"source": COMMUNIQUE, "text": QUOTE}],
    "must_mention": [["<b>licorne</b>"]],
}


def a_set(every: int = 6) -> bytes:
    """The impossible question and some of the set to develop with."""
    lines = (PACKAGED / "communique.dev.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    return "\n".join([json.dumps(IMPOSSIBLE), *lines]).encode()


def measured(opened: Depeche, data: Path) -> None:
    """Keep two runs of a small set in a data folder."""
    store = RunStore(data)
    assert store.add_set("essai.jsonl", a_set(24), lambda file: []) == []
    questions = store.added / "essai.jsonl"
    for _ in range(2):
        store.keep(questions, 1, lambda out: opened.evaluate(questions, out=out))


def evaluation(page, texts: Texts, expect) -> Iterator[str]:
    """Goes through the states of the evaluation, on runs that are there, and stops in each."""
    said = texts.evaluation
    expect(page.locator(".dp-plot .dp-track u").first).to_be_visible()
    page.locator("summary", has_text=said.upload_title).click()
    expect(page.get_by_role("button", name=said.upload_send)).to_be_visible()
    page.locator("summary", has_text=said.more_groups).click()
    yield "figures and a set to add"
    page.get_by_role("radio", name=said.view_failures[:6]).click()
    page.locator("summary", has_text=WHO[:20]).click()
    expect(page.locator(".dp-release mark")).to_have_text(QUOTE)
    yield "a failure"
    page.get_by_role("radio", name=said.view_comparison).click()
    expect(page.get_by_text(said.told_apart_by_nothing)).to_be_visible()
    page.locator(".st-key-delete-run button").click()
    expect(page.get_by_role("button", name=said.delete_confirm)).to_be_visible()
    yield "comparison and deletion"


def status(page, texts: Texts, expect) -> Iterator[str]:
    """Goes through the states of settings and status, where conversations are kept."""
    said = texts.status
    expect(page.locator(".dp-sizes li").first).to_be_visible()
    page.get_by_role("button", name=said.delete).click()
    expect(page.get_by_role("button", name=said.delete_confirm)).to_be_visible()
    yield "settings and deletion"
