"""An agent that leaves the decision to its customer has agreed to nothing."""

from callbackend.reading import listen, parse, read
from callbackend.reading.speech.deferral import leaves_to_another
from tests.rows import every

DEFERRALS = [
    "okay, three seventy. i'll bring three seventy to the customer.",
    "ninety-five sounds great. i'll pass that on to her.",
    "i'll see whether the customer agrees to that.",
    "a buck ten's good compared to what i've heard. two more companies to call.",
    "that's a good number. the owners have the last word though.",
    "before i can say yes, i need her to look at the dates.",
    "great. i'll give them both numbers.",
    "two fifteen, okay. i'll jot that down, and we'll see.",
    "alright, that's all i needed. have a great day!",
    "sounds fine. she'll decide this weekend.",
    "great, i'll be in touch.",
    "que bien. falta que lo apruebe su esposo.",
    "suena bien. yo le confirmo despues si lo quiere.",
]


@every("said", DEFERRALS)
def test_words_that_leave_the_decision_to_another_are_known(said):
    assert leaves_to_another(said)


@every("said", DEFERRALS)
def test_a_price_that_is_left_to_another_is_not_agreed(said):
    lines = parse(f"Agent: How much is it?\nProvider: 370.\nAgent: {said}\nProvider: Sounds good.")

    assert listen(lines).negotiated_price is None
    assert read(lines).negotiated_price is None


@every(
    "said",
    [
        "she accepts. i'll let her know you're coming.",
        "great, we'll take it. i'll tell her the good news.",
        "yes, book it. he'll be in at three.",
        "that works. she'll let you in.",
        "perfect, see you then.",
    ],
)
def test_news_of_a_decision_is_no_deferral(said):
    assert not leaves_to_another(said)
