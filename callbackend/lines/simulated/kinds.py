"""The kinds of businesses, of calls and of moods, and how many of a hundred are of each."""

from enum import Enum


class Fate(Enum):
    """What becomes of a call."""

    QUOTES = "quotes"
    VISIT_ONLY = "visit_only"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    NOT_IN_SERVICE = "not_in_service"
    REFUSES = "refuses"
    OPTS_OUT = "opts_out"
    STAYS_VAGUE = "stays_vague"
    # A menu that leads to nobody.
    DEAD_MENU = "dead_menu"


class Style(Enum):
    """How they speak."""

    TERSE = "terse"
    CHATTY = "chatty"
    FORMAL = "formal"


class Door(Enum):
    """Who or what is at the telephone before somebody who names prices."""

    NOBODY = "nobody"
    MENU = "menu"
    MENU_AND_HOLD = "menu_and_hold"
    RECEPTIONIST = "receptionist"
    SCREEN = "screen"


class Pricing(Enum):
    """How they come to a price. The values name their lines."""

    ALL_IN = "quote"
    TRIP_AND_LABOR = "trip"
    RANGE = "range"
    HOURLY = "hourly"
    HEDGED = "hedged"
    OPTIONS = "options"
    LAST_WORD = "last_word"


class Aside(Enum):
    """What comes before a price. The values name their lines."""

    DETAILS = "questions"
    ROBOT = "robot"
    SUSPICION = "suspicion"
    WHO = "who"
    CUSTOMER = "customer"
    ADDRESS = "address"
    BUDGET = "budget"
    WHEN = "when"
    MOMENT = "moment"
    REPEAT = "repeat"
    SMALL_TALK = "small_talk"
    NO_ENGLISH = "no_english"


class Temper(Enum):
    """How they take a first offer. The values name their lines."""

    EVEN = "even"
    SCORNS = "scorn"
    MISHEARS = "mishears"
    ASKS_BOSS = "asks_boss"
    PUTS_ON = "puts_on"  # somebody else, who decides and does not know the job


class Ending(Enum):
    """What they say when they are asked to hold the price. The values name their lines."""

    HOLDS = "yes"
    DOES_NOT_HOLD = "no_hold"
    TAKES_BACK = "takes_back"
    GOES = "goes"


# Of a hundred calls so many; three in four come to a price.
FATES = {
    Fate.QUOTES: 76,
    Fate.VISIT_ONLY: 5,
    Fate.NO_ANSWER: 5,
    Fate.BUSY: 2,
    Fate.VOICEMAIL: 5,
    Fate.NOT_IN_SERVICE: 1,
    Fate.REFUSES: 3,
    Fate.STAYS_VAGUE: 2,
    Fate.DEAD_MENU: 1,
}
STYLES = {Style.TERSE: 30, Style.CHATTY: 38, Style.FORMAL: 32}
DOORS = {
    Door.NOBODY: 79,
    Door.MENU: 5,
    Door.MENU_AND_HOLD: 3,
    Door.RECEPTIONIST: 9,
    Door.SCREEN: 4,
}
PRICINGS = {
    Pricing.ALL_IN: 58,
    Pricing.TRIP_AND_LABOR: 10,
    Pricing.RANGE: 9,
    Pricing.HOURLY: 6,
    Pricing.HEDGED: 9,
    Pricing.OPTIONS: 4,
    Pricing.LAST_WORD: 4,
}
MANY_ASIDES = {0: 35, 1: 40, 2: 18, 3: 7}
ASIDES = {
    Aside.DETAILS: 34,
    Aside.ROBOT: 8,
    Aside.SUSPICION: 6,
    Aside.WHO: 6,
    Aside.CUSTOMER: 3,
    Aside.ADDRESS: 7,
    Aside.BUDGET: 6,
    Aside.WHEN: 8,
    Aside.MOMENT: 7,
    Aside.REPEAT: 5,
    Aside.SMALL_TALK: 10,
}
TEMPERS = {
    Temper.EVEN: 70,
    Temper.SCORNS: 9,
    Temper.MISHEARS: 8,
    Temper.ASKS_BOSS: 9,
    Temper.PUTS_ON: 4,
}
ENDINGS = {
    Ending.HOLDS: 92,
    Ending.DOES_NOT_HOLD: 4,
    Ending.TAKES_BACK: 2,
    Ending.GOES: 2,
}
