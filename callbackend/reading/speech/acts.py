"""What somebody on the phone does with a sentence: one vocabulary for all who read it."""

from enum import StrEnum


class Act(StrEnum):
    """An act of a business. The bank of example lines is kept by these names."""

    STATES_PRICE = "states_price"
    HEDGED_PRICE = "hedged_price"
    RANGE_RATE_FEE = "range_rate_fee"
    OPTIONS = "options"
    VISIT_ONLY = "visit_only"
    ACCEPTS_OFFER = "accepts_offer"
    REFUSES_OFFER = "refuses_offer"
    INSULT_ECHO = "insult_echo"  # scorn for a price that we named
    RETRACTS = "retracts"
    REFUSES_JOB = "refuses_job"
    OPT_OUT = "opt_out"
    HOSTILE = "hostile"
    HURRIED_GOODBYE = "hurried_goodbye"
    HOLD = "hold"
    TRANSFERS = "transfers"
    THINKING = "thinking"  # aloud, before an answer
    CONFIRMS = "confirms"
    DENIES = "denies"
    BUSY_NOW = "busy_now"  # call again later
    WRONG_NUMBER = "wrong_number"
    GIVES_DAY = "gives_day"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    WARRANTY = "warranty"
    PAYMENT = "payment"
    GREETS_NEW_PERSON = "greets_new_person"
    ASKS_TRADE_QUESTION = "asks_trade_question"
    ASKS_WHAT_JOB = "asks_what_job"
    ASKS_IF_ROBOT = "asks_if_robot"
    ASKS_WHO_WHY = "asks_who_why"
    ASKS_IDENTITY = "asks_identity"
    ASKS_BUDGET = "asks_budget"
    ASKS_DATE = "asks_date"
    ASKS_REPEAT = "asks_repeat"
    ASKS_BOOKING = "asks_booking"  # "shall I put you down for Thursday?"
    UNSURE = "unsure"  # "let me ask my boss", "no idea"
    SCREENS = "screens"  # a machine that asks who calls
    SMALL_TALK = "small_talk"
    PHONE_MENU = "phone_menu"
    VOICEMAIL_GREETING = "voicemail_greeting"
    NO_ENGLISH = "no_english"
    OTHER = "other"


# Sentences with a figure of which these are the most likely act price the work.
OF_A_PRICE = frozenset(
    {
        Act.STATES_PRICE,
        Act.HEDGED_PRICE,
        Act.RANGE_RATE_FEE,
        Act.OPTIONS,
        Act.VISIT_ONLY,
        Act.ACCEPTS_OFFER,
        Act.REFUSES_OFFER,
        Act.INSULT_ECHO,
        Act.RETRACTS,
        Act.INCLUDED,
        Act.EXCLUDED,
        Act.PAYMENT,
    }
)
QUESTIONS = frozenset(act for act in Act if act.startswith("asks_"))
