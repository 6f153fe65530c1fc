"""Questions whether something is spoken of: « Le communiqué parle-t-il de … ? », "Is … mentioned?".

They are answered by any sentence that speaks of it, and by none that does not, however near the
rest of the question comes: the words of the thing itself decide.
"""

from __future__ import annotations

import re

from answering.phrases import DOCUMENTS, plain
from retrieval.interaction import Coverage
from retrieval.question import Asked, Question
from vectorstore.analysis import content_words

NEAR = 0.55  # cosine from which a word of the question counts as said in other words
_SAID = 1 / 3  # share of the weight of the words of the thing that has to be said
# On the folded question, signs as spaces. A verb of speaking in a question that is answered by yes
# or no: as verb, not as noun ("talks", « traité »), and not as an order ("parle-moi de").
_SUBJECT = r"(?: t)?(?: (?:il|elle|on|ils|elles))?"
_SPOKEN = re.compile(
    r"\b(?:"
    rf"(?<!je )parl(?:e|ent|ait|aient|ee?s?){_SUBJECT} (?=d|sur)"
    rf"|(?:mentionn|evoqu|abord|discut)(?:e|ent|ait|aient|ee?s?){_SUBJECT}"
    rf"|(?<!le )(?<!un )(?<!du )(?<!ce )traite(?:nt)?{_SUBJECT} (?=d)"
    r"|question (?=d)"
    rf"|(?:dit|disent|dire){_SUBJECT} quelque chose (?=d|sur|a)"
    r"|(?<=\w )(?<!the )(?<!an )(?:mention|discuss|address|raise)(?:e?d|s|es)?"
    r"|(?<=\w )(?<!the )(?:talk(?:ed|s|ing)?|sp(?:eak|eaks|oke|oken)) (?=about|of)"
    r"|(?<=\w )refer(?:red|s)? to"
    r"|any mention|say (?:any|some)thing (?=about|on|of)|touch(?:ed|es)? on"
    r")\b"
)
# Yes or no is asked without its form as well: « le communiqué parle de … ? », "any mention of …".
_SPEAKER = r"(?:communique|texte|document|declaration|ministres|release|statement|ministers)"
_DECLARED = re.compile(
    rf"^(?:(?:le|la|les|ce|cette|the|this) )?{_SPEAKER} (?:parl|mention|evoqu|abord|discu|talk)"
    r"|^(?:any|some) mention"
)
_OPEN = re.compile(r"^(?:de quoi|quoi|que|quel\w*|comment|pou?r?[qk]u?oi|what|which|how|why)\b")
# Who or what speaks, and is not the thing.
_SPEAKERS = DOCUMENTS | frozenset("minister ministers ministre ministres forum article".split())


def spoken_of(question: Question) -> tuple[str, ...]:
    """The folded content words of what is asked to be spoken of; none of another question."""
    asked = plain(question.text)
    is_closed = question.asked == {Asked.YES_NO} and not _OPEN.search(asked)
    verb = _SPOKEN.search(asked) if is_closed or _DECLARED.search(asked) else None
    if verb is None:
        return ()
    for part in (asked[verb.end() :], asked[: verb.start()]):  # active, then passive
        words = [word for word in content_words(part) if word not in _SPEAKERS]
        if found := tuple(word for word in words if word in question.words):
            return found
    return ()


def unspoken(question: Question, coverage: Coverage) -> tuple[str, ...]:
    """The words of the thing, where no evidence speaks of it, in the same words or in others."""
    thing = spoken_of(question)
    weights = dict(zip(coverage.words, coverage.weights.tolist(), strict=True))
    best, one = coverage.best, coverage.in_singular
    lacking = tuple(w for w in thing if max(best.get(w, 0.0), one.get(w, 0.0)) < NEAR)
    whole = sum(weights.get(word, 0.0) for word in thing)
    said = whole - sum(weights.get(word, 0.0) for word in lacking)
    return lacking if lacking and said < _SAID * whole else ()
