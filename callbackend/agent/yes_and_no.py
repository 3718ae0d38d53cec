"""Yes and no: how a turn without a new figure answers our offer, or the read-back."""

import re
from decimal import Decimal

from callbackend.agent.figures import is_rejected
from callbackend.agent.news import NOTHING, Meant, News
from callbackend.agent.state import State
from callbackend.reading.heard import HeardTurn
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.pricing import PricedFigure
from callbackend.reading.speech.provider_speech import Answer

# So likely an acceptance in a sentence that no rule knows counts, and for a read-back.
LIKELY_YES, SURELY_YES = 0.5, 0.7
# Words that hold a yes must be like one, too: "most of these are done in an hour" is none.
MAYBE_YES = 0.2
AGREEING = {Answer.YES, Answer.AGREED, Answer.CONDITIONAL}
LIKELY_NO = 0.4
MAYBE_SCORN = 0.2
WORDS = re.compile(r"[a-z']+")
NO_FIRST = re.compile(
    r"\W*(?:no|nope|nah|naw|sorry)\b(?! (?:problem|worries|trouble|issue|doubt|hay problema))"
)
SHORT_YES = 4
YES_WORD = re.compile(
    r"\b(?:yes|yeah|yea|yep|yup|ya|sure|fine|ok|okay|okey|alright|aight|right|deal|agreed|works?|bet|"
    r"done|sold|absolutely|definitely|certainly|correct|exactly|perfect|great|course|it|that|this|"
    r"twisted|suppose|can do|k|si|claro|dale|bien|vale|trato|acuerdo|correcto|exacto|va|mhm|"
    r"uh-?huh|mm-?hmm)\b"
)
# "That's what it is": nobody can tell of which of the two prices.
WHICHEVER = re.compile(r"\bwhat (?:it|they|that)(?: is| are|'s| costs?)\b")
# "Yep, gotta go": a yes all the same; "okay, bye" is none.
YES_AND_GOODBYE = re.compile(
    r"\W*(?:yes|yep|yeah|yup|yea|sure|will do|can do|you bet|absolutely|deal|si|claro)\b"
    r"(?:\W+(?:sure|sir|ma'am|will do|can do|that's fine|i can|i'll hold it|fine|no problem"
    r"|okay|ok|thanks|thank you|man|hon))*"
    r"\W+(?:(?:but |look |and )?(?:i |i've )?(?:gotta|got to|have to) (?:go|run|jet|get going)"
    r"|(?:good ?)?bye(?: now| bye)?|adios|hasta luego|talk (?:to you )?later|take care)"
    r"(?:\W+(?:now|bye|man|hon|thanks))*\W*$"
)
NOBODY = re.compile(r"\b(?:nobody|no one|none)\b")
BEFORE_YES = re.compile(r"(?:(?:oh|well|ah|hey|and|for|so|gosh|why|now|mm|man)\b|\W)*")
EXCLAIMED = re.compile(r"\W*!")
SARCASM = re.compile(
    r"\b(?:oh,? (?:sure|yeah|right)|throw in|i'll (?:also|even)|free lunch|come on|yeah,? right"
    r"|sure,? and)\b"
)


def probability(heard: HeardTurn, *acts: Act) -> float:
    """How likely the turn does the likeliest of these."""
    return max(heard.signs[act].probability if act in heard.signs else 0.0 for act in acts)


def _echoes(figures: list[PricedFigure], ours: Decimal | None) -> list[PricedFigure]:
    return [one for one in figures if one.value == ours]


def answered_offer(state: State, heard: HeardTurn, figures: list[PricedFigure]) -> Meant:
    """How they answer our offer, where they name no other figure."""
    echoes = _echoes(figures, state.offered)
    no = probability(heard, Act.REFUSES_OFFER, Act.DENIES)
    yes = probability(heard, Act.ACCEPTS_OFFER, Act.CONFIRMS)
    if NO_FIRST.match(heard.text) and not heard.is_plain_yes:
        return Meant(News.REFUSED)
    if heard.answer is Answer.NO or any(
        one.figure.name != "echo" and is_rejected(one) for one in echoes
    ):
        return Meant(News.REFUSED)
    if heard.has(Act.UNSURE) or heard.answer is Answer.HEDGE or heard.says("unsure"):
        return Meant(News.UNSURE)
    if heard.has(Act.VISIT_ONLY):
        return Meant(News.UNSURE)
    if _mocks(heard):
        return Meant(News.PONDERS)
    if state.price.doubted == state.offered and not heard.is_plain_yes:
        return Meant(News.REFUSED)
    if heard.says("firm") and not _says_yes(heard):
        return Meant(News.REFUSED)
    if _says_yes(heard):
        return Meant(News.TOOK, state.offered)
    if echoes and _gives(echoes, heard):
        return Meant(News.TOOK, state.offered)
    if no >= LIKELY_NO and no > yes:
        return Meant(News.REFUSED)
    if yes >= LIKELY_YES and not heard.questions and not NOBODY.search(heard.text):
        return Meant(News.TOOK, state.offered)
    if heard.says("firm"):
        return Meant(News.REFUSED)
    return Meant(News.PONDERS) if echoes else NOTHING


def _gives(echoes: list[PricedFigure], heard: HeardTurn) -> bool:
    """Whether our figure is said as theirs: who exclaims it, says it twice or asks does not."""
    if len(echoes) > 1 and not any(has("prices_work", one.sentence.text) for one in echoes):
        return False
    last = echoes[-1]
    others = {one.sentence for one in heard.figures if one.value != last.value}
    if any(one.asks and one not in others for one in heard.sentences):
        return False
    is_cried = EXCLAIMED.match(last.figure.amount.after) and len(heard.sentences) > 1
    return not (last.is_asked or is_cried or is_rejected(last))


def _says_yes(heard: HeardTurn) -> bool:
    """Whether it is a yes in so many words: a short plain one, or one that is like a yes, too."""
    if NOBODY.search(heard.text):
        return False
    is_short = len(WORDS.findall(heard.text)) <= SHORT_YES
    found = YES_WORD.search(heard.text)
    begins = found is not None and BEFORE_YES.fullmatch(heard.text[: found.start()]) is not None
    if heard.is_plain_yes and found and (is_short or begins):
        return True
    says_so = heard.is_plain_yes or heard.answer in AGREEING
    return says_so and _likely_yes(heard) >= MAYBE_YES


def _likely_yes(heard: HeardTurn) -> float:
    """How likely one of the sentences accepts, or says yes."""
    likely = (acts_of(one.text) for one in heard.sentences)
    return max(
        (it.get(Act.ACCEPTS_OFFER, 0.0) + it.get(Act.CONFIRMS, 0.0) for it in likely), default=0.0
    )


def _mocks(heard: HeardTurn) -> bool:
    """Whether a yes has so much beside it, and of such a kind, that it may be none."""
    if heard.is_plain_yes:
        return False
    scorn = max(acts_of(one.text).get(Act.INSULT_ECHO, 0.0) for one in heard.sentences)
    return scorn > MAYBE_SCORN or SARCASM.search(heard.text) is not None


def answered_read_back(state: State, heard: HeardTurn, figures: list[PricedFigure]) -> Meant:
    """How they answer the read-back: a yes must be one in so many words."""
    echoes = [one for one in _echoes(figures, state.read_back) if not one.is_asked]
    if YES_AND_GOODBYE.match(heard.text):
        return Meant(News.CONFIRMED)
    if heard.says("no_hold") and not heard.is_plain_yes:
        return Meant(News.DENIED, is_hedged=True)
    if heard.answer is Answer.NO or (NO_FIRST.match(heard.text) and not heard.is_plain_yes):
        return Meant(News.DENIED)
    if all(one.asks for one in heard.sentences):
        return NOTHING
    if heard.answer is Answer.HEDGE or heard.has(Act.UNSURE):
        return Meant(News.UNSURE)
    if state.is_stale and not echoes:
        return NOTHING
    is_ours = state.price.taken == state.read_back
    if _says_yes(heard) or (echoes and (not is_ours or _gives(echoes, heard))):
        return Meant(News.CONFIRMED)
    if heard.answer is Answer.CONDITIONAL and heard.says("days"):
        return Meant(News.CONFIRMED)
    if probability(heard, Act.REFUSES_OFFER, Act.DENIES) >= LIKELY_NO:
        return Meant(News.DENIED)
    is_clear = not heard.questions and not WHICHEVER.search(heard.text)
    if is_clear and probability(heard, Act.ACCEPTS_OFFER, Act.CONFIRMS) >= SURELY_YES:
        return Meant(News.CONFIRMED)
    return NOTHING
