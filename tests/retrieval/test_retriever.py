"""The retriever on the library of the communiqué, with all its real parts."""

from __future__ import annotations

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from retrieval.question import Question


def test_evidence_are_sentences_of_the_release(depeche):
    retriever = depeche._ready().retriever
    evidence = retriever.evidence(Question.of("Qui représentait les États-Unis ?"))
    assert len(evidence) >= 10
    assert [e.score for e in evidence] == sorted((e.score for e in evidence), reverse=True)
    assert len({(e.start, e.end) for e in evidence}) == len(evidence)
    for item in evidence:
        assert (
            depeche.library.text(item.release_id, item.version)[item.start : item.end] == item.text
        )
    assert "Merrick B. Garland" in evidence[0].text


def test_the_same_question_gives_the_same_evidence(depeche):
    retriever = depeche._ready().retriever
    question = Question.of("What about firearms?")
    assert retriever.evidence(question) == retriever.evidence(question)


def test_it_is_a_langchain_retriever(depeche):
    retriever = depeche._ready().retriever
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("Que disent-ils du fentanyl ?")
    assert all(isinstance(document, Document) for document in documents)
    first = documents[0]
    text = depeche.library.text(first.metadata["release_id"], first.metadata["version"])
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert "fentanyl" in first.page_content


def test_the_crawl_artefact_is_never_evidence(depeche):
    evidence = depeche._ready().retriever.evidence(Question.of("date 2024-07"))
    assert not any("date 2024-07" in item.text for item in evidence)


def test_a_question_without_a_known_word_still_gets_nearest_passages(depeche):
    assert len(depeche._ready().retriever.evidence(Question.of("🙂 ?"))) >= 10
