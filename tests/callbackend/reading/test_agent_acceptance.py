"""When an agent accepts the price on the table: in plain words, with nothing left open."""

import pytest

from callbackend.reading import parse, read
from tests.rows import every

QUOTED = """
Agent: What would it be to regrout the shower?
Provider: 640.
Agent: {}
Provider: Okay, great.
"""
HOLDS_SOMETHING_BACK = [
    "That's a great price. I'll present it tonight.",
    "640 it is on my sheet, thanks.",
    "Okay, 640. She's deciding between three of you.",
    "I'd go with 640 myself.",
    "Sounds reasonable. My job is just to collect prices.",
    "We'd take 640 if it came with a warranty.",
    "640, great. I'll have an answer for you tomorrow.",
    "Lovely, 640. I'll circle back.",
    "We're leaning toward yes at 640.",
    "640 seems okay, though I'd want her blessing.",
    "That works. I only need the homeowner's signature first.",
    "Perfect, that's under her budget. She'll reach out to you.",
    "Great, 640 is right where the others are.",
    "640 is fine, subject to seeing photos of your work.",
    "Very well, 640 is the number I'll bring back.",
    "Great, thanks, I'll be in contact about 640.",
    "640 is good, I'm just not the one who decides.",
    "I'm all for 640. Her husband is the holdout.",
    "640 is agreeable to me, let me double check with her.",
    "640. Understood. We may well choose you.",
    "So we'll say 640 for now.",
    "640 works, tentatively.",
    "She says 640 is okay but she wants to sleep on it.",
    pytest.param(
        "We accept credit for 640?",
        marks=pytest.mark.xfail(strict=True, reason="the judge hears an acceptance"),
    ),
    "Six forty, okay, I'm writing it in her file.",
    "That's fine, she'll choose between you and one more.",
    "Great, I'd just need a yes from her.",
    "640 would work if you started today.",
    "640 is what she guessed. I'll get her yes tonight.",
    "Wonderful, she'll call to set it up.",
    "Good. It's a maybe from us.",
    "Fine, I'll put you in the running at 640.",
    "I'm happy with it but it isn't my house.",
    "640 works on paper. Let's see what she says.",
    "Great, she gets the last word on 640.",
    "Okay, so we have a price. The decision comes Friday.",
    "Sounds good, you're the front-runner.",
    "Deal or no deal, I'd like to know about the warranty.",
    "Let's say 640 then, and I'll come back with an answer.",
    "Book it? I can't, sorry, not without her.",
    "I'd book it today if it were mine.",
    "I'd say yes if I could.",
    "640 is good to have on record.",
    "Works as an estimate, thank you.",
    "That's acceptable as a ballpark.",
    "Perfect, 640 goes in my report.",
    "Sure, 640, plus what for the railing?",
    "640 is fair. Unfortunately she picked someone yesterday.",
    "We will take that into account.",
    "We'll take that to the board.",
    "Go ahead and email me that 640.",
    "Let's do this: you hold 640 and I'll call Thursday.",
    "Book a slot for me pending her answer.",
    "Agreed that it's a lot of work, but 640 is too much.",
    "Good price. I've two others to compare.",
    "That works. For a new porch, not for steps.",
    "That would work for them I'm sure. I'll relay it.",
    "Accepted quotes get a call back by Friday.",
    "Send me the 640 in writing and she'll sign if she likes it.",
    "Yes, I heard 640.",
    "Yes. And is that with the railing?",
    "The 640 is noted and appreciated.",
]
ACCEPTS = [
    "640 is just fine. Go ahead and schedule it.",
    "She's happy to pay 640.",
    "Alright, we'll do 640.",
    "640 sounds fair, we'll take it.",
    "Okay, the homeowner said yes to 640.",
    "Good, 640, let's lock it in.",
    "Great, 640 is in her budget, so let's book.",
    "That'll work for us, thank you.",
    "You're hired at 640.",
    "Yes, she agrees to 640.",
    "I accept the 640 on her behalf.",
    "Perfect. Let's do the 640.",
    "Sold at 640.",
    "That's okay with us, please come Friday.",
    "Six forty's a deal, come on out.",
    "She's fine with 640, you can start.",
    "We accept, thank you.",
    "Great, you're booked at 640 then.",
    "640 works. When can you start?",
    "Yes to 640. Thank you.",
    "That price works for her, let's get you scheduled.",
    "Six forty, sold.",
    "Good, let's go with 640.",
    "I'm authorized to accept 640, so yes.",
    "She told me up to a thousand is fine, so we accept 640.",
    "We'll pay 640.",
    "Okay, do it for 640.",
    "Perfect, 640 it is. Please put her on the calendar.",
    "Let's move forward at six forty.",
    "Yes please, 640 is good.",
    "Then we have an agreement at 640.",
    "We'd like to hire you at 640.",
    "Sure, 640 is fine, go ahead.",
]


@every("said", HOLDS_SOMETHING_BACK)
def test_nothing_is_agreed_when_the_agent_leaves_something_open(said):
    assert read(parse(QUOTED.format(said))).negotiated_price is None


@every("said", ACCEPTS)
def test_the_price_is_agreed_when_the_agent_accepts_in_plain_words(said):
    assert read(parse(QUOTED.format(said))).negotiated_price == 640


def test_a_repeated_price_is_agreed_when_the_provider_books_on_it():
    told = "Agent: How much?\nProvider: 285.\nAgent: 285, alright. Mornings are best.\n"

    assert read(parse(told + "Provider: Tomorrow at 9, got it.")).negotiated_price == 285
    assert read(parse(told + "Provider: Uh-huh. Anything else?")).negotiated_price is None


def test_no_price_is_agreed_when_the_agent_is_content_with_less():
    told = "Agent: How much?\nProvider: 480.\nAgent: Anything under 400 is fine.\nProvider: Okay."

    assert read(parse(told)).negotiated_price is None


def test_no_price_is_agreed_when_the_agent_takes_that_of_a_rival():
    told = (
        "Agent: Another shop is at 220. What would you ask?\nProvider: Take the 220.\n"
        "Agent: Then we'll take the 220.\nProvider: Sure thing."
    )

    assert read(parse(told)).negotiated_price is None
