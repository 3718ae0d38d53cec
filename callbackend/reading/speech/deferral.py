"""Whether an agent leaves the decision to somebody else, or to another day.

It speaks for a customer: "three seventy, I'll bring that to her" accepts nothing, however friendly.
"""

import re

_WHOM = (
    r"(?:(?:the|my|our|this|a) )?(?:customers?|clients?|homeowners?|owners?|famil\w+|tenants?|"
    r"landlord|boss|husband|wife|lady|gentleman|folks|person|her|him|them|mr|mrs|ms|miss|dr|board|"
    r"senora?|duen[oa]|cliente)\b"
)
_TELL = (
    r"(?:send|bring|take|give|carry|run|report|relay|pass|mention|forward|share|show|convey|"
    r"present|put|tell|text|email|deliver|hand|get|let)"
)
_I_WILL = r"(?:i'll|i will|let me|i'd|i'm (?:going to|gonna)|i can|going to|have to|need to)"
_THING = r"(?:it|this|that|those|these|all|[\w$,.'-]+)(?: [\w$,.'-]+){0,5}?"
_QUOTES = r"(?:compan\w+|quotes?|prices?|bids?|estimates?|places|shops?|numbers?|offers?|calls?)"
_THEY = r"(?:she|he|they|customer|owner|client)"
# What is passed on to who decides.
PASSES_ON = re.compile(
    rf"\b{_I_WILL} (?:just |go )?{_TELL} {_THING} "
    rf"(?:to|past|by|with|before|in front of|on to|along to) {_WHOM}|"
    rf"\b{_I_WILL} {_TELL} {_WHOM} (?:that|what|the|about|it|have|your|both|all|decide|choose|\$|"
    r"know (?:the|it's|that|what|about))\b|"
    r"\b(?:see|find out|hear|check|ask|learn|know) (?:if|whether|what) (?:he|she|they|the|my|her|"
    r"his|mr|mrs|ms)\b"
)
# Who still compares, or has only come to ask.
COMPARES = re.compile(
    rf"\b(?:another|more|other|two|three|four|few|several|couple) (?:more |other )?{_QUOTES} "
    r"(?:to|left|coming|first|before|still|out|from)\b|"
    r"\b(?:have|has|got|getting|collecting|gathering|comparing|waiting (?:on|for)) (?:\w+ ){0,3}?"
    r"(?:quotes|prices|bids|estimates|offers|compan\w+)\b|"
    r"\b(?:jot|note) (?:it|that|this|down)\b|\bwrite (?:it|that) down\b|\bmade a note\b|"
    r"\bfor (?:my|the|our) (?:notes|records|files?|form|list|report)\b|\b(?:my|the) form is\b|"
    r"\b(?:all|everything|what) (?:that )?i (?:needed?|wanted|was asked|came)\b|"
    r"\bdone with my questions\b|"
    r"\b(?:thanks|appreciate|for) the (?:info\w*|honesty|number|quote|figure)\b"
)
# Who decides later, or is not the one to decide.
DECIDES_LATER = re.compile(
    r"\b(?:last word|final (?:say|word|decision|call)|still (?:thinking|deciding|weighing|making|"
    r"unsure)|(?:thinking|think|talk|mull|sleep) (?:it |that |this )?(?:over|on it)|"
    r"(?:isn't|not) (?:mine|my call|up to me)|up to (?:the|her|him|them)|"
    r"(?:her|his|their) (?:decision|choice|call))\b|"
    rf"\b{_THEY}(?:'ll| will| can| has to| have to| must| needs to| would) (?:\w+ )?(?:decide|"
    r"choose|pick|think|compare|consider|weigh|let you know|call you|ring you|get back|"
    r"make (?:up|a|the|her|his|their))\b|"
    r"\b(?:i'll|we'll|i will|we will) (?:be in touch|get back|(?:call|ring) (?:you )?back|"
    r"follow up|come back to)\b|"
    r"\bbefore (?:i|we|she|he|they) (?:can )?(?:say|commit|decide|agree|book)\b|"
    r"\b(?:falta que|voy a ver|vamos a ver|les? (?:confirm\w+|avis\w+|llam\w+ despues)|"
    r"l[oa] (?:va|van|voy) a (?:pensar|consultar|platicar|checar)|"
    r"tiene que (?:decidir|aprobar\w*|pensarlo))\b"
)
# What is passed on after a decision is news of it, not a question.
DECIDED = re.compile(
    r"\b(?:accepts?|accepted|agreed|agrees|sa(?:id|ys) yes|approved|go ahead|"
    r"book(?: (?:it|us|them|her|him))?|(?:we|she|he|they|i)'ll take|deal|"
    r"sign (?:us|her|him|them) up|put (?:her|him|them|us) down|acepta\w*|trato)\b"
)
OPEN_CLAUSE = re.compile(r"\b(?:if|whether|once|until|before) [^,.;?!]*")


def leaves_to_another(text: str) -> bool:
    """Whether an agent's words put the decision off, and do not tell of one."""
    if not any(words.search(text) for words in (PASSES_ON, COMPARES, DECIDES_LATER)):
        return False
    return DECIDED.search(OPEN_CLAUSE.sub("", text)) is None
