"""An Answer that misquotes cannot be built."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from domain import Answer, AnswerSentence, AnswerStatus, Citation, quoted_fragments
from errors import CitationError

TEXT = "Le ministre a dit « oui » hier. Les États‑Unis ont signé\u00a0: c'est fait."


class Stored:
    def __init__(self, texts):
        self.texts = texts

    def text(self, release_id, version):
        return self.texts[release_id, version]


STORE = Stored({("r", "v"): TEXT})


def citation(start=0, end=31, quote=None, marker=1, version="v"):
    quote = TEXT[start:end] if quote is None else quote
    return Citation(marker, "r", version, "a.txt", start, end, quote)


def answer(citations=None, sentences=None, **changes):
    cited = (citation(),) if citations is None else citations
    said = (AnswerSentence("Oui.", (1,)),) if sentences is None else sentences
    given = {"status": AnswerStatus.ANSWERED, "texts": STORE, "citations": cited, "sentences": said}
    return Answer("Question ?", "fr", **(given | changes))


def test_an_exact_quote_is_accepted():
    built = answer()
    assert built.citation(1).quote == "Le ministre a dit « oui » hier."
    assert built.text == "Oui. [1]"


def test_a_label_stands_above_its_sentences_and_quotes_nothing():
    said = (AnswerSentence("Oui.", (1,), "Le communiqué de mai"), AnswerSentence("Non.", (1,)))
    assert answer(sentences=said).text == "Le communiqué de mai\nOui. [1] Non. [1]"
    with pytest.raises(CitationError, match="a label is no quote"):
        answer(sentences=(AnswerSentence("Oui.", (1,), "Il a dit « oui »"),))


@pytest.mark.parametrize(
    "quote",
    [
        "Le ministre a dit « oui » hier",  # one character short
        "Le ministre a dit « non » hier.",  # altered
        "Le ministre a dit «\u00a0oui\u00a0» hier.",  # another space
        "Le ministre a dit “oui” hier.",  # other quotation marks
        "le ministre a dit « oui » hier.",  # another case
        "",
    ],
)
def test_any_other_quote_is_refused(quote):
    with pytest.raises(CitationError, match="differs from the stored span"):
        answer(citations=(citation(quote=quote),))


def test_hyphens_and_spaces_of_the_original_are_kept():
    start = TEXT.index("Les États")
    exact = TEXT[start:]
    assert "\u2011" in exact and "\u00a0" in exact
    answer(citations=(citation(start, len(TEXT)),))
    with pytest.raises(CitationError):
        answer(citations=(citation(start, len(TEXT), quote=exact.replace("\u2011", "-")),))


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(CitationError, match="outside"):
        answer(citations=(citation(*span, quote="x"),))


def test_a_version_that_was_never_stored_is_refused():
    with pytest.raises(CitationError, match="not stored"):
        answer(citations=(citation(version="w", quote="x"),))


def test_replace_cannot_go_round_the_check():
    built = answer()
    with pytest.raises((ValueError, TypeError), match="texts"):  # TypeError from Python 3.13 on
        replace(built, citations=(citation(quote="autre"),))
    with pytest.raises(CitationError):
        replace(built, texts=STORE, citations=(citation(quote="autre"),))
    with pytest.raises(FrozenInstanceError):
        built.citations = ()


def test_markers_and_sentences_have_to_agree():
    with pytest.raises(CitationError, match="does not exist"):
        answer(sentences=(AnswerSentence("Oui.", (2,)),))
    with pytest.raises(CitationError, match="no citation"):
        answer(sentences=(AnswerSentence("Oui.", ()),))
    with pytest.raises(CitationError, match="without gaps"):
        answer(citations=(citation(marker=2),))
    with pytest.raises(CitationError, match="without gaps"):
        answer(citations=(citation(), citation()))


def test_words_between_quotation_marks_are_words_of_the_quote():
    answer(sentences=(AnswerSentence("Il a dit « oui ».", (1,)),))
    for marks in ("« non »", "“non”", '"non"'):
        with pytest.raises(CitationError, match="quotation marks"):
            answer(sentences=(AnswerSentence(f"Il a dit {marks}.", (1,)),))


def test_status_and_content_have_to_agree():
    declined = Answer("Q ?", "fr", AnswerStatus.DECLINED, STORE, reason="Rien n'en est dit.")
    assert declined.text == "Rien n'en est dit."
    with pytest.raises(CitationError):
        Answer("Q ?", "fr", AnswerStatus.DECLINED, STORE)
    with pytest.raises(CitationError):
        Answer("Q ?", "fr", AnswerStatus.ANSWERED, STORE)
    with pytest.raises(CitationError):
        answer(status=AnswerStatus.DECLINED, reason="non")
    with pytest.raises(CitationError):
        answer(confidence=1.5)


def test_quoted_fragments():
    assert quoted_fragments('a « b c » d “e” "f" «\u00a0» g') == ["b c", "e", "f"]
