"""What is said to the assistant itself: greetings, thanks, good-byes, and what it is and can do.

None of it asks anything of the releases, so nothing is searched, and the answer says what the
assistant is for. A message counts only if all of it is of this kind: « Bonjour, qui représentait le
Canada ? » is a question.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from answering.phrases import plain
from domain import Answer
from language import Language


class Courtesy(StrEnum):
    """Kinds of such messages; of several in one message the last of these is answered."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ABOUT = "about"


class Said(NamedTuple):
    """What was said, and in which language."""

    courtesy: Courtesy
    language: Language


# On the folded words of a message between single spaces.
_SAYS: dict[tuple[Courtesy, Language], tuple[str, ...]] = {
    (Courtesy.GREETING, "fr"): (
        r"(?:bonjour|bonsoir|salut|allo|coucou|enchantee?)(?: (?:a tous|a vous|a toi|depeche))?",
        r"comment (?:ca va|allez vous|vas tu)|ca va(?: bien)?|(?:tu vas|vous allez) bien",
        r"il y a quelqu un",
    ),
    (Courtesy.GREETING, "en"): (
        r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day))(?: (?:there|again|depeche))?",
        r"any(?:body|one) there|how are you(?: doing)?(?: today)?|nice to meet you",
    ),
    (Courtesy.THANKS, "fr"): (
        r"(?:un grand |grand |mille )?mercis?(?: (?:beaucoup|bien|infiniment|encore|a vous|a toi))?"
        r"(?: (?:d avance|pour (?:tout|ton aide|votre aide|(?:la|ta|votre) reponse|"
        r"(?:l|ces) informations?)))?",
        r"(?:c est )?(?:parfait|super|genial|excellent|note|compris|tres (?:bien|utile|clair))",
        r"d accord|bravo",
    ),
    (Courtesy.THANKS, "en"): (
        r"(?:many )?(?:thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|again))?"
        r"(?: (?:in advance|for (?:everything|(?:your|the) (?:help|answer))))?",
        r"(?:that s |that is )?(?:great|perfect|excellent|awesome|very helpful|very useful|got it)",
        r"ok(?:ay)?|understood|well done",
    ),
    (Courtesy.FAREWELL, "fr"): (
        r"au revoir|adieu|a (?:bientot|demain|plus tard|plus|la prochaine)|"
        r"bonne (?:journee|soiree|nuit|fin de journee|continuation)|"
        r"c est tout(?: pour (?:aujourd hui|le moment|l instant))?",
    ),
    (Courtesy.FAREWELL, "en"): (
        r"(?:good ?)?bye(?: bye)?|see you(?: (?:later|soon|tomorrow))?|good night|"
        r"have a (?:good|great|nice) (?:day|evening|night|one)|that s all(?: for (?:now|today))?",
    ),
    (Courtesy.ABOUT, "fr"): (
        r"(?:mais )?(?:qui|que|quoi|qu) (?:es tu|etes vous)|(?:tu es|vous etes|t es) (?:qui|quoi)",
        r"(?:es tu|etes vous|tu es|vous etes|suis je en train de parler a) (?:une? )?"
        r"(?:vraie? )?(?:robot|humain|humaine|personne|machine|ia|intelligence artificielle|"
        r"chatbot|agent conversationnel|assistant)",
        r"que (?:peux|sais|fais|pouvez|savez|faites) (?:tu|vous)(?: faire)?(?: pour moi)?",
        r"qu est ce que (?:tu|vous) (?:peux|sais|fais|pouvez|savez|faites)(?: faire)?"
        r"(?: pour moi)?",
        r"(?:tu|vous) (?:peux|sais|pouvez|savez|fais|faites)(?: faire)? quoi",
        r"a quoi (?:sers tu|servez vous|tu sers|vous servez)",
        r"(?:peux tu|pouvez vous|tu peux|vous pouvez) m aider|j ai besoin d aide|aidez? moi",
        r"comment (?:tu fonctionnes|vous fonctionnez|fonctionnes tu|fonctionnez vous|"
        r"t utiliser|vous utiliser|(?:je )?(?:t|vous) utilise|(?:te|vous) poser une question|"
        r"(?:utiliser|fonctionne|marche) (?:cet outil|ce chat|ce robot|ce site|cette application|"
        r"depeche))",
        r"(?:que puis je|qu est ce que je peux)(?: (?:te|vous))? demander",
        r"(?:quelles questions|quel genre de questions|quoi) (?:puis je|peut on|je peux)"
        r"(?: (?:te|vous))? (?:poser|demander)",
        r"(?:c est quoi|qu est ce que)(?: (?:c est que|cet outil|ce chat|ce robot))?(?: depeche)",
    ),
    (Courtesy.ABOUT, "en"): (
        r"(?:so )?(?:who|what)(?: exactly)? are you|who am i (?:talking|speaking) to",
        r"are you (?:an? )?(?:real )?(?:robot|bot|human|person|machine|ai|chatbot|assistant)",
        r"what (?:can|do) you do(?: for me)?|what are you (?:for|able to do)",
        r"what (?:can|should|may) i ask(?: you)?(?: here)?",
        r"(?:what|which|what kind of) questions can (?:i ask(?: you)?|you answer)",
        r"how do you work|how do i use (?:you|this tool|this chat|this app|depeche)",
        r"how does (?:this tool|this chat|this chatbot|this app|depeche) work",
        r"(?:can you )?help me|i need (?:some )?help|what is depeche",
    ),
}
# Asked after a question these may be about what the releases tell of.
_FIRST: dict[tuple[Courtesy, Language], tuple[str, ...]] = {
    (Courtesy.ABOUT, "fr"): (r"comment (?:ca|cela) (?:marche|fonctionne)|a quoi ca sert|aide",),
    (Courtesy.ABOUT, "en"): (r"how does (?:this|it) work|what is this for|help",),
}
_POLITE = r"(?: (?:s il (?:te|vous) plait|svp|stp|please))?"


def _compiled(table: dict[tuple[Courtesy, Language], tuple[str, ...]]) -> list:
    return [
        (Said(*said), re.compile(rf"(?:{'|'.join(patterns)}){_POLITE}(?: |$)"))
        for said, patterns in table.items()
    ]


_ALWAYS, _AT_FIRST = _compiled(_SAYS), _compiled(_FIRST)
_LONGEST = 120  # characters of such a message


def courtesy_of(message: str, *, first: bool = False) -> Said | None:
    """What a message says to the assistant; None when any of it is something else. `first`: no
    question was asked before it."""
    if len(message) > _LONGEST:
        return None
    rest, said = plain(message), []
    rules = [*_ALWAYS, *_AT_FIRST] if first else _ALWAYS
    while rest:
        found = [(match, what) for what, rule in rules if (match := rule.match(rest))]
        if not found:
            return None
        match, what = max(found, key=lambda each: each[0].end())
        said.append(what)
        rest = rest[match.end() :]
    order = list(Courtesy)
    return max(said, key=lambda what: order.index(what.courtesy), default=None)


def is_courteous(answer: Answer) -> bool:
    """Whether an answer is one to such a message, for which nothing was searched."""
    return not answer.evidence and courtesy_of(answer.question, first=True) is not None
