"""Whether words after an agreement take it back, whoever of the two says them.

One grammar for both sides: a word that calls things off by itself, or a denial that reaches a word
of the deal within the same clause.
"""

import re

from callbackend.reading.speech.assent_words import SET_PHRASES
from callbackend.reading.speech.provider_speech import sentences

CALLS_OFF = re.compile(
    r"\b(?:cancel\w*|unbook\w*|never ?mind|second thoughts?|chang(?:ed|ing) (?:\w+ ){0,2}minds?|"
    r"hold(?:ing)? off|back(?:ing|ed)? out|call(?:ing|ed)? (?:it|this|that) off|went with|"
    r"(?:i|we|they|he|she)(?:'ll|'d| will)?(?: have to| gonna| going to| must)? pass\b"
    r"(?! (?:this|that|it|them|the|your|along|on))|(?:take|taking|took) (?:that|it|this) back|"
    r"scratch that|strike that|forget (?:it|that|the (?:whole|deal|thing))|misspoke|"
    r"deal(?:'s| is) off|off the (?:book|table|schedule)|(?:is|that's) a problem|"
    r"(?:kidding|joking|joke|leg|messing with you|teasing)|too (?:low|much|high|expensive|steep)|"
    r"(?:don't|do not|never) ha(?:ve|d) (?:a|any) deal|as a no|rather not|(?:found|has|have|got|"
    r"chose|picked|hired|using|booked) (?:some|any)(?:one|"
    r"body) else|(?:get|fit|come|make) (?:to )?(?:it|you|this|that) (?:in )?this (?:week|month|"
    r"year|season)|wrong (?:price|sheet|job|line)|made a mistake|no longer|instead|"
    r"says? no|said no|have to (?:skip|decline)|not the (?:one|price)|no puedo|siempre no|"
    r"me equivoque)\b"
)
DENIAL = r"\b(?:no|not|never|cannot|can not|unable|nobody|\w+n't)\b"
OF_THE_DEAL = (
    r"(?:deals?|do (?:it|that|this|the)|agree\w*|accept\w*|commit\w*|honor|book(?:ed)?|pay|afford|"
    r"need (?:it|you|that|this|to|the)|want (?:it|to|you|this)|take (?:it|that|this)|done|"
    r"right|said|say|approv\w+|authorized|work|make it|go through|price|yes|sure|allowed|able|"
    r"possible|happen\w*|good (?:at|for|with)|think (?:i|we) can|for (?:that|\$?\d+))"
)
DENIES_THE_DEAL = re.compile(DENIAL + r"(?: (?!but\b)[a-z']+){0,3}? " + OF_THE_DEAL + r"\b")
# A denial that only closes: "no, that's all", "you won't be sorry", "no need to pay now".
CLOSES = re.compile(
    r"\b(?:no need to \w+|don't (?:need|have) to (?:do|pay) (?:anything|now|today|upfront)\w*|"
    r"(?:you|they|she|he) (?:won't|don't) (?:be sorry|regret\w*|need to|have to|pay (?:me|us|"
    r"until|till|a))|not (?:sure )?(?:what|"
    r"which|when|"
    r"who|exactly)(?: \w+)?)\b"
)


# A decision that is still to come, unless it is about the visit.
PENDS = re.compile(
    r"\b(?:decid\w+|decision|ma(?:ke|kes|king) (?:up )?(?:her|his|their|my|our) minds?|"
    r"think(?:s|ing)? (?:it|about))\b|"
    r"\b(?:let me|have to|has to|need to|needs to|gotta|gonna|going to|should|must|i'd|i'll|we'll|"
    r"wants? to|tengo que|dejeme) (?:\w+ )?(?:ask|check|talk|speak|run|consult|confirm|clear|"
    r"verify|"
    r"think|wait|compare|discuss|sleep on|preguntar\w*|consultar)\b|"
    r"\b(?:call|get|ring) (?:you|ya) back\b|\bget back to you\b|\bnot sure (?:about|if|that)\b|"
    r"\b(?:tentative|provisional)\w*\b"
)
OF_THE_VISIT = re.compile(
    r"\b(?:schedul\w*|calendar|dates?|what day|which day|what time|the time|when|address|gate|code|"
    r"keys?|parts?|stock|truck|crew|tech|tracking|traffic|parking|availab\w*)\b"
)


def leaves_open(text: str) -> bool:
    """Whether a sentence of plain text leaves a decision for later."""
    return any(PENDS.search(s) and not OF_THE_VISIT.search(s) for s in sentences(text))


def takes_back(text: str) -> bool:
    """Whether plain text calls a deal off or denies it."""
    if CALLS_OFF.search(text):
        return True
    text = CLOSES.sub(" ", SET_PHRASES.sub(" ", text))
    return DENIES_THE_DEAL.search(text) is not None
