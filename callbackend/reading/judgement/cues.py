"""What the words of a sentence do in a haggle, roughly: classes of phrases, in both languages.

People who deal for themselves write as they please, and nobody can list their ways to say yes. A
class need not be right every time; `haggle` asks which classes meet in a clause.
"""

import re
from enum import StrEnum


class Cue(StrEnum):
    """A class of phrases."""

    DEAL = "deal"  # closes by itself: "sold!"
    TAKE = "take"  # acts on it: "I'll take it", "see you tonight"
    FAIR = "fair"  # finds it good: "I can live with that"
    YES = "yes"
    REFUSE = "refuse"
    NOT = "not"
    OFF = "off"  # calls it off, or goes away
    PUT_OFF = "put off"  # leaves it to another, or another day
    BUT = "but"
    IF = "if"
    WHEN = "when"  # of the meeting that follows
    LESS = "less"  # wants it cheaper
    QUESTION = "question"


_DO = (
    r"(?:do|live with|accept|work with|manage|swing|take|go with|go for|agree (?:to|with)|deal with"
)
PHRASES = {
    Cue.DEAL: r"deal|you(?:'ve)? got it|you win|"
    r"sold|agree[ds]?|i (?:\w+ )?accept|accepted|it'?s yours|settled?|shake on|done|"
    r"trato|hecho|cerrado|acepto|de acuerdo",
    Cue.TAKE: r"(?:i|we|he|she|they)(?:'ll| will|'d| would|'m| am)? ?(?:like to |love to |gonna |"
    r"going to |gladly |happily )?(?:take|taking|buy|get|go with|go for|want|pick)|go ahead|let'?s "
    r"(?:do|go|book|make)|put (?:me|us|them|her|him) down|write it up|lock it in|count me in|"
    r"see you (?:then|tonight|soon|tomorrow|later|at|there|in)|(?:i'll|i will|will) be (?:there|"
    r"over|right (?:over|there))|on my way|come (?:and )?(?:get|pick) (?:it|them|her|him)|"
    r"lo tomo|la tomo|hagamoslo|adelante",
    Cue.FAIR: r"sounds?|fair|reasonable|doable|works(?! (?:well|fine|great|perfectly|like|with|on|"
    r"as))|work for (?:me|us|you)|(?:will|would|can|could|'ll|'d|that|it|which) (?:definitely |"
    r"still )?work|like (?:that|it)|meet you (?:there|at)|make (?:it|that) work|(?:can|could|will|"
    rf"would|'ll|i'd|puedo|have to|gotta) (?:\w+ )?{_DO}|handle|settle (?:for|on)|afford|make|"
    r"hacer\w*) (?:it|that|this|those|lo)|(?:good|ok|fine) with (?:that|it|me)",
    Cue.YES: r"yes|yeah|yea|yep|yup|ya|sure|absolutely|definitely|of course|certainly|you bet|"
    r"gladly|correct|right|si|claro|ok|okay|okey|okie|k|alright|all right|fine|good|great|perfect|"
    r"awesome|wonderful|cool|excellent|fantastic|sweet|nice|bueno|bien|perfecto|vale|dale|listo|"
    r"happy|glad",
    Cue.REFUSE: r"can'?t|cannot|no way|too (?:low|high|much|little|steep|far)|unfortunately|afraid|"
    r"won'?t|wouldn'?t|couldn'?t|nope|pass|insult\w*|joke|ridiculous|no thanks|out of (?:my|our|"
    r"the) (?:range|budget|league|reach|question)|(?:more|higher) than (?:i|we)|over (?:my|our) "
    r"budget|"
    r"not (?:enough|gonna|going|willing|interested|able|possible)|no puedo|imposible|muy (?:bajo|"
    r"poco|caro)|firm|rather not|impossible",
    Cue.NOT: r"no|not|never|nothing|nah|neither|\w+n't|dont|didnt|doesnt",
    Cue.OFF: r"cancel\w*|never ?mind|forget (?:it|that)|changed? (?:my|our|her|his|their) minds?|"
    r"someone else|somebody else|went with|found (?:another|a cheaper)|mistake|misspoke|(?:take|"
    r""
    r"taking) (?:it|that) back|scratch that|good luck|elsewhere",
    Cue.PUT_OFF: r"maybe|perhaps|probably|might|let (?:you|them|her|him|us) know|get back|(?:check|"
    r"talk|speak|run it|ask|confirm) (?:with|to|by|my|the|her|him)|consider|decide|not sure|call "
    r"(?:you|me|us|them)? ?back|think (?:about|it over|on it)|sleep on|tal vez|quizas?|le aviso|"
    r"other quotes?|compare|pass(?:ing)? (?:that|it|this|on|along)|relay|the customer|(?:tell|let) "
    r"(?:the|her|him|them)|(?:bring|take) (?:it|that|this) (?:back )?to",
    Cue.BUT: r"but|however|though|although|pero|except",
    Cue.IF: r"if|unless|provided|as long as|only if|depends|si me|siempre que|supposing",
    Cue.WHEN: r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|when|what time|"
    r"address|meet|pick\w* (?:\w+ )?up|come (?:by|over|get|and)|deliver\w*|stop by|manana",
    Cue.LESS: r"less|discount|negotia\w*|come down|wiggle|room|cheaper|better price|go down|budge|"
    r"low(?:er|est)?|best|final|price|rebaja\w*|descuento",
    Cue.QUESTION: r"\?",
}
PATTERNS = {
    cue: re.compile(r"\?" if cue is Cue.QUESTION else rf"(?<![a-z'])(?:{phrases})(?![a-z])")
    for cue, phrases in PHRASES.items()
}
# What holds the words of a refusal or of a condition, and is neither.
IDIOMS = re.compile(
    r"\b(?:(?:can'?t|cannot) (?:wait|argue|complain|beat|say no|pass|go wrong|deny)\w*|"
    r"couldn'?t be happier|no (?:problem|worries|issues?|doubt|rush|hurry|need|scratches|damage)|"
    r"not (?:bad|a problem|an issue|a bad)|won'?t (?:regret|be sorry|be disappointed)\w*|why not|"
    r"if (?:you(?:'d)? (?:want|like|need|could|have)|(?:that's|that is|it's|thats) (?:ok\w*|all "
    r"right|alright|fine|good))|i (?:guess|think|suppose)|don'?t (?:worry|mind)|sorry|whenever|"
    r"when you|wouldn'?t be a problem|what the heck|you won'?t \w+|doesn'?t matter)\b"
)
# Where "deal", "agree" and the like close nothing.
NO_DEAL = re.compile(
    r"\b(?:no|good|great|better|best|real|such a|what a) deal\b(?! then|[.!]*$)|\bdeals?\b[^.]*\?|"
    r"deal ?breaker|a deal with you|make (?:you )?a deal|(?:good|great|fair|such a|what a) deal "
    r"(?:for|since|on|but)|accepting|a few deals|you (?:already |just )?(?:agreed|accepted|sold)"
)


def has(text: str, cue: Cue) -> bool:
    """Whether a stretch of plain text holds a phrase of this class."""
    if PATTERNS[cue].search(text) is None:
        return False
    return cue is not Cue.DEAL or NO_DEAL.search(text) is None
