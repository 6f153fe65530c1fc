"""Replies of every form, whole, half and broken."""

from __future__ import annotations

import json

import pytest

from answering.grounding import Claim
from answering.reply import parse, progress
from errors import ModelError, ModelFailure

ROWS = [
    {"text": "Un « mot ».", "citations": [{"id": "E1", "quote": "a\nb"}]},
    {"text": "Deux.", "citations": [{"id": "E2", "quote": "c"}]},
]
WHOLE = json.dumps({"sentences": ROWS}, ensure_ascii=False)
CLAIMS = [Claim("Un « mot ».", (("E1", "a\nb"),)), Claim("Deux.", (("E2", "c"),))]


@pytest.mark.parametrize(
    "reply",
    [
        WHOLE,
        f"Voici :\n```json\n{WHOLE}\n```\nBien à vous",
        json.dumps(ROWS),
        WHOLE.replace("}]}]}", "}]},]}"),
        json.dumps({"sentences": ROWS})
        .replace("citations", "sources")
        .replace('"text"', '"sentence"'),
        WHOLE.replace('"E1"', '"[E1]"').replace('"E2"', "2"),
        json.dumps({"answer": {"sentences": ROWS}}),
        f'<think>As {{"sentences": [{{"text": "x", "citations": []}}]}} asks:</think>\n{WHOLE}',
    ],
)
def test_the_forms_that_are_understood(reply):
    assert parse(reply) == CLAIMS


def test_ids_alone_and_prose_with_markers_mean_the_whole_evidence():
    assert parse('{"sentences":[{"text":"Un.","citations":["E1", 2]}]}') == [
        Claim("Un.", (("E1", None), ("E2", None)))
    ]
    assert parse("Le forum a eu lieu hier [E1] [E3].") == [
        Claim("Le forum a eu lieu hier", (("E1", None), ("E3", None)))
    ]


def test_one_sentence_without_its_list_is_read():
    assert parse(json.dumps(ROWS[1])) == CLAIMS[1:]


def test_what_is_thought_aloud_is_no_draft():
    assert progress('<think>{"sentences": [{"text": "Un mo') == ([], "")


@pytest.mark.parametrize(
    "reply",
    ["bla " * 15_000, "{" * 60_000, "[" * 60_000, '{"sentences":[{"text":' + "[" * 50_000],
    ids=["prose", "braces", "brackets", "deep"],
)
def test_a_hostile_reply_is_turned_down_and_not_pondered(reply):
    """The patterns before took minutes for some of these; the suite would stand still."""
    assert progress(reply) == ([], "")
    with pytest.raises(ModelError):
        parse(reply)


def test_a_sentence_with_citations_without_end_keeps_the_first():
    cited = json.dumps({"sentences": [{"text": "Un.", "citations": ["E1"] * 3000}]})
    assert len(parse(cited)[0].quotes) < 20


def test_a_stream_is_read_sentence_by_sentence():
    counts = [len(progress(WHOLE[:end])[0]) for end in range(len(WHOLE) + 1)]
    assert counts == sorted(counts) and set(counts) == {0, 1, 2}
    drafts = [progress(WHOLE[:end])[1] for end in range(len(WHOLE))]
    assert "Un « m" in drafts and "Deu" in drafts
    assert progress(WHOLE)[0] == CLAIMS


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("", ModelFailure.EMPTY),
        ('{"sentences": []}', ModelFailure.EMPTY),
        ("Bonjour.", ModelFailure.MALFORMED),
        ('{"sentences": [{"text": 1}]}', ModelFailure.MALFORMED),
        ('{"sentences": {"a": }}', ModelFailure.MALFORMED),
        (WHOLE[:-12], ModelFailure.CUT),
        ("I'm sorry, but I can't help with that.", ModelFailure.REFUSED),
        ("Je ne peux pas répondre à cela.", ModelFailure.REFUSED),
        ("[" * 5000, ModelFailure.MALFORMED),
    ],
)
def test_what_is_wrong_has_a_kind(reply, failure):
    with pytest.raises(ModelError) as caught:
        parse(reply)
    assert caught.value.failure is failure
