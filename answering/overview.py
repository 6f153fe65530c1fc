"""Answers that are no single fact: summaries and comparisons, quoted and told by their release.

What is meant is found by `scope`, the sentences by `central`; where a comparison asks about
something, by the ranking, once for each release. An overview is decided here and not by the
refusal's models, which were fitted on facts: it is declined when a release that it names is not in
the library, when neither release says a word of what is asked, or when the question dictates what
a summary has to say; and it is an answer in part when one of two releases is silent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import prompts
from answering import central
from answering.abstention import NEAR, Judgement, Lack, as_written
from answering.central import MOST, Run
from answering.extractive import compose, select
from answering.labels import called, label_of
from answering.reasons import reason_of
from answering.scope import SILENT, Scope, scope_of
from domain import AnswerSentence, AnswerStatus, Citation, Evidence, Kind, Release, Sentence
from retrieval.question import Asked, Question
from retrieval.retriever import EvidenceRetriever

BRIEF = 3  # quotes of a summary of a release that is to be brief
_EACH = 2  # quotes of each release that is asked about something
_SURE = 0.9  # that an overview is what was asked for, where its releases are named in full
_UNSURE = 0.1


@dataclass(frozen=True, slots=True)
class Overview:
    """A summary or a comparison: what is quoted, in its order, and how it is to be shown.

    `status` is None where the refusal has to decide as it does for a fact, and `confidence` holds
    where it is not. `evidence` are the sentences of `chosen` one by one; `labels` name the release
    (and the section) of the quotes, by release; both are empty for what is declined.
    """

    status: AnswerStatus | None
    confidence: float
    reason: str | None = None
    chosen: tuple[Evidence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    labels: tuple[tuple[tuple[str, str], str], ...] = ()

    def among(self, ranked: Sequence[Evidence], limit: int) -> list[Evidence]:
        """The sentences of the overview, then the others that the question finds; the other way
        round where it is judged as a fact is."""
        if self.status is None:
            known = {_span(item) for item in ranked}
            last = [item for item in self.evidence if _span(item) not in known]
            kept = list(ranked[: limit - len(last)])
            worst = min((item.score for item in kept), default=0.0)
            return [*kept, *(replace(item, score=worst) for item in last)]
        spans = {_span(item) for item in self.evidence}
        best = max((item.score for item in ranked), default=0.0)
        first = [replace(item, score=best) for item in self.evidence]
        others = [item for item in ranked if _span(item) not in spans]
        return [*first, *others[: max(0, limit - len(first))]]

    def composed(self) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
        """The quotes themselves, numbered and labelled."""
        sentences, citations = compose(self.chosen)
        return self.labelled(sentences, citations), citations

    def above(self, evidence: Mapping[str, Evidence]) -> dict[str, str]:
        """The label of each of these sentences that has one, by its name."""
        names = dict(self.labels)
        keys = {name: (item.release_id, item.version) for name, item in evidence.items()}
        return {name: names[key] for name, key in keys.items() if key in names}

    def labelled(
        self, sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
    ) -> tuple[AnswerSentence, ...]:
        """The sentences of an answer, the first of each release under its label."""
        names, of = dict(self.labels), {c.marker: (c.release_id, c.version) for c in citations}
        shown: str | None = None
        found = []
        for sentence in sentences:
            keys = dict.fromkeys(of[marker] for marker in sentence.citations)
            label = " + ".join(names[key] for key in keys if key in names) or None
            found.append(replace(sentence, label=label if label != shown else None))
            shown = label
        return tuple(found)


def overview_of(
    question: Question, retriever: EvidenceRetriever, spoken_of: Collection[str] = ()
) -> Overview | None:
    """The overview that a question asks for; None when it asks for something else. `spoken_of` are
    the ids of the releases that the dialogue is about."""
    scope = scope_of(question, retriever, spoken_of)
    if scope is None:
        return None
    language = question.language
    if scope.form.dictates:
        return _declined(prompts.render("dictated", language))
    if scope.missing:
        missing = ", ".join(scope.missing)
        return _declined(prompts.render("missing_release", language, missing=missing))
    if scope.unsaid:
        return _silent(question, scope.unsaid)
    if scope.asked is not None:
        return _compared(question, scope, scope.asked, retriever)
    quoted = list(zip(scope.releases, _told(scope, retriever), strict=True))
    guessed = prompts.render("guessed", language) if scope.guessed else None
    return Overview(
        AnswerStatus.PARTIAL if guessed else AnswerStatus.ANSWERED,
        round(_SURE * scope.sure, 4),
        guessed,
        tuple(_joined(release, run) for release, runs in quoted for run in runs),
        tuple(as_evidence(release, s) for release, runs in quoted for run in runs for s in run),
        _labels(scope.releases, language, scope.section),
    )


def _told(scope: Scope, retriever: EvidenceRetriever) -> Sequence[Sequence[Run]]:
    """What is quoted of each release of a scope that asks for all that they say."""
    encode = retriever.encoder.encode_passages
    few = BRIEF if scope.form.brief and scope.section is None else MOST
    limit = min(scope.form.length or few, MOST)
    if len(scope.releases) > 1:
        return central.in_common(scope.releases[0], scope.releases[-1], encode)
    release = scope.releases[0]
    if scope.section is not None:
        return [central.of_section(release, scope.part, encode, limit)]
    if scope.form.title:
        return [central.title(release)]
    if scope.form.outline:
        return [central.outline(release, encode, limit)]
    if scope.form.topics:
        return [central.topics(release, encode, limit)]
    return [central.of_release(release, encode, limit)]


def _compared(
    question: Question, scope: Scope, asked: Question, retriever: EvidenceRetriever
) -> Overview:
    """What each release says of what the question asks about all of them."""
    language = asked.language
    near = [_nearness(scope, asked, release, retriever) for release in scope.releases]
    told = [cosine >= SILENT or not scope.form.speaks for cosine in near]
    if not any(told):
        return _silent(question, scope.words)
    chosen, evidence = [], []
    for release, speaks in zip(scope.releases, told, strict=True):
        if not speaks:
            continue
        items = _dateline(scope, asked, release) or _within(asked, release, retriever)
        if items:
            chosen += select(asked, items, _EACH, retriever.library)
            evidence += items[:_EACH]
    silent = [r for r, speaks in zip(scope.releases, told, strict=True) if not speaks]
    labels = _labels(scope.releases, language)
    if silent:
        names = ", ".join(called(release, language) for release in silent)
        reason = prompts.render("silent", language, missing=names)
        sure = round(_SURE / (1 + len(silent)), 4)
        return Overview(AnswerStatus.PARTIAL, sure, reason, tuple(chosen), tuple(evidence), labels)
    status = AnswerStatus.ANSWERED if min(near) >= NEAR else None
    return Overview(status, _SURE, None, tuple(chosen), tuple(evidence), labels)


def _nearness(
    scope: Scope, asked: Question, release: Release, retriever: EvidenceRetriever
) -> float:
    """How near a release comes to the topic of a comparison: the best that any of its sentences
    meets any of the words, a cosine; 1 without a topic."""
    if not scope.words:
        return 1.0
    topic = replace(asked, words=scope.words)
    texts = [release.text[s.start : s.end] for s in release.sentences]
    coverage = retriever.ranker.coverage(topic, texts, [release.language] * len(texts))
    return float(coverage.cosines.max(initial=0.0))


def _dateline(scope: Scope, asked: Question, release: Release) -> list[Evidence]:
    """Where or when a release is from, if a question that names nothing else asks for that."""
    if scope.words or not asked.asked & {Asked.PLACE, Asked.TIME}:
        return []
    return [as_evidence(release, s) for s in release.sentences if s.kind is Kind.DATELINE]


def _within(asked: Question, release: Release, retriever: EvidenceRetriever) -> list[Evidence]:
    """The sentences of one release, best first."""
    key = release.release_id, release.version
    found: list[Evidence] = []
    for text in (asked.text, f"{asked.text} ({release.name})"):
        ranked = retriever.ranked(replace(asked, text=text))
        found = [item for item in ranked if (item.release_id, item.version) == key]
        if found:
            break
    for reranker in retriever.rerankers:
        found = reranker.rerank(asked, found)
    return found


def _silent(question: Question, words: Sequence[str]) -> Overview:
    """Declined, since no release speaks of these words."""
    missing = as_written(question.text, words)
    verdict = Judgement(AnswerStatus.DECLINED, _UNSURE, Lack.TOPIC, missing)
    return _declined(reason_of(verdict, question) or "")


def _declined(reason: str) -> Overview:
    return Overview(AnswerStatus.DECLINED, _UNSURE, reason)


def _labels(
    releases: Sequence[Release], language: str, section: str | None = None
) -> tuple[tuple[tuple[str, str], str], ...]:
    return tuple(((r.release_id, r.version), label_of(r, language, section)) for r in releases)


def _joined(release: Release, run: Run) -> Evidence:
    """Neighbours as one quote."""
    first = as_evidence(release, run[0])
    return replace(first, end=run[-1].end, text=release.text[run[0].start : run[-1].end])


def as_evidence(release: Release, sentence: Sentence) -> Evidence:
    """A sentence of a release as evidence for an answer; its score is left open."""
    return Evidence(
        release_id=release.release_id,
        version=release.version,
        source=release.source,
        start=sentence.start,
        end=sentence.end,
        text=release.text[sentence.start : sentence.end],
        score=0.0,
        kind=sentence.kind,
        section=sentence.section,
        title=release.title or release.subtitle,
        date=release.date,
        language=release.language,
    )


def _span(item: Evidence) -> tuple[str, str, int]:
    return item.release_id, item.version, item.start
