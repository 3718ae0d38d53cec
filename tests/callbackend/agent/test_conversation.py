"""What people do on the phone, each with its whole kind: what the agent then does."""

import pytest

from tests.callbackend.agent.talks import Talk, check, hold
from tests.callbackend.factories import make_brief
from tests.rows import every

WATER_HEATER = {
    "problem": "your water heater leaks",
    "answers": [
        {"question": "How old is the water heater?", "answer": "about ten years"},
        {"question": "Is it gas or electric?", "answer": "gas"},
        {"question": "What brand is the water heater?", "answer": "Rheem"},
        {"question": "Where is it?", "answer": "in the garage, ground floor"},
    ],
}
MOVE = {
    "task": "moving company",
    "problem": "move a two bedroom apartment across town",
    "answers": [
        {"question": "Is there an elevator?", "answer": "no, third floor by stairs"},
        {"question": "Anything heavy?", "answer": "an upright piano"},
    ],
    "price_limit": 2000,
}


@every(
    "talk",
    [
        Talk("Hey, Dana here, they said you needed something?", "TELL_JOB", says="toilet"),
        Talk(
            "Reliable Plumbing, this is Joe.",
            "TELL_JOB",
            says="toilet.*automated|automated.*toilet",
        ),
        Talk("Hi, Sheila speaking.", "TELL_JOB", says="automated assistant"),
        Talk("Okay, you've got the owner now. What is it?", "TELL_JOB", says="automated assistant"),
        Talk("What exactly needs fixing?", "TELL_JOB", says="toilet"),
        Talk("I don't know anything about it. What's the job?", "TELL_JOB", says="toilet"),
        Talk(
            *("Hold on, let me get the boss.", "HOLD_ON"),
            *("", "HOLD_ON"),
            *("Yeah, this is Mike.", "TELL_JOB"),
            says="automated assistant.*toilet",
        ),
        Talk(
            *("Let me transfer you to estimating.", "HOLD_ON"),
            *("Estimating, Paul here.", "TELL_JOB"),
            *("Wait, here's my partner.", "HOLD_ON|TELL_JOB"),
            *("Hello, this is Al, what do you need?", "TELL_JOB"),
            says="automated assistant.*toilet",
        ),
    ],
)
def test_whoever_does_not_know_the_job_hears_it(talk):
    check(talk)


@every(
    "talk",
    [
        Talk("Gas or electric?", "ASK_PRICE", says="gas", brief=WATER_HEATER),
        Talk("How old is it?", "ASK_PRICE", says="about ten years", brief=WATER_HEATER),
        Talk("What make is it?", "ASK_PRICE", says="Rheem", brief=WATER_HEATER),
        Talk("Which floor is it on?", "ASK_PRICE", says="ground floor", brief=WATER_HEATER),
        Talk("Is there a lift?", "ASK_PRICE", says="third floor", brief=MOVE),
        Talk("Any pianos or safes?", "ASK_PRICE", says="piano", brief=MOVE),
        Talk("Any super heavy stuff?", "ASK_PRICE", says="piano", brief=MOVE),
        Talk("How many bedrooms?", "ASK_PRICE", says="two bedroom", brief=MOVE),
        Talk(
            "Copper or plastic pipes?",
            "ASK_PRICE",
            says="don't know|wasn't told",
            brief=WATER_HEATER,
        ),
        Talk(
            *("How many gallons?", "ASK_PRICE"),
            *("Does it have an expansion tank?", "ASK_PRICE"),
            *("Is there a drain pan under it?", "ASK_PRICE"),
            *("Is the shut-off valve working?", "ASK_PRICE"),
            *("And the flue, is it metal?", "ASK_PRICE"),
            outcome=None,
            brief=WATER_HEATER,
        ),
        Talk("What zip is that?", "ASK_PRICE", says="95126"),
        Talk("What part of town?", "ASK_PRICE", says="95126"),
        Talk("When do they need it done?", "ASK_PRICE", says="December 10th"),
        Talk("What's the address?", "ASK_PRICE", says="can't"),
        Talk("Who's the customer?", "ASK_PRICE", says="can't"),
        Talk("What are they looking to spend?", "ASK_PRICE", says="budget|no figure"),
        Talk("You recording me?", "ASK_PRICE", says="written down"),
        Talk("Is anybody home during the day?", "ASK_PRICE", says="can't|couldn't"),
    ],
)
def test_a_question_is_answered_from_the_brief_and_is_no_refusal(talk):
    check(talk)


@every(
    "talk",
    [
        Talk("My nephew blew four hundred on sneakers.", "ASK_PRICE", first=None),
        Talk("I just paid nine hundred for tires on my truck.", "ASK_PRICE", first=None),
        Talk("We had three hundred guests at my daughter's wedding.", "ASK_PRICE", first=None),
        Talk("Eggs are six bucks a dozen now, you believe that?", "ASK_PRICE", first=None),
        Talk(
            "My brother lost two hundred at the casino. Anyway, one eighty.", "COUNTER", first=180
        ),
        Talk(
            "My neighbor spent five hundred on a grill. Yours, I'd say 220 flat.",
            "COUNTER|PIN",
            first=220,
        ),
        Talk("We're at 1200 Harbor. That would be $190.", "COUNTER", first=190),
        Talk("We've been doing this since 1982.", "ASK_PRICE", first=None),
        Talk(
            *("Four hundred.", "COUNTER|ASK_ROOM"),
            *("No no, that four hundred was for the shoes, that wasn't a price.", "ASK_PRICE"),
            first=None,
        ),
    ],
)
def test_a_figure_is_a_price_only_with_a_sign_that_it_is(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            "It's $200.",
            "COUNTER.170",
            "One seventy? Yeah, in your dreams.",
            "COUNTER|ASK",
            last=200,
        ),
        Talk(
            "It's $200.",
            "COUNTER",
            "A hundred seventy! You must be joking.",
            "COUNTER|ASK",
            last=200,
        ),
        Talk(
            "It's $200.", "COUNTER", "170, sure, and I'll throw in a pony.", "COUNTER|ASK", last=200
        ),
        Talk("It's $200.", "COUNTER", "What planet are you on?", "COUNTER|ASK", last=200),
        Talk("It's $200.", "COUNTER", "Dream on.", "COUNTER|ASK", last=200),
        Talk("It's $200.", "COUNTER", "That's an insult.", "COUNTER|ASK", last=200),
        Talk(
            "It's $200.",
            "COUNTER",
            "170? You're kidding. One ninety.",
            "COUNTER|READ|ASK",
            last=190,
        ),
    ],
)
def test_scorn_takes_no_offer(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            "It's $150.",
            "COUNTER.125",
            "One-twelve? Forget it.",
            "CORRECT.125",
            says="125",
            last=150,
        ),
        Talk("It's $150.", "COUNTER.125", "You said one fifteen?", "CORRECT.125", last=150),
        Talk("It's $150.", "COUNTER.125", "120? Okay.", "CORRECT.125", last=150),
        Talk("It's $150.", "COUNTER.125", "I can do one ten.", "CORRECT.125", last=150),
        Talk("It's $180.", "COUNTER.150", "One fifteen?", "CORRECT.150", last=180),
    ],
)
def test_a_figure_that_was_misheard_is_corrected(talk):
    check(talk)


@every(
    "talk",
    [
        Talk("Vinyl is three eighty, tile would be five twenty.", "PIN_DOWN.options", first=380),
        Talk("Repair would be 180, a replacement 700.", "PIN_DOWN.options", agreed=None),
        Talk("I can patch it for 150 or replace it for 420.", "PIN_DOWN.options", agreed=None),
        Talk("The basic package is 150 and the deluxe is 240.", "PIN_DOWN.options", agreed=None),
        Talk("Weekdays it's two hundred, weekends two eighty.", "PIN_DOWN.options", agreed=None),
        Talk(
            *("Copper would be eight hundred, PEX five fifty.", "PIN_DOWN.options"),
            *("So which one?", "CLOSE.quoted"),
            outcome="quoted",
            agreed=None,
            says="both",
            notes={"option": "Copper would be eight hundred"},
        ),
        Talk(
            *("Basic is $120, deep is $190.", "PIN_DOWN.options"),
            *("They'd want the deep one. That's $190.", "COUNTER"),
            *("Sure, 160.", "READ_BACK"),
            *("Yes.", "CLOSE.agreed"),
            outcome="agreed",
            agreed=160,
        ),
    ],
)
def test_options_are_told_apart_and_brought_home(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            *("Fifty-five for the call-out, you get it back if you go ahead.", "PIN_DOWN.visit"),
            *("I couldn't say until I look at it.", "TAKE_NOTE"),
            *("I can be there Thursday.", "CLOSE.visit_only"),
            outcome="visit_only",
            first=None,
            notes={"visit": "Fifty-five for the call-out", "earliest_day": "Thursday"},
        ),
        Talk(
            *("We don't quote without seeing it.", "PIN_DOWN.visit"),
            *("No, every job is different.", "TAKE_NOTE"),
            *("It's free, we could come Tuesday.", "CLOSE.visit_only"),
            outcome="visit_only",
        ),
        Talk(
            *("Diagnostic runs 89 and it's credited toward the repair.", "PIN_DOWN.visit"),
            *("No way to tell over the phone.", "TAKE_NOTE|CLOSE.visit"),
            first=None,
        ),
        Talk(
            *("I'd have to come out and take a look.", "PIN_DOWN.visit"),
            *("Usually they run two hundred.", "COUNTER|PIN"),
            first=200,
        ),
        Talk(
            *("Tendría que verlo primero, la visita cuesta sesenta dólares.", "PIN_DOWN|SWITCH"),
            *("Por teléfono no le puedo dar precio.", "PIN_DOWN|TAKE_NOTE"),
            first=None,
        ),
    ],
)
def test_a_fee_for_coming_is_no_price(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            *("Most times around two ten.", "PIN_DOWN.hedged"),
            *("Two ten, I'd stand by that.", "COUNTER"),
            first=210,
        ),
        Talk(
            "Ballpark? Maybe two hundred or so.",
            "PIN_DOWN.hedged",
            "Call it 200.",
            "COUNTER",
            first=200,
        ),
        Talk(
            "Probably somewhere near 220.",
            "PIN_DOWN.hedged",
            "Can't say better than that.",
            "COUNTER",
            first=220,
        ),
        Talk(
            "Between $150 and $200.",
            "PIN_DOWN.range",
            "The most would be $190.",
            "COUNTER",
            first=190,
        ),
        Talk("I charge $95 an hour.", "PIN_DOWN.rate", "Two hours, so $190.", "COUNTER", first=190),
        Talk(
            "It's $85 for the trip and $60 labor.",
            "PIN_DOWN.part",
            "Yes, $145 total.",
            "COUNTER",
            first=145,
        ),
        Talk(
            "Between $150 and $200.",
            "PIN_DOWN",
            "Between $150 and $200, depends.",
            "CLOSE",
            outcome="quoted",
            first=200,
            agreed=None,
        ),
    ],
)
def test_what_is_no_firm_price_is_pinned_down_then_bargained_about(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            "Are you trying to sell us a policy?",
            "ASK_PRICE",
            says="not selling|nothing is being sold",
        ),
        Talk("Is this a recording or what?", "ASK_PRICE", says="automated assistant"),
        Talk("Am I talking to a machine?", "ASK_PRICE", says="automated assistant"),
        Talk("You sound like a robot.", "ASK_PRICE", says="automated assistant"),
        Talk("Who is this?", "ASK_PRICE|TELL", says="automated assistant"),
        Talk("Where are you calling from?", "ASK_PRICE|TELL", says="automated assistant"),
        Talk("How did you get this number?", "ASK_PRICE|TELL", says="automated assistant"),
        Talk("It's $200. Are you a robot?", "COUNTER", says="automated assistant.*170"),
    ],
)
def test_who_calls_and_why_is_answered_at_once_and_truthfully(talk):
    check(talk)


def test_a_menu_is_listened_to():
    held = hold(
        make_brief(),
        "Thank you for calling Acme. For billing press 1, for service press 2, to repeat press 9.",
        "All of our technicians are busy, please hold.",
        "Service, this is Karen.",
    )

    assert [reply.press for reply in held.replies] == [None, "2", None, None]
    assert "automated assistant" in held.replies[-1].say, str(held)


@every(
    ("menu", "key"),
    [
        ("For sales press one, for directions press two.", "1"),
        ("Para español, oprima el dos. To speak with an operator press zero.", "0"),
        ("Press 3 for an estimate, 4 for billing.", "3"),
        ("If you are a new customer, press 2. Existing customers press 1.", "2"),
        ("Please enter your account number followed by the pound sign, or press 0.", "0"),
    ],
)
def test_a_key_is_chosen(menu, key):
    assert hold(make_brief(), menu).replies[-1].press == key


def test_a_menu_that_wants_a_word_gets_it():
    assert (
        hold(make_brief(), "Say service for service, or say billing.").replies[-1].say == "Service."
    )


def test_a_menu_is_given_up_after_three_tries():
    held = hold(make_brief(), *["For repairs press 1, for sales press 2."] * 5)

    assert len(held.replies) == 5
    assert held.replies[-1].outcome == "no_answer"


@every(
    "talk",
    [
        Talk("Mi inglés no es bueno.", "SWITCH_LANGUAGE", says="cliente"),
        Talk("No hablo inglés, lo siento.", "SWITCH_LANGUAGE", says="asistente automático"),
        Talk("Spanish please?", "SWITCH_LANGUAGE", says="asistente automático"),
        Talk("¿Podemos hablar en español?", "SWITCH_LANGUAGE", says="asistente automático"),
        Talk(
            *("No English, sorry.", "SWITCH_LANGUAGE"),
            *("¿Qué necesita?", "TELL_JOB"),
            *("Son doscientos dólares.", "COUNTER.170"),
            *("No, lo menos es ciento noventa.", "COUNTER|READ|ASK"),
            *("Está bien, se lo dejo en ciento ochenta.", "READ_BACK|COUNTER"),
            outcome=None,
            first=200,
        ),
        Talk(
            *("No hablo inglés.", "SWITCH"),
            *("Se lo hago por 180.", "COUNTER"),
            *("Sí, está bien.", "READ_BACK"),
            *("Sí, claro.", "CLOSE"),
            outcome="agreed",
        ),
        Talk(
            "No hablo inglés.",
            "SWITCH",
            "Lo siento, no hacemos ese trabajo.",
            "CLOSE",
            outcome="declined",
        ),
        Talk(
            "No hablo inglés.", "SWITCH", "¿Es usted un robot?", "ASK", says="asistente automático"
        ),
        Talk("No hablo inglés.", "SWITCH", "No me llamen más.", "CLOSE", outcome="opted_out"),
    ],
)
def test_who_speaks_spanish_is_spoken_to_in_spanish(talk):
    check(talk)


@every(
    "line",
    [
        "Lose our number, the lot of you.",
        "Take us off your list.",
        "Don't you ever call here again.",
        "Please stop ringing this shop.",
        "I want off whatever list this is.",
        "Next time you call I'm getting my lawyer on it.",
        "We're on the do not call registry.",
        "How many times do I have to tell you people to quit calling?",
        "Remove my number from your system, would you.",
        "Forget you ever had this number.",
        "Ya no me llamen.",
        "Yeah, 200. And never call this number again.",
    ],
)
def test_an_opt_out_in_any_words_ends_the_call(line):
    check(Talk(line, "CLOSE.opted_out", outcome="opted_out"))


@every(
    "line",
    [
        "I'll call you back.",
        "Call me tomorrow, I'm busy.",
        "You can call me Al.",
        "I can't call it any lower than that.",
        "It's on our list of services.",
        "Numbers are what I do, two hundred.",
        "Call it two hundred.",
        "They call me the toilet king around here.",
    ],
)
def test_what_only_sounds_like_an_opt_out_is_none(line):
    assert hold(make_brief(), line).replies[-1].outcome != "opted_out"


@every(
    "talk",
    [
        Talk(
            "Two ten, last word, I'm up on a roof.",
            "READ_BACK.210",
            says=r"^So \$210|^\$210",
            last=210,
        ),
        Talk("Two hundred, gotta run.", "READ_BACK.200", "Yep.", "CLOSE", outcome="agreed"),
        Talk("It's 220, take it or leave it.", "READ_BACK.220", last=220),
        Talk("It's 220.", "COUNTER", "200, final offer, I'm driving.", "READ_BACK.200", last=200),
        Talk("It's 220.", "COUNTER", "I have to go, bye.", "READ_BACK.220", last=220),
    ],
)
def test_the_last_word_counts(talk):
    check(talk)


@every(
    "talk",
    [
        Talk(
            *("It's $220.", "COUNTER.185"),
            *("One eighty-five, okay; hang on, no, we can't take that on.", "CLOSE"),
            agreed=None,
        ),
        Talk(
            "Sure, 200. Hm, actually no, we're full that week.",
            "CLOSE",
            outcome="declined",
            first=None,
        ),
        Talk("240. Oh wait, I was reading the wrong sheet, scratch that.", "ASK_PRICE", first=None),
        Talk("It's 200. Wait, no, 250.", "COUNTER", first=250),
        Talk(
            *("It's $200.", "COUNTER.170"),
            *("Okay, 170.", "READ_BACK"),
            *("Yes. Oh wait, no, I can't do that after all.", "ASK|CLOSE.quoted"),
            agreed=None,
        ),
        Talk(
            *("It's $200.", "COUNTER.170"),
            *("Okay, 170.", "READ_BACK"),
            *("No, I don't hold prices.", "CLOSE.quoted"),
            outcome="quoted",
            agreed=None,
        ),
        Talk(
            *("It's $200.", "COUNTER.170"),
            *("Okay, 170.", "READ_BACK.170"),
            *("No, I said one ninety.", "READ_BACK.190|COUNTER"),
            agreed=None,
            last=190,
        ),
    ],
)
def test_what_is_taken_back_was_never_given(talk):
    check(talk)


@every(
    "line",
    [
        "We don't do that kind of work.",
        "Sorry, we're booked solid until spring.",
        "You've got the wrong number, this is a bakery.",
        "That's outside our area.",
        "I'm retired.",
        "We only do commercial.",
        "I'd pass on that one.",
        "We don't touch toilets.",
        "Not taking new customers.",
    ],
)
def test_a_refusal_of_the_job_is_taken(line):
    check(Talk(line, "CLOSE", outcome="declined"))


@every(
    "yes",
    [
        "Yes.",
        "Yep, that's right.",
        "Sure, I can hold that.",
        "Yeah, I'll keep it at that.",
        "You got it.",
        "Okay.",
        "That's what I said, 170.",
        "170, yes.",
        "Absolutely.",
        "Works for me.",
        "Fine, yes.",
        "Sure thing, boss.",
        "Sí, claro.",
        "Yeah, no problem. What's the name?",
    ],
)
def test_a_yes_to_the_read_back_is_an_agreement(yes):
    check(
        Talk(
            *("It's $200.", "COUNTER.170", "I can do 170.", "READ_BACK.170", yes, "CLOSE.agreed"),
            outcome="agreed",
            agreed=170,
        )
    )


@every(
    "no",
    [
        "No.",
        "Maybe.",
        "Let me ask my boss.",
        "I never said that.",
        "In your dreams.",
        "180.",
        "Who is this?",
        "I guess it depends.",
        "Hold on a second.",
        "No, that's not right.",
        "Hello?",
        "What's the address?",
        "I'd have to see it first.",
        "We can't hold prices.",
        "What?",
    ],
)
def test_nothing_else_is(no):
    check(
        Talk(
            "It's $200.",
            "COUNTER.170",
            "I can do 170.",
            "READ_BACK.170",
            no,
            "(?!CLOSE.agreed)",
            agreed=None,
        )
    )


@pytest.mark.parametrize("limit", [100, 150])
def test_above_the_limit_the_last_price_is_brought_home(limit):
    check(
        Talk(
            *("It's $300.", "COUNTER|ASK_ROOM"),
            *("No. 250 is my last price.", "CLOSE.quoted"),
            outcome="quoted",
            first=300,
            last=250,
            agreed=None,
            brief={"price_limit": limit},
        )
    )


@every(
    "talk",
    [
        Talk("okay two story is it gas or electric", "ASK_PRICE", says="gas", brief=WATER_HEATER),
        Talk("any like super heavy stuff safes pianos", "ASK_PRICE", says="piano", brief=MOVE),
        Talk("yeah that'd be two hundred", "COUNTER.170", "no", "COUNTER|ASK", last=200),
        Talk("two forty drain pump and labor two forty", "COUNTER", first=240),
        Talk("we never price blind it's an $89 site visit applied to the job", "PIN", first=None),
        Talk("take us off your list", "CLOSE", outcome="opted_out"),
        Talk(
            *("it's two hundred", "COUNTER.170", "i can't go that far but i could do one eighty"),
            *("READ_BACK|COUNTER", "yes we can hold that", "READ_BACK|CLOSE"),
            first=200,
            last=175,
        ),
    ],
)
def test_what_is_written_down_without_marks_is_understood_all_the_same(talk):
    check(talk)


def test_what_a_price_holds_is_noted():
    check(
        Talk(
            *("That's $200, includes hauling the old one away.", "COUNTER"),
            *("No. It comes with a one year warranty. Cash only. Permit is extra.", "COUNTER|ASK"),
            *("The earliest I could come is Tuesday.", "COUNTER|ASK|READ"),
            notes={
                "included": "hauling the old one",
                "warranty": "one year warranty",
                "payment": "Cash only",
                "excluded": "Permit is extra",
                "earliest_day": "Tuesday",
            },
        )
    )


@every(
    "yes",
    [
        "yeah I can make that work",
        "alright you got yourself a deal",
        "you drive a hard bargain but okay",
        "fine",
        "okie dokie",
        "deal, when do we start",
        "I guess I can live with that",
        "sure why not",
        "let's call it that",
        "for you, yes",
        "works",
        "170 it is",
        "yeah 170's fine",
        "k",
        "all right then",
        "well... okay",
        "I'll take it",
        "can do",
        "that'd be okay",
        "yes we could agree to that",
        "you twisted my arm",
        "sold",
        "yup, no problem",
        "that's doable",
        "I suppose",
        "hmm okay fine",
        "bueno, está bien",
        "I can swing that",
    ],
)
def test_an_offer_is_taken_in_many_words(yes):
    check(Talk("It's $200, all in.", "COUNTER.170", yes, "READ_BACK.170"))
    check(Talk("It's $200.", "COUNTER", "Okay, 170.", "READ_BACK.170", yes, "CLOSE", agreed=170))


@every(
    "words",
    [
        "that's not happening",
        "we're not a charity",
        "I got mouths to feed",
        "are you serious right now",
        "the price is the price",
        "no dice",
        "I don't think so",
        "nah",
        "come on, be reasonable",
        "that wouldn't cover my gas",
        "I'm not running a flea market",
        "we don't negotiate",
        "not for that money",
        "you must have the wrong idea",
        "what do you take me for",
        "have you seen the price of copper lately",
        "I've been doing this thirty years",
        "well my boss sets them",
        "most folks pay full price",
        "quality costs money",
        "you get what you pay for",
        "and who pays for my gas",
        "I have two kids in college",
        "we're the best in town",
        "it's two hundred, like I said",
        "did you not hear me",
        "that's what it is",
        "you want it cheap or you want it right",
        "let me think about it",
        "I could maybe do a bit less",
        "hmm",
        "is the customer there",
        "what was your name again",
        "we stand behind our work",
        "we've been busy all week",
        "the parts alone are one twenty",
        "my guys are done at five",
        "good luck finding that",
        "I wish",
        "that's fair to nobody",
    ],
)
def test_what_takes_no_offer_agrees_to_nothing(words):
    check(Talk("It's $200.", "COUNTER", "Okay, 170.", "READ_BACK.170", words, ".", agreed=None))
