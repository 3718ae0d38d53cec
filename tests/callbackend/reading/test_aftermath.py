"""What is said after an agreement: what takes it back, and what only sounds as if it did."""

import pytest

from callbackend.reading import parse, read
from callbackend.reading.speech.aftermath import leaves_open, takes_back
from tests.rows import every

AGREED = """
Agent: What would it be to regrout the shower?
Provider: 640.
Agent: Would 600 work?
Provider: Sure, 600.
"""
TAKEN_BACK = """
Agent: Great. And that includes the caulk?
Provider: Oh, caulk? With caulk it's 640.
Agent: I see, I'll tell her.

Agent: Thanks, book it.
Provider: Hmm, now that I look at it I'm going to stick with 640.
Agent: Oh. Okay.

Agent: Great.
Provider: Just to be clear I was joking.
Agent: I see.

Agent: Wonderful. Oh, she's texting me, she doesn't want it anymore.
Provider: No worries.

Agent: One second. She found somebody else, I'm sorry.
Provider: Fine.

Agent: So 580?
Provider: No, 600.
Agent: Let me ask about that.

Agent: I'll see if she's okay with 600.
Provider: Alright.

Agent: Great.
Provider: Actually my partner says we can't go under 640.
Agent: Oh.

Agent: Good.
Provider: But listen, I can't get to it this year.
Agent: That's a pity then, no.

Agent: Hmm, on reflection she'd rather not.
Provider: Okay.

Agent: Perfect. Bye.
Provider: Wait, did you say 600? I thought you said 660. No, I can't.
Agent: Okay, never mind then.

Agent: Thanks, she'll make her mind up by Friday.
Provider: Sure.
""".strip().split("\n\n")
STANDS = """
Agent: Great, when can you come?
Provider: Not Monday. Tuesday works.
Agent: Tuesday then.

Agent: Thank you. She won't be home until 5.
Provider: No problem, I'll come at 6.

Agent: Perfect. Do you need a deposit?
Provider: No, you don't pay me until it's done.
Agent: Great.

Agent: Good. Her address is 640 Elm.
Provider: Got it.

Agent: Perfect, thanks. Is there parking?
Provider: I don't need any, I bike.
Agent: Ha, okay.

Agent: Thanks. And the tile brand is Daltile 2020.
Provider: I know it, no issue.

Agent: Wonderful, have a nice day.
Provider: You too, don't forget to clear the shower.

Agent: Great, she'll let you in.
Provider: I'll call her when I'm on my way.
""".strip().split("\n\n")


@every("told", TAKEN_BACK)
def test_nothing_is_agreed_when_either_side_takes_it_back(told):
    assert read(parse(AGREED + told)).negotiated_price is None


@every("told", STANDS)
def test_an_agreement_stands_when_the_rest_is_about_the_visit(told):
    assert read(parse(AGREED + told)).negotiated_price == 600


@pytest.mark.parametrize(
    "text", ["i can't do it for that", "please unbook it", "we don't have a deal", "just kidding"]
)
def test_words_take_back_when_they_deny_the_deal(text):
    assert takes_back(text)


@pytest.mark.parametrize(
    "text", ["no problem, see you friday", "no need to pay now", "she won't be home until five"]
)
def test_words_take_nothing_back_when_they_deny_something_else(text):
    assert not takes_back(text)


def test_a_check_leaves_the_price_open_unless_it_is_about_the_visit():
    assert leaves_open("let me check with my boss")
    assert not leaves_open("let me check my calendar")
