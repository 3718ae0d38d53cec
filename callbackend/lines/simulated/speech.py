"""What simulated businesses say, in four styles. "{…}" is filled in by `business`."""

from callbackend.lines.simulated.character import Aside, Pricing, Style
from callbackend.reading.numbers.saying import colloquial, formal

GREETING_OF_A_MACHINE = (
    "Hi, you've reached {name}. We can't come to the phone right now. Please leave a message after "
    "the tone.",
    "Thank you for calling {name}. Nobody can take your call right now. Leave your name and number "
    "at the beep.",
    "This is the voicemail of {name}. Leave us a message and we will call you back.",
)
REFUSALS = {
    Style.TERSE: ("No, we're booked up.", "Nope, don't do that kind of work."),
    Style.CHATTY: (
        "Oh, I'm sorry, we're booked solid for the next few weeks, so we can't take it.",
        "Ah, that's not something we do, sorry about that.",
    ),
    Style.FORMAL: (
        "I'm afraid we are fully booked and not taking new customers at the moment.",
        "Unfortunately we do not offer that service any longer.",
    ),
    Style.SPANISH: ("Lo siento, no hacemos ese trabajo. Sorry, we don't do that.",),
}
OPT_OUTS = (
    "Please take us off your list and don't call here again.",
    "No more of these calls. Remove my number, please.",
)
VAGUE = (
    "I couldn't tell you over the phone, I'd have to see it first.",
    "That depends. I have to ask my boss about that one.",
    "Hard to say without looking at it in person.",
)
VAGUE_AGAIN = (
    "No, sorry, I really can't say without seeing it.",
    "Like I said, maybe. My boss would have to call you back.",
)
ASIDE_SENTENCES = {
    Aside.DETAILS: ("What's the problem exactly?", "Can you tell me more about the job?"),
    Aside.ROBOT: ("Wait, are you a robot?", "Am I talking to a real person?"),
    Aside.WHO: ("Who is this, please?", "Who's calling?"),
    Aside.ADDRESS: ("What's the address?", "Where is the house, what street?"),
    Aside.BUDGET: ("What's their budget?", "How much are they looking to spend?"),
    Aside.WHEN: ("When do they need it done?", "What day would that be for?"),
    Aside.MOMENT: ("Hold on a second, let me grab a pen.", "One moment, please."),
    Aside.REPEAT: ("Sorry, could you say that again?", "I didn't catch that, come again?"),
}
QUOTES = {
    Style.TERSE: ("{price}, all in.", "Yeah. {price} for that.", "{price}, parts included."),
    Style.CHATTY: (
        "Yeah, sure, we do those all the time. That would be {price}, everything included.",
        "Oh yes, we can help with that. For a job like that I'd charge {price}, all in.",
        "Sure thing! Let's see, that one's {price}, parts and labor and all.",
    ),
    Style.FORMAL: (
        "Yes, we can do that. Our price for this work is {price}, everything included.",
        "Certainly. The total would be {price}, including parts and labor.",
        "Thank you for calling. We charge {price} for that, all included.",
    ),
    Style.SPANISH: (
        "Sí, claro, we do that. It's {price}, todo incluido.",
        "Claro que sí. That would be {price}, everything included.",
    ),
}
OTHER_PRICINGS = {
    Pricing.TRIP_AND_LABOR: (
        "It's {trip} for the trip and {labor} for the labor.",
        "There's a {trip} trip charge, plus {labor} for the work.",
    ),
    Pricing.RANGE: (
        "Usually between {low} and {price}, depending on what we find.",
        "Jobs like that run anywhere from {low} to {price}.",
    ),
    Pricing.HOURLY: ("I charge {rate} an hour.", "We go by the hour, {rate} an hour."),
}
TOTALS = {
    Style.TERSE: ("{price} total.", "{price}, all in."),
    Style.CHATTY: (
        "All together that comes to {price}, with everything.",
        "Let's call it {price} total, everything included.",
    ),
    Style.FORMAL: ("The total would be {price}, all included.", "That comes to {price} in total."),
    Style.SPANISH: ("En total, {price}, todo incluido.", "The total is {price}, todo incluido."),
}
HOURS = (
    "Figure {hours} hours, so {price} total.",
    "That takes me {hours} hours, so {price} all in.",
)
ACCEPTANCES = {
    Style.TERSE: ("Okay. {offer} it is.", "Fine, {offer}.", "Okay, I can do {offer}."),
    Style.CHATTY: (
        "You know what, okay, I can do {offer}.",
        "Alright, alright, let's do {offer} then.",
    ),
    Style.FORMAL: ("Yes, we can agree to {offer}.", "Very well, we can do it for {offer}."),
    Style.SPANISH: ("Está bien, {offer}. Okay.", "Okay, de acuerdo, {offer}."),
}
COMES_DOWN = {
    Style.TERSE: ("I can do {price}.", "{price}, then."),
    Style.CHATTY: (
        "Hmm, that's a bit low for me. I could do {price} though.",
        "I can't go that far down, but I could do {price} for you.",
    ),
    Style.FORMAL: (
        "We could offer you {price}.",
        "That would be difficult, but we could do {price}.",
    ),
    Style.SPANISH: ("Mmm, I can do {price}.", "Le puedo hacer {price}."),
}
STANDS_FIRM = {
    Style.TERSE: ("No. {price}, that's my price.", "Can't go lower than {price}."),
    Style.CHATTY: (
        "Sorry, {price} is really the best I can do.",
        "I wish I could, but I can't go lower than {price}.",
    ),
    Style.FORMAL: (
        "I'm sorry, our price is {price}. We cannot go lower.",
        "No, {price} is our final price.",
    ),
    Style.SPANISH: ("No puedo bajar de ahí, it's {price}.", "Sorry, {price} es mi último precio."),
}
YESES = {
    Style.TERSE: ("Yep.", "Yes.", "Correct."),
    Style.CHATTY: ("Yes, that's right!", "Yep, you got it.", "Yeah, that's right."),
    Style.FORMAL: ("Yes, that is correct.", "That is correct, yes."),
    Style.SPANISH: ("Sí, correcto.", "Sí, that's right."),
}
GO_ON = ("Yes, I'm here.", "Go ahead.", "Okay, I'm back.")


def money(amount: int, in_digits: bool, short: bool) -> str:
    """An amount as this business says it: "$150", "one fifty" or "one hundred fifty dollars"."""
    if in_digits:
        return f"${amount:,}"
    return colloquial(amount) if short else f"{formal(amount)} dollars"
