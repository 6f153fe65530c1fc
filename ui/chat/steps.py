"""From passage to passage of a release, and from extract to extract of an answer.

What counts as a passage here is what can be quoted: a sentence, a heading, a list item.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain import Release
from ui.safe import escape
from ui.state import Conversation, Place
from ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one stands in a row of places, from 1 (0: before the first), and what lies beside."""

    at: int
    count: int
    before: Place | None
    after: Place | None


def in_release(release: Release, place: Place) -> Neighbours:
    """The passages before and after the words at `place`."""
    spans = release.sentences
    first = bisect_right(spans, place.start, key=lambda span: span.end)
    after = first
    while place.start < place.end and after < len(spans) and spans[after].start < place.end:
        after += 1
    steps = [
        Place.at(release, spans[index].start, spans[index].end) if 0 <= index < len(spans) else None
        for index in (first - 1, after)
    ]
    return Neighbours(first + 1 if after > first else first, len(spans), *steps)


def in_trail(trail: Sequence[Place], anchor: Place | None) -> Neighbours | None:
    """The places before and after the one that was opened; None where there is only one."""
    if len(trail) < 2 or anchor not in trail:
        return None
    at = trail.index(anchor)
    before = trail[at - 1] if at else None
    return Neighbours(at + 1, len(trail), before, trail[at + 1] if at + 1 < len(trail) else None)


def draw(release: Release, place: Place, talk: Conversation, texts: Texts) -> None:
    """The buttons that lead on, each row with where one stands."""
    rows = [("passage", in_release(release, place), texts.passage_position)]
    trail = in_trail(talk.trail, talk.anchor)
    if trail is not None:
        rows.append(("extract", trail, texts.extract_position))
    with st.container(key="source-steps"):
        for kind, beside, words in rows:
            row = st.container(
                key=f"steps-{kind}", horizontal=True, vertical_alignment="center", gap="small"
            )
            step = talk.step if kind == "passage" else _opener(talk)
            for side, label, to in (
                ("before", texts.step_before, beside.before),
                ("after", texts.step_after, beside.after),
            ):
                if side == "after":
                    told = escape(words.format(at=beside.at, count=beside.count))
                    row.html(f'<p class="dp-position" role="status">{told}</p>', width="content")
                row.button(
                    label,
                    key=f"step-{kind}-{side}",
                    type="tertiary",
                    disabled=to is None,
                    on_click=step,
                    args=(to,),
                )


def _opener(talk: Conversation):
    """Opens another place of the same trail."""

    def open_(place: Place) -> None:
        talk.open(place, talk.trail)

    return open_
