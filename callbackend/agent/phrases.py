"""What the agent says. Several ways for what every call hears, so that no two sound cloned.

Amounts are written "$135": whoever synthesises speech knows how to say that, and a transcript reads
well. The words are chosen so that no sentence of the agent can be taken for a price of the
provider.
"""

import re
from datetime import date
from decimal import Decimal
from itertools import count

WORK = {
    "plumber": "a plumbing job",
    "electrician": "an electrical job",
    "house cleaner": "a house cleaning",
    "painter": "a painting job",
    "handyman": "a handyman job",
    "HVAC technician": "a heating and cooling job",
    "locksmith": "a locksmith job",
    "carpenter": "a carpentry job",
    "landscaper": "a landscaping job",
    "appliance repair": "an appliance repair",
    "pest control": "a pest control job",
    "roofer": "a roofing job",
    "moving company": "a move",
    "auto mechanic": "a car repair",
}
ANY_WORK = "a job"

GREETINGS = (
    "Hello, this is an automated assistant calling for a customer, regarding {work}{area}.",
    "Hello, I'm an automated assistant calling for a customer about {work}{area}.",
    "Hi, this is an automated assistant, calling on behalf of a customer about {work}{area}.",
    "Good day, I am an automated assistant calling for a customer regarding {work}{area}.",
)
AREA = " in ZIP code {zip_code}"
PROBLEM = ("In short: {problem}.", "What it is about: {problem}.", "The situation: {problem}.")
FACT = ("The customer says: {fact}.", "In the customer's words: {fact}.", "I was told: {fact}.")
NEEDED_BY = "It is needed by {day}."
ASK_PRICE = (
    "What would you charge for that, all in?",
    "Could you tell me your all-in price for that?",
    "What would that cost in total, everything included?",
)
ASK_PRICE_AGAIN = (
    "Could you give me a total price for this job?",
    "A single figure for the whole job would help. What would it be?",
    "What total should I tell the customer?",
)
ASK_BALLPARK = (
    "I understand. Is there a price you would usually charge for a job like this?",
    "That makes sense. What do you normally charge for work like that, all in?",
)
ASK_FEES = (
    "Thank you. What would the total be, with any trip fee, labor and parts included?",
    "Thanks. And all in, with every fee, labor and parts, what does the total come to?",
)
ASK_HOURS = (
    "How many hours would you expect it to take, and what would the total be?",
    "About how many hours is that, and what total does it come to?",
)
ASK_TOP = (
    "And if it turns out to be a harder one, what is the most it would come to?",
    "What would be the top of that, with everything included?",
)
COUNTER = (
    "Thank you. Could you do it for {offer}, all in?",
    "I appreciate that. Would you be able to do {offer} all in?",
    "Thanks for the price. Could you come down to {offer}, all in?",
)
COUNTER_AGAIN = (
    "I see. Could we meet at {offer}?",
    "Thank you for moving on that. Would {offer} work?",
)
COUNTER_QUOTE = (
    "Thank you. I have a quote of {offer} for the same job. Could you do {offer}?",
    "Thanks. Another company quoted {offer} for this same job. Could you match {offer}?",
)
ASK_ROOM = (
    "Thank you. Is there any room in that price?",
    "I appreciate it. Is that the best price you can do?",
)
CAN_HOLD = "I'm happy to hold while you ask."
TAKE_YOUR_TIME = "Of course, take your time."
ACCEPT = (
    "That works. So that is {price} all in, is that right?",
    "Good, we can go with that. To confirm: {price} all in, correct?",
    "Great, we'll take that. Let me read it back: {price} for the whole job, is that right?",
)
CONFIRM_AGAIN = "Just to be sure: is it {price} all in, yes or no?"
THAT_TOTAL = "the total you just named"
CLOSE_AGREED = (
    "Thank you very much. I'll pass that on, and the customer will contact you to book. Goodbye.",
    "Perfect, thank you. The customer will contact you to set a time. Goodbye.",
)
CLOSE_QUOTED = (
    "Thank you. I'll pass your quote on to the customer. Have a good day, goodbye.",
    "I understand, thank you. I will pass that quote on to the customer. Goodbye.",
)
CLOSE_WITHOUT = (
    "Thank you for your time. Goodbye.",
    "I understand, thank you anyway. Have a good day, goodbye.",
)
CLOSE_DECLINED = (
    "I understand. Thank you for letting me know, and have a good day. Goodbye.",
    "No problem, thank you for your time. Goodbye.",
)
CLOSE_OPTED_OUT = (
    "I apologize for the call. I'll see that you are not called again. Goodbye.",
    "I'm sorry to have bothered you. You will be taken off our list. Goodbye.",
)
CLOSE_HOSTILE = ("I'm sorry to have troubled you. Goodbye.",)
STILL_THERE = "Hello, are you still there?"

AM_AUTOMATED = "Yes, I am an automated assistant, calling for a customer."
WHO_I_AM = "I'm an automated assistant calling for a customer who is comparing prices for {work}."
NO_ADDRESS = "I can't give out the street address on this call{area_note}."
AREA_NOTE = ", but it is in ZIP code {zip_code}"
NO_PERSON = (
    "I can't share the customer's details on this call; the customer will contact you to book."
)
NO_BUDGET = "I'm not able to discuss a budget; I'm only collecting prices."
NO_MORE_DETAILS = "That is all I was told."

# "You", and how it is told about the customer: at its first place, and at every later one.
SECOND_PERSON = {
    "you are": ("the customer is", "they are"),
    "you're": ("the customer is", "they are"),
    "you have": ("the customer has", "they have"),
    "you've": ("the customer has", "they have"),
    "you need": ("the customer needs", "they need"),
    "you want": ("the customer wants", "they want"),
    "you would": ("the customer would", "they would"),
    "you'd": ("the customer would", "they would"),
    "yourself": ("themselves", "themselves"),
    "yours": ("theirs", "theirs"),
    "your": ("the customer's", "their"),
    "you": ("the customer", "them"),
}
YOU = re.compile(rf"\b(?:{'|'.join(SECOND_PERSON)})\b", re.IGNORECASE)


def of_the_customer(clause: str) -> str:
    """A clause told to the customer, as it is told about them: "your toilet" is theirs now."""
    places = count()

    def told(found: re.Match[str]) -> str:
        return SECOND_PERSON[found[0].lower()][min(next(places), 1)]

    return YOU.sub(told, clause.replace("’", "'"))


def dollars(price: Decimal) -> str:
    """ "$135", "$1,250" or, where there are cents, "$99.50"."""
    return f"${price:,.0f}" if price == price.to_integral_value() else f"${price:,.2f}"


def day_of(day: date) -> str:
    """ "December 10th": nobody says the year of a day that is near."""
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day:%B} {day.day}{ending}"
