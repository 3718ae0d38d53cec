"""The closed vocabulary of a yes: what stands beside it, and what that does to it."""

import pytest

from callbackend.reading import parse, read
from callbackend.reading.speech.assent import is_plain_acceptance, is_plain_yes
from callbackend.reading.text import plain
from tests.rows import every

OFFERED = """
Agent: How much would it be to fix the fence gate?
Provider: 300.
Agent: Could you do 250?
Provider: {}
Agent: Thank you, goodbye.
"""
QUOTED = """
Agent: How much would it be to fix the fence gate?
Provider: 300.
Agent: {}
Provider: Okay, thanks.
"""
NO_YES_OF_THE_PROVIDER = [
    "Sure, as soon as gas costs a dime again.",
    "Okay, 250 and you mow my lawn.",
    "Yeah, for my own mother maybe.",
    "Yes, that's what they all want to pay.",
    "Fine, then you'll get a 250 dollar job.",
    "250 plus the trip fee, sure.",
    "250 for labor, yes, the hinges are extra.",
    "Okay, but 250 doesn't include hinges.",
    "Sure, we can do 250 to start.",
    "Right, 250, I've heard that before.",
    "I could see doing 250.",
    "Alright, let me pencil it out and see.",
    "Yeah, I'd like to help but no.",
    "Perfect, another bargain hunter.",
    "You got it all wrong, it's 300.",
    "We could work something out.",
    "Great, so you want the cheap version.",
    "That works out to less than minimum wage.",
    "Deal? That's no deal for me.",
    "Sounds good in theory.",
    "Sounds like you want a handyman.",
    "Okay, I hear you.",
    "Yes, I heard you.",
    "Sure, everybody asks.",
    "Ok so you don't want to pay 300.",
    "Fine, I'll ask.",
    "I'm okay with 275.",
    "Agreed, it's expensive, but that's what it costs.",
    "Yes, if it's only the latch.",
    "Yes, unless the post is rotten.",
    "Sure, when it's just the one hinge.",
    "Okay if they prepay.",
    "250 would be okay for the latch, the gate is 300.",
    "I can do 250 next month, right now it's 300.",
    "My wife would say yes, but I'm not so sure.",
    "The boss would be fine with it I guess, I'd check.",
    "Claro, y también le lavo el carro.",
    "Sí, pero sin materiales.",
    "Bueno, si me paga en efectivo.",
    "Pues tal vez.",
    "Okay, what's the homeowner's name so I can talk to him myself?",
    "Yeah, well, everything costs more now.",
    "Sure is a lot less than 300.",
    "Absolutely not.",
    "Of course you'd say that.",
    "Good try.",
    "No problem with the job, but the price stays.",
    "Yeah, 300 is fine.",
    "Correct, 300.",
    "Okay, we'll see what we can do.",
    "Sure thing, once the check from the last customer clears.",
    "Okay, 250 and I leave the old hinges on.",
    "Yes, but it's 300.",
    "Fine, 250, you handle the permit.",
    "Alright, that's your opinion.",
    "Yeah okay, whatever you say, it's 300.",
    "Sure, you and everybody else.",
    "Great offer, not for me.",
    "I can do 250 worth of work.",
    "Okay, two fifty an hour.",
    "Works for them, not for me.",
    "We'd accept 250 from a contractor.",
    "Yes sir, that's a lot off.",
    "Okay, is the homeowner a senior?",
    "Deal with it, prices are up.",
    "Good for you.",
    "250, sure, why not 200, why not a hundred.",
    "I could say yes and then cut corners.",
    "Perfect world, sure.",
    "Vale, pero depende del poste.",
    "Sí, eso dicen todos.",
    "Let me say yes to the date first.",
    "Sure, I guess we'll talk.",
    "Yeah that's about what I pay my guys.",
    "Fine, you win the prize for lowest offer.",
]
YES_OF_THE_PROVIDER = [
    "Yeah, 250's doable.",
    "Sure, we can work with that.",
    "Alright, two fifty it is.",
    "Okay, I can do that for you.",
    "You know what, sure.",
    "That'd be fine.",
    "I'm good with that.",
    "Yep, that works for us.",
    "Okay, let's do 250.",
    "Sure, I'll come down to 250.",
    "Two fifty, you got it.",
    "Alright, sounds good.",
    "We'll do 250.",
    "Sí, claro, doscientos cincuenta.",
    "I'll go 250.",
    "250, alright, let's get it scheduled.",
    "Yeah, since it's close by, I can do 250.",
    "No problem, 250.",
    "Okay, 250, I'll be there tomorrow morning.",
    "Sure, what's the address?",
    "Fine with me.",
    "Yes, I can accept 250.",
    "I guess we can do 250.",
    "Sure, for a new customer I'll do 250.",
    "Yeah. When do you need us?",
    "That's fair, okay.",
    "It's a little low, but okay, 250.",
    "Works for me.",
    "Alright, deal. What's a good day?",
    "Okay sure, we'd love the work.",
    "Sure, let's make it 250.",
    "Okay, you can have it for 250.",
    "I can live with 250.",
    "Yeah, we'll take care of it for 250.",
    "Yes, 250 is okay by me.",
    "Sounds good to me.",
    "Alright then, 250.",
    "Deal, 250.",
    "Yep, can do.",
    "Bueno, está bien.",
    "Two fifty is good, thanks.",
    "Yeah, I'm okay with 250.",
    "Okay, 250 flat.",
    "Absolutely, we can do that.",
    "All right, I'll do it.",
]
NO_YES_OF_THE_AGENT = [
    "That's a fair quote, thanks.",
    "Good to know, I'll tell them 300 works out.",
    "300 sounds okay to me, it's up to the homeowner.",
    "Great, I'll let them know you can do it for 300.",
    "Okay 300, and is that your best?",
    "We like the price. Give us a day.",
    "That's within budget. I'll pass it to the homeowner.",
    "The homeowner said up to 300 is fine, I just want to hear one more bid.",
    "That works, subject to the homeowner's approval.",
    "I think they'd take 300.",
    "Fine, I'll write 300 down.",
    "They'd be okay with 300 I believe.",
    "I'd accept that if it were me.",
    "Alright, 300 is on my list.",
    "Perfect, that's everything I needed.",
]
YES_OF_THE_AGENT = [
    "Great, we'd like to book you for 300.",
    "That's acceptable, please go ahead.",
    "The homeowner is happy with 300, let's set it up.",
    "300 it is, thank you.",
    "Okay, we agree to 300.",
    "We'll do it at 300.",
    "Yes, 300 is fine with us.",
    "All right, 300 works for the homeowner. Let's get it on the calendar.",
    "We'll take it for 300.",
    "Sounds good, we'll go with you.",
]
PLAIN = [
    "Yes, 250.",
    "You know what, it's a quiet month, so yeah.",
    "Sure. What's the address?",
    "Let me ask. Okay, he says 250 is fine.",
    "Okay, since it's nearby.",
]
NOT_PLAIN = [
    "",
    "...",
    "It's a quiet month.",
    "Sure, and I'll paint the moon.",
    "Yes, 250 for one bedroom.",
    "Let me ask my boss, okay?",
    "Let me ask. Okay.",
    "Okay, unless it rains.",
    "Sure, 250 plus materials.",
]


@every("said", NO_YES_OF_THE_PROVIDER)
def test_nothing_is_agreed_when_the_provider_says_more_than_yes(said):
    assert read(parse(OFFERED.format(said))).negotiated_price is None


@every("said", YES_OF_THE_PROVIDER)
def test_the_offer_is_agreed_when_the_provider_says_yes(said):
    assert read(parse(OFFERED.format(said))).negotiated_price == 250


@every("said", NO_YES_OF_THE_AGENT)
def test_nothing_is_agreed_when_the_agent_holds_something_back(said):
    assert read(parse(QUOTED.format(said))).negotiated_price is None


@every("said", YES_OF_THE_AGENT)
def test_the_quote_is_agreed_when_the_agent_accepts_plainly(said):
    assert read(parse(QUOTED.format(said))).negotiated_price == 300


@pytest.mark.parametrize("said", PLAIN)
def test_a_yes_is_plain_when_all_else_is_harmless(said):
    assert is_plain_yes(plain(said))


@every("said", NOT_PLAIN)
def test_a_yes_is_not_plain_when_unknown_words_may_change_it(said):
    assert not is_plain_yes(plain(said))


def test_praise_in_unknown_words_accepts_nothing_when_the_agent_commits_to_nothing():
    praise = "a fair figure, considering how others would price such repairs"

    assert not is_plain_acceptance(praise, frozenset(), is_committed=False)


def test_words_of_the_job_are_plain_when_they_were_said_before():
    acceptance = "410 works for the disposal and the valve"

    assert is_plain_acceptance(acceptance, frozenset({"disposal", "valve"}), is_committed=False)
    assert not is_plain_acceptance(acceptance, frozenset(), is_committed=False)


def test_later_clear_words_make_the_deal_when_the_first_yes_was_not_plain():
    told = OFFERED.format("Sure, and I'll paint the moon.") + "Provider: Okay, 250, deal.\n"

    assert read(parse(told)).negotiated_price == 250
