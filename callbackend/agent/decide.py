"""What to do on a turn: the answers it asks for, then one legal move."""

from dataclasses import dataclass

from callbackend.agent import menu, policy
from callbackend.agent.knowledge import Knowledge, topics
from callbackend.agent.moves import Closing, LegalMove, MoveType
from callbackend.agent.news import Meant, News
from callbackend.agent.policy import close
from callbackend.agent.state import State
from callbackend.reading.heard import HeardTurn
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.sentences import Sentence
from common.words import asks_a_secret

MENU_TRIES = 3
ANSWERS_AT_ONCE = 2
TELLINGS = 4
HOLDS = 3
SILENCES, SILENCES_ON_HOLD = 3, 6
# A question of this topic is answered so often, and then passed over.
MOST_ANSWERS = 3
ECHO_WORDS, LIKELY_ASKED = 3, 0.3
# What is asked, and how the answer to it is called.
ANSWERED = {
    Act.ASKS_IF_ROBOT: "robot",
    Act.ASKS_BUDGET: "budget",
    Act.ASKS_IDENTITY: "identity",
    Act.ASKS_WHO_WHY: "who",
    Act.ASKS_DATE: "date",
    Act.ASKS_BOOKING: "booking",
    Act.ASKS_TRADE_QUESTION: "work",
    Act.OPTIONS: "choice",
}
# What an answer from the brief is about.
KNOWN = frozenset({*topics(), "work"})
LISTENING = LegalMove(MoveType.ANSWER, about="listening")
HURRIES = (Act.HURRIED_GOODBYE, Act.BUSY_NOW)
WAITS = (Act.HOLD, Act.TRANSFERS, Act.THINKING)
QUIET = {News.NONE, News.UNSURE, News.VISIT}


@dataclass(frozen=True, slots=True)
class Decision:
    """Answers first, then the moves that are legal now, the embedded choice first."""

    answers: tuple[LegalMove, ...]
    moves: tuple[LegalMove, ...]


def only(*moves: LegalMove) -> Decision:
    """A decision without answers."""
    return Decision((), moves)


def on_silence(state: State) -> Decision:
    """Several seconds without a word."""
    state.silences += 1
    if state.silences > (SILENCES_ON_HOLD if state.is_holding else SILENCES):
        return only(close(state))
    return only(LegalMove(MoveType.HOLD_ON, about="waiting" if state.is_holding else "silence"))


def on_machine(state: State, heard: HeardTurn) -> Decision | None:
    """A menu is listened to, a voicemail left without a message; None where a person speaks."""
    in_talk = state.price.standing is not None
    if heard.has(Act.PHONE_MENU) and (heard.keys or heard.is_certain(Act.PHONE_MENU)):
        return only(_press(state, heard)) if not in_talk else None
    sure = heard.is_certain(Act.VOICEMAIL_GREETING) and not heard.is_certain(Act.SCREENS)
    if sure or (heard.has(Act.VOICEMAIL_GREETING) and not in_talk and not heard.prices):
        return only(close(state, Closing.VOICEMAIL))
    if heard.has(Act.SCREENS) and not in_talk:
        state.is_screened = True
        return only(LegalMove(MoveType.TELL_JOB, about="greeting"))
    if state.is_screened and heard.has(Act.PHONE_MENU) and not heard.keys and not in_talk:
        return only(LegalMove(MoveType.HOLD_ON), close(state))  # "Please stay on the line."
    if heard.has(Act.PHONE_MENU) and state.spoken <= 1 + len(state.keys) and not heard.prices:
        return only(_press(state, heard))
    return None


def _press(state: State, heard: HeardTurn) -> LegalMove:
    if len(state.keys) >= MENU_TRIES:
        return close(state, Closing.NO_ANSWER)
    key = menu.choice(heard.keys, state.keys)
    state.keys.append(key.key)
    state.is_menu = True
    return LegalMove(MoveType.PRESS, about="word" if key.is_word else "key", text=key.key)


def on_ending(state: State, heard: HeardTurn, meant: Meant) -> Decision | None:
    """What ends a call at once, at any stage."""
    if heard.opts_out:
        return only(close(state, Closing.OPTED_OUT))
    if state.is_menu and heard.is_certain(Act.HURRIED_GOODBYE):
        return only(close(state, Closing.NO_ANSWER))
    if heard.has(Act.HOSTILE) and meant.news not in (News.NAMED, News.STANDS, News.TOOK):
        has_price = state.price.estimated is not None
        return only(close(state, Closing.QUOTED if has_price else Closing.HOSTILE))
    if meant.news is News.WITHDRAWN:
        had_price = state.price.standing is not None
        return only(close(state, Closing.WITHDRAWN if had_price else Closing.DECLINED))
    if heard.has(*HURRIES) and meant.news in QUIET and not heard.questions:
        return only(*_on_goodbye(state, heard))
    return None


def _on_goodbye(state: State, heard: HeardTurn) -> tuple[LegalMove, ...]:
    """The last word counts: it is read back once, in a few words."""
    price = state.price
    if price.standing is not None and not price.read_backs:
        return policy.price_moves(state, Meant(News.STANDS), is_hurried=True, is_asked=False)
    if heard.is_certain(Act.HURRIED_GOODBYE) or state.asked["hurry"] or price.standing is not None:
        return (close(state),)
    state.asked["hurry"] += 1
    return (LegalMove(MoveType.ASK_PRICE, short=True), close(state))


def on_words(state: State, heard: HeardTurn, meant: Meant, knowledge: Knowledge) -> Decision:
    """What to do where the talk goes on."""
    is_hurried = _is_hurried(heard)
    if _asks_to_wait(state, heard, meant):
        state.holds += 1
        state.is_holding = True
        return only(LegalMove(MoveType.HOLD_ON), close(state))
    state.is_holding = False
    if heard.has(Act.ASKS_REPEAT) and meant.news is News.NONE and not _asks_else(heard):
        return only(_again(state), close(state))
    answers = _answers(state, heard, meant, knowledge)
    if _needs_the_job(state, heard, meant, answers):
        state.told += 1
        about = "" if heard.has(Act.ASKS_REPEAT) else "greeting"
        state.is_menu = False
        kept = tuple(one for one in answers if one.about in ("robot", "who"))
        if state.offered is not None or state.read_back is not None:
            # Who comes in the middle of it hears the job, and the question that is open.
            again = policy.price_moves(state, meant, is_hurried=is_hurried, is_asked=True)
            return Decision((*kept, LegalMove(MoveType.ANSWER, about="job")), again)
        return Decision(kept, (LegalMove(MoveType.TELL_JOB, about=about), close(state)))
    state.is_menu = False
    is_asked = bool(answers) or heard.has(Act.SMALL_TALK, Act.GREETS_NEW_PERSON)
    moves = policy.price_moves(state, meant, is_hurried=is_hurried, is_asked=is_asked)
    if not answers and meant.news is News.NONE and heard.has(Act.SMALL_TALK):
        answers = (LISTENING,)
    return Decision(answers, moves)


def _is_hurried(heard: HeardTurn) -> bool:
    """ "I'm in a basement. Three forty." has the time for a price, and so for an answer to it."""
    is_busy = heard.has(Act.BUSY_NOW) and not heard.prices
    return is_busy or heard.has(Act.HURRIED_GOODBYE)


def _asks_to_wait(state: State, heard: HeardTurn, meant: Meant) -> bool:
    return (
        heard.has(*WAITS)
        and meant.news in (News.NONE, News.UNSURE)
        and not heard.prices
        and state.holds < HOLDS
    )


def _asks_else(heard: HeardTurn) -> bool:
    return any(one.act in ANSWERED for one in heard.questions)


def _again(state: State) -> LegalMove:
    """What was said last, once more in other words."""
    if state.open is None or state.open.kind in (MoveType.OPEN, MoveType.TELL_JOB):
        state.told += 1
        if state.told > TELLINGS:
            return close(state)
        return LegalMove(MoveType.TELL_JOB, about="greeting")
    return next(iter(policy.price_moves(state, Meant(News.NONE), is_hurried=False, is_asked=True)))


def _needs_the_job(
    state: State, heard: HeardTurn, meant: Meant, answers: tuple[LegalMove, ...]
) -> bool:
    """Whether somebody speaks who does not know the job, or asks what it is."""
    if meant.news not in QUIET or state.told >= TELLINGS or meant.news is News.VISIT:
        return False
    if answers and all(one.about in KNOWN for one in answers):
        return False
    if state.is_menu or heard.has(Act.ASKS_WHAT_JOB) or _checks(heard):
        return True
    return heard.has(Act.GREETS_NEW_PERSON) and not heard.prices


def _checks(heard: HeardTurn) -> bool:
    """ "It's the back door, you said?": whether they got the job right."""
    return not heard.figures and heard.says("checks")


def _answers(
    state: State, heard: HeardTurn, meant: Meant, knowledge: Knowledge
) -> tuple[LegalMove, ...]:
    """What is answered of what they ask, each topic a few times in a call."""
    told: dict[str, LegalMove] = {}
    for sentence in heard.sentences:
        about = ANSWERED.get(sentence.act)
        if _is_known(sentence, knowledge):
            about = "work"
        if sentence.asks and asks_a_secret(sentence.text):
            about = "secret"
        elif has("records", sentence.text):
            about = "recorded"
        if about is None or not _is_question(sentence, heard) or about in told:
            continue
        if about == "work" and meant.news is News.NAMED and _only_echoes(sentence):
            continue
        if state.asked[about] >= MOST_ANSWERS and about != "work":
            continue
        state.asked[about] += 1
        told[about] = _answer(about, sentence, heard, knowledge)
    if not told and meant.news is News.NONE and state.price.standing is None:
        told |= _unasked(heard, knowledge)
    if state.price.options and meant.news is News.OPTIONS:
        told.pop("choice", None)
    if len(told) > 1 and told.get("work", LISTENING).about == "unknown":
        del told["work"]
    return tuple(told.values())[:ANSWERS_AT_ONCE]


def _unasked(heard: HeardTurn, knowledge: Knowledge) -> dict[str, LegalMove]:
    """A question without its mark: what the customer has answered is told all the same."""
    if heard.prices or heard.has(Act.SMALL_TALK, Act.HOLD, Act.GREETS_NEW_PERSON):
        return {}
    known = knowledge.answer(heard.text)
    if not known.is_of_answers:
        return {}
    return {"work": LegalMove(MoveType.ANSWER, about=known.topic, text=known.told)}


def _is_known(sentence: Sentence, knowledge: Knowledge) -> bool:
    """Whether the customer has answered just that, whatever a question is like by its words."""
    if not sentence.asks or sentence.act is Act.ASKS_IF_ROBOT:
        return False
    is_certain = bool(sentence.signs) and sentence.signs[0].source == "rule"
    return not is_certain and knowledge.answer(sentence.text).is_of_answers


def _only_echoes(sentence: Sentence) -> bool:
    """ "Kitchen line? One seventy-five.": a question to oneself."""
    return len(sentence.text.split()) <= ECHO_WORDS or sentence.signs[0].probability < LIKELY_ASKED


def _is_question(sentence: Sentence, heard: HeardTurn) -> bool:
    """Whether it asks something of us: a question with a price of theirs in it is an offer."""
    if any(one.sentence is sentence for one in heard.prices):
        return sentence.act is Act.ASKS_IF_ROBOT
    return sentence.asks or sentence.act is not Act.OPTIONS


def _answer(about: str, sentence: Sentence, heard: HeardTurn, knowledge: Knowledge) -> LegalMove:
    if about not in ("work", "choice"):
        return LegalMove(MoveType.ANSWER, about=about, text=sentence.text)
    known = knowledge.answer(sentence.text)
    if known.told:
        return LegalMove(MoveType.ANSWER, about=known.topic, text=known.told)
    if about == "choice":
        return LegalMove(MoveType.ANSWER, about="choice")
    return LegalMove(MoveType.ANSWER, about="unknown", text=known.supposing)
