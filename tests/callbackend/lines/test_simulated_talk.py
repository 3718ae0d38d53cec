"""What simulated businesses do besides naming a price: each kind, as the agent meets it."""

import re
from dataclasses import replace

import pytest

from callbackend.lines.simulated import speech
from callbackend.lines.simulated.business import Business
from callbackend.lines.simulated.character import Character, character_of
from callbackend.lines.simulated.hearing import Wish, understand
from callbackend.lines.simulated.kinds import Aside, Door, Ending, Fate, Pricing, Style, Temper
from callbackend.lines.simulated.voice import Voice
from callbackend.states import Outcome
from tests.callbackend.conversations import Conversation, converse_with, ticket_of
from tests.callbackend.factories import make_brief
from tests.rows import every

BRIEF = make_brief(price_limit="no_limit")
PRICED = {Outcome.AGREED, Outcome.QUOTED}
SPANISH = re.compile(r"\b(?:el|la|son|por|no|sí|que|está|cobro|le|de)\b", re.IGNORECASE)
SEVERAL = range(8)  # voices: each kind in all its lines


def plain(**changes: object) -> Character:
    """Somebody who names a price at once, takes a fair offer and holds it."""
    character = character_of(ticket_of("+14085550000", BRIEF))
    usual: dict[str, object] = {
        "fate": Fate.QUOTES,
        "language": "en",
        "style": Style.CHATTY,
        "door": Door.NOBODY,
        "pricing": Pricing.ALL_IN,
        "asides": (),
        "temper": Temper.EVEN,
        "ending": Ending.HOLDS,
        "has_extras": False,
        "list_price": 300,
        "floor": 240,
        "patience": 2,
        "fee": 60,
        "hours": 3,
        "says_digits": True,
        "voice": 0,
    }
    return replace(character, **usual | changes)  # type: ignore[arg-type]


def talks(**changes: object) -> list[Conversation]:
    return [converse_with(plain(voice=voice, **changes), BRIEF) for voice in SEVERAL]


@every("door", set(Door) - {Door.NOBODY})
def test_behind_each_door_somebody_hears_the_job_and_names_a_price(door):
    for talk in talks(door=door):
        assert talk.outcome in PRICED, str(talk)
        assert sum("toilet" in said for said in talk.agent) > 1, str(talk)


def test_a_menu_wants_its_key():
    business = Business(plain(door=Door.MENU), "Reliable Services")
    menu = business.reply("Hello?")

    wrong, right = business.press("7"), business.press("2")

    assert "press 2" in menu
    assert menu in wrong
    assert "press" not in right


def test_a_menu_that_leads_to_nobody_is_no_answer():
    assert {talk.outcome for talk in talks(fate=Fate.DEAD_MENU, door=Door.MENU)} == {
        Outcome.NO_ANSWER
    }


@every("aside", set(Aside) - {Aside.NO_ENGLISH})
def test_what_comes_before_the_price_does_not_keep_it_away(aside):
    for talk in talks(asides=(aside,)):
        assert talk.outcome is Outcome.AGREED, str(talk)
        assert talk.negotiator.quote.estimated_price == talk.books.first == 300, str(talk)


def test_three_questions_of_the_trade_are_no_refusals():
    for talk in talks(asides=(Aside.DETAILS,) * 3):
        assert talk.outcome is Outcome.AGREED, str(talk)
        assert len(set(talk.provider[:3])) == 3


@every("pricing", set(Pricing) - {Pricing.OPTIONS})
def test_each_way_to_name_a_price_comes_to_it(pricing):
    for talk in talks(pricing=pricing):
        assert talk.negotiator.quote.estimated_price == talk.books.first == 300, str(talk)
        assert talk.outcome is Outcome.AGREED, str(talk)


def test_of_two_options_none_is_agreed():
    for talk in talks(pricing=Pricing.OPTIONS):
        assert talk.outcome is Outcome.QUOTED, str(talk)
        assert talk.books.agreed is None
        assert {note.kind for note in talk.negotiator.findings.notes} >= {"option"}, str(talk)


@every("temper", set(Temper))
def test_each_temper_is_talked_down_to_what_it_takes(temper):
    for talk in talks(temper=temper):
        assert talk.outcome is Outcome.AGREED, str(talk)
        assert talk.books.agreed is not None
        assert talk.negotiator.quote.negotiated_price == talk.books.agreed < 300, str(talk)


@every("ending", set(Ending) - {Ending.HOLDS})
def test_who_does_not_hold_the_price_has_agreed_to_nothing(ending):
    for talk in talks(ending=ending):
        assert talk.outcome is Outcome.QUOTED, str(talk)
        assert talk.books.agreed is None


@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        (Fate.VISIT_ONLY, Outcome.VISIT_ONLY),
        (Fate.VOICEMAIL, Outcome.VOICEMAIL),
        (Fate.REFUSES, Outcome.DECLINED),
        (Fate.OPTS_OUT, Outcome.OPTED_OUT),
    ],
)
@pytest.mark.parametrize("language", speech.LANGUAGES)
def test_what_a_call_comes_to_without_a_price(fate, outcome, language):
    found = talks(fate=fate, language=language)

    assert [str(talk) for talk in found if talk.outcome is not outcome] == []


def test_a_visit_has_its_fee_and_its_day():
    for talk in talks(fate=Fate.VISIT_ONLY):
        visits = [note for note in talk.negotiator.findings.notes if note.kind == "visit"]
        assert {note.price for note in visits} >= {60}, str(talk)


@every("pricing", set(Pricing) - {Pricing.OPTIONS})
def test_who_speaks_spanish_does_so_throughout(pricing):
    for talk in talks(language="es", pricing=pricing, asides=(Aside.NO_ENGLISH,)):
        assert talk.outcome is Outcome.AGREED, str(talk)
        assert not [said for said in talk.provider if re.search(r"\b(?:the|for|is)\b", said)]


def test_nobody_speaks_spanish_in_between():
    for talk in talks():
        assert not [said for said in talk.provider if len(SPANISH.findall(said)) > 1], str(talk)


@every(
    ("said", "wish", "amount"),
    [
        ("So that is $130 for everything. Could you hold that until Friday?", "read_back", 130),
        ("Just to be sure: $1,250 all in, yes or no?", "read_back", 1250),
        ("Could you hold that price until Friday?", "read_back", None),
        ("Entonces son $215 por todo. ¿Lo podría mantener hasta el viernes?", "read_back", 215),
        ("$90 for everything; could you hold that?", "read_back", 90),
        ("Would you keep that $90 for the customer?", "read_back", 90),
        ("Thanks, could you come down to $205, all in?", "offer", 205),
        ("Thank you, I have a quote of $100 for the same job. Could you do $100?", "offer", 100),
        ("No, I said $120. Would $120 work?", "offer", 120),
        ("¿Podríamos quedar en $190?", "offer", 190),
        ("Is there anything that would bring it down, like paying cash?", "room", None),
        ("Any wiggle room on that?", "room", None),
        ("¿Podría ser un poco menos?", "room", None),
        ("How many hours would you expect, and what would the total be?", "hours", None),
        ("What would the visit cost, and how soon could someone come?", "visit", None),
        ("I will pass on both; is each of those all in?", "each", None),
        ("What would you charge for that, all in?", "price", None),
        ("¿Cuánto cobraría por todo?", "price", None),
        ("¿Me podría dar un solo precio por todo que pueda mantener?", "price", None),
        ("Of course, I'm happy to hold.", "nothing", None),
        ('The customer says: "I paid $90 last time".', "nothing", None),
    ],
)
def test_a_business_understands_what_is_wished(said, wish, amount):
    understood = understand(said)

    assert (understood.wish, understood.amount) == (Wish(wish), amount)


def test_another_price_than_theirs_is_never_promised():
    business = Business(plain(), "Reliable Services")
    business.reply("What would you charge?")

    answer = business.reply("So that is $120 for everything. Could you hold that until Friday?")

    assert "$300" in answer
    assert business.books.agreed is None


@every("language", speech.LANGUAGES)
def test_every_line_can_be_filled_in(language):
    for voice in range(40):
        for style in Style:
            character = plain(language=language, style=style, voice=voice, says_digits=False)
            mouth = Voice(character, "Reliable Services")
            for kind in speech.kinds(language):
                assert "{" not in mouth.say(kind, 300), kind
