"""Summaries and comparisons: what is meant, what is quoted, under which label, and what is not."""

from __future__ import annotations

import json

import pytest
from langchain_core.language_models import FakeListChatModel
from places import PROJECT

from answering.assistant import Assistant
from answering.central import is_spoken
from answering.contract import answer_record, ask_schema
from answering.forms import Form
from answering.stored import dump, restore
from answering.writer import ChatWriter
from assembly import Depeche
from config import load_settings
from domain import AnswerStatus, Turn, check_citation

HALIFAX, WINNIPEG, TROIS = "2021-10-14", "2022-10-20", "2023-10-26"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """The application on a library of the communiqué and the fictional releases."""
    opened = Depeche(load_settings(library=tmp_path_factory.mktemp("overview") / "library"))
    opened.ingest([PROJECT / "corpus", PROJECT / "evaluation" / "releases"])
    yield opened
    opened.close()


def days(answer):
    """The days of the releases that are cited, each once, in the order of the answer."""
    return list(dict.fromkeys(str(citation.date) for citation in answer.citations))


def cited(answer):
    return " ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Résume le communiqué", {"summary", "occasion"}),
        ("What are the main points?", {"summary"}),
        ("De quoi parle la section sur les armes à feu ?", {"summary", "part", "brief"}),
        ("Quels sujets ont été abordés ?", {"summary", "topics"}),
        ("Which topics were discussed?", {"summary", "topics"}),
        ("Résume le dernier communiqué", {"summary", "occasion", "latest"}),
        ("Quel est le titre du communiqué ?", {"summary", "title", "occasion"}),
        ("What is the headline of the press release?", {"summary", "title", "occasion"}),
        ("Donne-moi le plan du communiqué", {"summary", "outline", "occasion"}),
        ("What are the main sections of the release?", {"summary", "outline", "occasion"}),
        ("Quel est le plan du gouvernement ?", set()),
        ("Quel est le titre de Dominic LeBlanc ?", set()),
        ("Compare le Forum de 2023 et celui de 2024", {"compares", "changes", "occasion"}),
        ("Résume le communiqué en disant que tout va bien", {"summary", "occasion", "dictates"}),
        ("Qui a signé l'entente ?", set()),
        ("How many firearms were seized?", set()),
    ],
)
def test_the_form_of_a_question(question, expected):
    form = Form.of(question)
    flags = (
        *("summary", "part", "topics", "outline", "title", "changes", "dictates", "occasion"),
        *("latest", "brief"),
    )
    found = {name for name in flags if getattr(form, name)}
    assert found == expected - {"compares"}
    assert form.compares or "compares" not in expected


@pytest.mark.parametrize(
    ("question", "length"),
    [
        ("Résume en deux phrases", 2),
        ("a one-line summary", 1),
        ("in a line or two", 2),
        ("résumé", None),
    ],
)
def test_how_many_sentences_are_asked_for(question, length):
    assert Form.of(question).length == length


@pytest.mark.parametrize("question", ["Résume le communiqué", "Summarize the release"])
def test_a_summary_has_a_sentence_of_each_section_in_order(depeche, question):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    sections = {citation.section for citation in answer.citations}
    assert sections == {None, *depeche.releases()[0].headings[:4]}
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts) and len(starts) <= 6
    assert "Merrick B. Garland" in cited(answer)
    for citation in answer.citations:
        check_citation(citation, depeche.library)


@pytest.mark.parametrize(
    ("question", "count"),
    [("Résume le communiqué en deux phrases", 2), ("Give me the gist in one sentence", 1)],
)
def test_a_summary_is_as_long_as_it_was_asked_to_be(depeche, question, count):
    assert len(depeche.ask(question).sentences) == count


@pytest.mark.parametrize(
    "question", ["Quels sujets ont été abordés ?", "What topics did the ministers discuss?"]
)
def test_topics_are_those_that_the_release_announces(depeche, question):
    quotes = [citation.quote for citation in depeche.ask(question).citations]
    assert quotes[-3:] == list(depeche.releases()[0].headings[:3])


@pytest.mark.parametrize("question", ["Quelles sont les sections ?", "Outline of the release"])
def test_the_sections_are_its_headings(depeche, question):
    quotes = [citation.quote for citation in depeche.ask(question).citations]
    assert quotes == list(depeche.releases()[0].headings[:3])


def test_the_title_is_asked_for_and_quoted(depeche, shelf):
    release = depeche.releases()[0]
    for question in ("Quel est le titre du communiqué ?", "What is the title of the release?"):
        (citation,) = depeche.ask(question).citations
        assert citation.quote == release.subtitle
    (citation,) = shelf.ask("Quel est le titre du communiqué sur le Forum de Halifax ?").citations
    assert str(citation.date) == HALIFAX


@pytest.mark.parametrize(
    "question",
    [
        "Résume la section sur l'ingérence étrangère.",
        "Summarize the section on foreign interference.",
    ],
)
def test_a_section_is_told_by_its_own_sentences(depeche, question):
    answer = depeche.ask(question)
    assert {c.section for c in answer.citations} == {"Ingérence étrangère/sécurité nationale"}
    assert "Ingérence étrangère" in answer.sentences[0].label


def test_one_paragraph_of_a_section_is_enough_where_it_alone_is_meant(depeche):
    answer = depeche.ask("Résume la partie sur les crimes haineux.")
    assert "antisémitisme" in cited(answer) and "terrorisme" not in cited(answer)


def test_nobody_speaks_for_a_release(shelf):
    for question in ("Résume le communiqué de Halifax", "Summarize the Winnipeg conference"):
        answer = shelf.ask(question)
        for citation in answer.citations:
            release = shelf.library.release(citation.release_id, citation.version)
            within = [s for s in release.sentences if citation.start <= s.start < citation.end]
            assert within and not any(is_spoken(release, sentence) for sentence in within)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Résume le communiqué sur la stratégie Rivage.", "2024-05-16"),
        ("Summarize the release on the Winnipeg conference.", WINNIPEG),
        ("Résume le dernier communiqué.", "2024-09-10"),
        ("Give me an overview of the Coast Guard's Arctic season release.", "2024-06-20"),
    ],
)
def test_the_release_that_is_named_is_summed_up_and_no_other(shelf, question, day):
    answer = shelf.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and days(answer) == [day]
    assert [sentence.label is None for sentence in answer.sentences].count(False) == 1


def test_a_release_that_no_question_names_is_a_guess_and_said_to_be(shelf):
    answer = shelf.ask("Résume le communiqué")
    assert answer.status is AnswerStatus.PARTIAL
    assert days(answer) == ["2024-09-10"] and "le plus récent" in answer.reason


@pytest.mark.parametrize(
    ("question", "released", "said"),
    [
        ("Qu'est-ce qui a changé entre la conférence de 2022 et celle de 2023 ?",
         [WINNIPEG, TROIS], ["2,910", "2\u00a0480"]),
        ("Compare the 2021 and 2022 corridor security conferences.", [HALIFAX, WINNIPEG], []),
        ("Compare le nombre de délégations à la conférence de 2021 et à celle de 2023.",
         [HALIFAX, TROIS], ["Onze", "Douze"]),
        ("Who was the federal minister at the 2021 conference, and who was it at the 2023 one?",
         [HALIFAX, TROIS], ["Vadeboncœur", "Bergeron"]),
        ("Dans quelles villes ont eu lieu les conférences de 2021 et de 2022 sur les corridors ?",
         [HALIFAX, WINNIPEG], ["HALIFAX", "WINNIPEG"]),
    ],
)  # fmt: skip
def test_releases_are_told_side_by_side(shelf, question, released, said):
    answer = shelf.ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert days(answer) == released
    assert all(words in cited(answer) for words in said)
    labels = [sentence.label for sentence in answer.sentences if sentence.label]
    assert len(labels) == len(released)
    assert all(label in answer.text for label in labels)
    years = [day[:4] for day in released]
    assert all(year in label for year, label in zip(years, labels, strict=True))


def test_labels_are_in_the_language_of_the_question(shelf):
    french = shelf.ask("Compare les communiqués de Halifax et de Trois-Rivières.")
    english = shelf.ask("Compare the Halifax and the Trois-Rivières releases.")
    assert french.sentences[0].label.startswith("Le communiqué du 14 octobre 2021 (Halifax)")
    assert english.sentences[0].label.startswith("The release of October 14, 2021 (Halifax)")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is the difference between the 2019 and the 2022 corridor conferences?", "2019"),
        ("Compare la conférence sur les corridors de 2023 et celle de 2025.", "2025"),
        ("Quelle différence entre la conférence sur les pêches de 2022 et celle de 2023 ?", "2022"),
        ("What changed between the 2022 and 2023 fisheries conferences?", "2023"),
        ("Summarize the 2020 conference.", "2020"),
        ("Compare what the 2022 and 2023 conferences say about drones.", "drones"),
        ("Résume le communiqué sur la pêche au homard.", "homard"),
    ],
)
def test_what_is_not_there_is_declined_and_named(shelf, question, missing):
    answer = shelf.ask(question)
    assert answer.status is AnswerStatus.DECLINED
    assert missing in answer.reason and len(answer.evidence) >= 10


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce qui a changé entre le Forum de 2023 et celui de 2024 ?",
        "Compare the 2023 forum with the 2024 forum.",
    ],
)
def test_two_editions_of_which_one_is_missing(depeche, question):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.DECLINED and "2023" in answer.reason


def test_a_release_that_is_silent_makes_half_an_answer(shelf):
    answer = shelf.ask(
        "Compare ce que disent les conférences de 2021 et de 2023 sur les peines minimales."
    )
    assert answer.status is AnswerStatus.PARTIAL and days(answer) == [TROIS]
    assert "14 octobre 2021 (Halifax)" in answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "Résume le communiqué en disant que le Canada a refusé de signer.",
        "Summarize the release and say that the forum was cancelled.",
    ],
)
def test_a_summary_is_not_dictated(depeche, question):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.DECLINED and not answer.citations


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What was the difference in average wait times during the SwiftGate trial?", "22 minutes"),
        ("En bref, combien coûte la stratégie Rivage ?", "312"),
        ("Qui a lancé la campagne contre la fraude envers les aînés, et quand se termine-t-elle ?",
         "30\u00a0septembre"),
    ],
)  # fmt: skip
def test_facts_stay_facts(shelf, question, words):
    answer = shelf.ask(question)
    assert words in cited(answer)
    assert not any(sentence.label for sentence in answer.sentences)


def test_the_record_keeps_its_shape_and_shows_the_labels(shelf):
    import jsonschema

    answer = shelf.ask("Compare les communiqués de Halifax et de Trois-Rivières.")
    record = answer_record(answer)
    jsonschema.validate(record, ask_schema())
    assert answer.sentences[0].label in record["text"]
    assert record["sentences"][0]["text"] == record["citations"][0]["quote"]


def test_labels_are_kept_with_a_conversation(shelf):
    answer = shelf.ask("Compare les communiqués de Halifax et de Trois-Rivières.")
    kept = restore("2024-01-01", dump(Turn("q", answer)), shelf.library).answer
    assert kept.sentences == answer.sentences
    older = json.loads(dump(Turn("q", answer)))
    del older["answer"]["labels"]
    assert restore("2024-01-01", json.dumps(older), shelf.library).answer.citations


def test_a_language_model_gets_the_same_evidence_under_the_same_labels(shelf):
    seen = []

    class Recording(FakeListChatModel):
        def _stream(self, messages, *args, **kwargs):
            seen.append(messages[-1].content)
            return super()._stream(messages, *args, **kwargs)

    question = "Compare le nombre de délégations à la conférence de 2021 et à celle de 2023."
    quote = "Onze délégations y ont pris part"
    found = shelf.ask(question).evidence
    key = next(f"E{n}" for n, item in enumerate(found, start=1) if item.text.startswith(quote))
    said = {"text": "Des délégations y ont pris part.", "citations": [{"id": key, "quote": quote}]}
    writer = ChatWriter(Recording(responses=[json.dumps({"sentences": [said]})]), timeout=60.0)
    assistant = Assistant(
        shelf._ready().retriever, max_sentences=4, max_question_chars=2000, writer=writer
    )
    answer = assistant.ask(question)
    prompt = seen[-1]
    halifax = prompt.index("# Le communiqué du 14 octobre 2021 (Halifax)")
    trois = prompt.index("# Le communiqué du 26 octobre 2023 (Trois")
    assert halifax < prompt.index("Onze délégations") < trois < prompt.index("Douze délégations")
    assert answer.reason is None and answer.sentences[0].text == said["text"]
    assert answer.sentences[0].label.startswith("Le communiqué du 14 octobre 2021")
