"""Whether the two of a talk deal for themselves, or one of them rings for a customer."""

import re

from callbackend.reading.judgement.whole_talk import WholeTalk

FOR_A_CUSTOMER = re.compile(
    r"\b(?:customers?|clients?|homeowners?|behalf|calling|called|the owner|owner's|mr|mrs|ms|"
    r"she(?:'s|'d)?|he(?:'s|'d)?|her|him|his|they'd|(?:tell|let|for) them|assistant|technician|"
    r"estimate|quote[sd]?|appointment|job|repair\w*|install\w*|replac\w*|service|fix\w*|clean\w*|"
    r"charge|shop|compan\w+|plumber|electrician|roofer|painter|locksmith|handyman|cliente|senora|dueno|cobra\w*|llam\w*)\b"
)
FOR_ITSELF = re.compile(
    r"\b(?:i'?m|i'?d|i'?ll|i (?:can|could|have|like|love|want\w*|was|would|will|need|see|really|"
    r"think)|my|mine)\b"
)
OF_A_SALE = re.compile(
    r"\b(?:sell\w*|sold|buy\w*|purchase|asking|interested|pick(?:ed|ing)? (?:\w+ )?up|available|"
    r"condition|new|old|willing|listing|posting|ad|rent)\b"
)
# Of 2,396 calls for a customer 0.8 % come to so many points, of 505 sales between people 90 %.
ENOUGH = 3
WEIGHTS = (-3, 1, 2)


def deal_for_themselves(talk: WholeTalk) -> bool:
    """Told by different words: what the agent says of itself, and of a sale, against a call's."""
    ours = " ".join(one.turn.text for one in talk.spoken if one.side == "a")
    both = " ".join(one.turn.text for one in talk.spoken)
    found = (FOR_A_CUSTOMER.findall(ours), FOR_ITSELF.findall(ours), OF_A_SALE.findall(both))
    return sum(w * len(set(words)) for w, words in zip(WEIGHTS, found, strict=True)) >= ENOUGH
