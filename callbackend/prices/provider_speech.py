"""What a provider does with its words: agree, refuse, put off, or take back."""

import re
from enum import StrEnum

SENTENCE = re.compile(r"[^.?!~;]+(?:[.](?=\d)[^.?!~;]+)*[.?!~;]*")


class Reply(StrEnum):
    """How an utterance answers an offer."""

    YES = "yes"  # only means something right after an offer
    AGREED = "agreed"  # says so in words that cannot mean anything else
    CONDITIONAL = "conditional"
    HEDGE = "hedge"
    NO = "no"
    NOTHING = "nothing"


MACHINE = re.compile(
    r"\b(?:you(?:'ve| have) reached|leave (?:a|your|us a|me a) (?:message|name|detailed)|leave your name|"
    r"leave me your|after the (?:tone|beep)|at the (?:tone|beep)|"
    r"press (?:one|two|three|four|five|six|seven|eight|nine|zero|star|pound|\d|#|\*)|"
    r"para espanol|oprima|marque (?:el|uno|dos|\d)|our (?:menu|menus|options) ha(?:s|ve)|mailbox|"
    r"voicemail|voice mail|can't (?:come|get) to the phone|unable to (?:take|answer|come)|"
    r"not available (?:right now|to take)|can't take your call|away from (?:the|my) (?:phone|desk)|"
    r"office hours are|our (?:regular )?hours are|please listen|listen carefully|your call is (?:very )?important|"
    r"please (?:stay|remain) on the line|all (?:of )?our (?:agents|representatives|technicians|operators) are|"
    r"for (?:sales|service|billing|emergenc\w+|scheduling|appointments)[^.?!]{0,30},? (?:press|say)|"
    r"we(?:'ll| will) (?:return|get back to) your call|estimated wait|deje (?:su|un) mensaje|"
    r"despues del tono|usted ha llamado|no podemos atender|buzon|the (?:person|number|customer) you(?:'ve| have|'re| are)? "
    r"(?:dialed|called|calling|trying)|has been forwarded|automated (?:voice )?messag|record your message|\[?beep\]?$|"
    r"is not (?:available|in service)|currently closed|while you(?:'re| are)? (?:wait|hold)|"
    r"(?:thanks|thank you) for holding|say or press|"
    r"next available (?:agent|representative)|we are closed|press the)\b"
)
CUT_OFF = re.compile(r"(?:--+|[a-z]-|-\s*|\[[^\]]*(?:drop|cut|disconnect|lost|dead|static|end)[^\]]*\]?|"
                     r"\([^)]*(?:drop|cut|disconnect|lost|dead|static|end)[^)]*\)?)\s*[.\"]?$")

OPENING = re.compile(
    r"^(?:(?:uh|um|er|well|oh|hmm+|mm|look|listen|man|you know|so|i mean|ah|eh|huh|gee|boy|geez|jeez|"
    r"bueno|pues|mira|este|hey|honestly|ugh|shoot|let me see|let's see|hm|\[[^\]]*\]|sir|ma'am)\b[\s,.~-]*)+"
)
HARMLESS = re.compile(
    r"\b(?:no problem\w*|not a problem|no worries|why not|no doubt|no issues?|don't see why not|won't be a problem|"
    r"not bad|can't (?:argue|complain|say no|beat that)|no big deal|don't worry|don't mind|no trouble|"
    r"not (?:too )?far|no hay problema|sin problema|no se preocupe|como no|no sweat|no trip\w*|no charge|no extra|"
    r"no fees?|sorry (?:about|for) (?:that|the)|wouldn't be a problem|i'm not gonna lie|not gonna lie|"
    r"don't tell|if not|right now|no later|no earlier|no tax)\b"
)
NO_START = re.compile(
    r"^(?:no+|nope|nah|naw|negative|never|hell no|heck no|(?:yeah|yes|ya|well|okay|ok),?\s+no\b(?!\s+problem)|sorry|uh-uh)\b"
)
NO_ANYWHERE = re.compile(
    r"\b(?:can(?:'t|not| not)|couldn't|could not|won't|wouldn't|not (?:gonna|going to)|not happening|"
    r"too (?:low|cheap|little)|not enough|no way|no can do|no deal|(?:don't|do not) think(?: so)?|absolutely not|"
    r"unfortunately|afraid (?:not|i)|i'd (?:lose|be losing)|losing money|lose money|forget (?:it|about)|"
    r"insult\w*|a joke|get real|no thanks?|not interested|i'll (?:have to )?pass|no puedo|no se puede|imposible|"
    r"muy poco|we don't|i don't (?:do|offer|match|negotiate|discount|go|budge|haggle)|take it or leave|good luck|"
    r"in your dreams|dream on|(?:ha\W*){2,}|good one|very funny|you're kidding|you must be|"
    r"you kidding|you serious|price is firm|it's firm|firm on|non[- ]?negotiable|fixed price|not for (?:that|\d)|"
    r"isn't (?:gonna|going|enough|possible)|not possible|doesn't work|don't work|hard pass|keep (?:looking|dreaming)|"
    r"way (?:off|low)|lo siento|para nada|ni (?:loco|modo|hablar)|nel|not (?:at|for) that price|never)\b"
)
SARCASM = re.compile(
    r"^(?:yeah,? right|sure,? (?:buddy|pal|jan)|right,? (?:sure|yeah)|oh,? sure|as if|yeah,? sure,? (?:and|right)|"
    r"very funny|that's (?:cute|funny|hilarious)|oh yeah,? (?:right|sure)|yeah yeah|sure,? and i'm|sure,? when)\W*"
)
HEDGE = re.compile(
    r"\b(?:maybe|possibly|perhaps|let me (?:ask|check|see|think|talk|call|look|get|run|consult|find|know what)|"
    r"(?:have|need|want|got|like) to (?:ask|check|see|talk|look|think|run|call|speak|consult|confirm)|"
    r"gotta (?:ask|check|see|talk|look)|ask (?:my|the) (?:boss|manager|owner|partner|husband|wife|brother|guy|dad|father)|"
    r"check with|call (?:you|ya) back|call back|get back to|not sure|unsure|depends|might|probably|we'll see|"
    r"i'll (?:see|think|have to|need to|ask|check|run|talk|let you know)|think (?:about|on|it over)|hang on|hold on|"
    r"one (?:sec|second|moment|minute)|could be|i don't know|hard to say|send (?:me|us|over)|email|text (?:me|you)|"
    r"see it first|breaking up|hello\?|can you hear|come (?:see|look|out and look)|take a look first|"
    r"the owner|my boss (?:would|has|will|isn't|handles)|not my call|up to (?:my|the)|above my|only the (?:owner|manager)|"
    r"tal vez|quizas|quiza|dejeme|deje (?:le )?pregunt\w+|a ver|lo pienso|pensar\w*|no se\b|tengo que|depende|consult\w+|"
    r"le llamo|le hablo|what (?:did|do) you|say (?:that )?again|come again|repeat that|didn't catch|who is this|"
    r"i suppose it depends|can't promise|no promises|would have to|we could talk|talk about it|try\b|hopefully|"
    r"when (?:i|we) (?:see|get)|once (?:i|we) (?:see|look)|if (?:i|we) (?:see|look)|in person)\b"
)
SPOKE_FOR = re.compile(
    r"\b(?:(?:he|she|boss|they|owner|manager|wife|dad|jefe) (?:says?|said|is (?:ok|okay|good|fine)|gave|dice|dijo)"
    r"(?: it's| that's| we| yes| yeah| ok| okay| fine| que si| sure| we're)?)\b"
)
AGREED = re.compile(
    r"\b(?:deal|you(?:'ve)? got (?:it|a deal|yourself)|(?:sounds|seems) (?:good|fair|great|fine|right|reasonable|like a)|"
    r"(?:that|it|this|which) (?:still )?(?:works|will work|would work|could work|can work|does it|should work|should be fine)|"
    r"(?:that|it|this)'(?:ll|d) (?:work|do|be (?:fine|ok|okay|good|great))|works(?: (?:for|with) (?:me|us))?\W*$|"
    r"works for (?:me|us)|(?:i|we) (?:can|could|will|would|guess i can|suppose i can) (?:do|live with|make|accept|take|go with|handle|match|"
    r"swing|work with|manage) (?:that|it|this)|(?:i|we)'(?:ll|d) (?:do|take|accept|match|go with|honor|be (?:ok|okay|fine|good|happy)) "
    r"(?:it|that|this|the|with)|let's (?:do|go with|book|call it)|i'll take it|fair enough|done\b|twisted? my arm|you win|agreed|"
    r"make (?:it|that) (?:work|happen)|(?:i'm|we're|am|are) (?:good|ok|okay|fine|cool|happy|alright) with|(?:good|fine|okay|ok|happy) with (?:that|it|me|us)|"
    r"happy to|(?:that|it|price) ?(?:'s|is|would be|'d be) (?:just |totally |perfectly |all )?"
    r"(?:fine|good|fair|ok|okay|alright|right|doable|acceptable|correct|perfect|great|cool|a deal)|esta bien|de acuerdo|trato|hecho|me parece|"
    r"si puedo|si se puede|se lo (?:dejo|hago)|lo hago|quedamos|le entro|va que va|can do\b|will do|booked|you're (?:on|booked)|why not|"
    r"can't say no|(?:we|i)'ll (?:make it|call it)|could do that|we have a deal|it's a deal|sold|i'm in|"
    r"see you (?:then|on|tomorrow)|i accept|we accept|accept (?:that|it)|for you,? (?:yes|yeah|sure|ok|okay)|"
    r"go ahead and (?:book|schedule)|put you (?:down|on)|(?:it|that) can be done|no problem(?:o)?|not a problem)\b"
)
YES_START = re.compile(
    r"^(?P<word>yes|yeah|yea|yep|yup|ya|yah|yessir|sure|fine|absolutely|definitely|of course|certainly|you bet|si|sip|claro|"
    r"dale|va|sale|orale|simon|affirmative|totally|gladly|exactly|correct|that's (?:right|correct|it)|uh-?huh|mhm|mm-?hmm|bet|"
    r"correcto|exacto|asi es|eso es|por supuesto|perfecto|for sure|i guess(?: so)?|i suppose(?: so)?|"
    r"ok|okay|alright|all right|right|perfect|great|good|cool|why not|no problem|not a problem|excellent|bueno)\b"
)
FEEBLE = frozenset({"ok", "okay", "alright", "all right", "right", "great", "good", "cool", "perfect", "excellent", "bueno"})
GOODBYE = re.compile(r"\b(?:bye|goodbye|take care|have a (?:good|great|nice)|adios|hasta luego|thanks for calling|good day)\b")
CONDITION = re.compile(
    r"\b(?:if|as long as|provided|assuming|unless|only (?:if|for|on|when)|so long as|on (?:the )?condition|on one condition|"
    r"cash (?:only|though|price|deal|money)|(?:in|for|with) cash|si (?:me )?(?:paga\w*|es en|pagan|lo)|siempre que|con tal|pero|but|"
    r"except|in which case|then you|when you pay|you(?:'d| would)? have to|you'd need to|en efectivo)\b"
)
POLITE_CONDITION = re.compile(
    r"\bif (?:that(?:'s| is)? (?:works|what|okay|ok|fine|all|good|helps)[^.,;?!]*|you(?:'d| would)? like|you want(?: me)? to[^.,;]*|you say so|i (?:have|had) to|"
    r"you(?:'re| are) (?:ok|okay|happy|good|fine|ready)[^.,;]*|it (?:helps|makes)[^.,;]*|it's ok\w*|not)|\bbut (?:ok|okay|fine|sure|yes|yeah|alright|i'll|"
    r"i can|we can|we'll|deal|that's (?:fine|it|my|the|as low|all|rock)|don't|you|no lower|that is|only because|just (?:this|for)|thanks)\b"
)
ASKS_BACK = re.compile(r"\?\W*$")
BOOKING = re.compile(
    r"\b(?:address|name|number|when|what time|what day|tomorrow|day|time|where|schedule|book|anything else|okay|ok|good|deal|"
    r"direccion|nombre|cuando|send|zip|start|come|morning|afternoon|email)\b"
)
TAKES_BACK = re.compile(
    r"\b(?:can't do (?:it|that)|cannot do (?:it|that)|can't (?:actually|honor|make)|won't (?:be able|work)|no deal|(?:have|need) to (?:ask|check with|"
    r"run|talk|confirm (?:it|that|the price))|let me (?:ask|talk|run|check with|double check|confirm)|changed? my mind|too low|second thought|never ?mind|"
    r"misspoke|made a mistake|forget it|not going to work|not gonna work|back out|take (?:that|it) back|that's not right|"
    r"didn't (?:agree|say)|never (?:agreed|said)|not what i said|deal'?s off|scratch that|gotta (?:ask|check)|"
    r"i'd have to (?:check|ask|see)|no puedo|not for that|my boss (?:says|said) no|(?:he|she) (?:says|said) no|"
    r"wouldn't work|not sure about|call you back|get back to you|i don't think i can|may ?be we)\b"
)
REFUSES_JOB = re.compile(
    r"\b(?:we don't (?:do|service|serve|go|cover|work|offer|handle|give|quote|take)|i don't (?:do|service|go|talk|work|give|quote|take)|not interested|"
    r"don't call|do not call|stop calling|take (?:me|us) off|remove (?:me|us|my)|booked (?:solid|up|out)|fully booked|no availability|"
    r"not taking|wrong number|out of (?:our|my) (?:area|range)|outside (?:of )?(?:our|my)|too far|can't help|cannot help|retired|"
    r"don't talk to|don't do business|no trabajamos|no hacemos|no nos interesa|no me interesa|no llame|lose (?:this|my) number|"
    r"not something we|we only do|don't have (?:time|anyone|anybody|room)|can't (?:take|fit)|too busy|(?:is|are) you a robot|is this a robot)\b"
)
WAIVES = re.compile(
    r"\b(?:waive[ds]?|waiving|no charge for|won't charge|throw in|throw that in|eat the|skip the|drop the|forget the|forgo|knock off the|lose the|"
    r"no trip|no service|no cobro|sin cobrar|without the (?:trip|service|fee)|take (?:off|out) the|not charge|free of charge|on me|on the house|le quito|perdono)\b"
)
WAIVES_IF = re.compile(
    r"\b(?:waive\w*|free|no charge|credited?)\b[^.?!]{0,12}\b(?:if|when|with|once|as long|should)\b|\bif\b[^.?!]{0,40}\bwaive\w*|(?:we|i) (?:usually |sometimes |can |could )waive"
)
MISTAKEN = re.compile(
    r"\b(?:scratch that|misspoke|i meant|my mistake|correction|i was wrong|let me correct|wrong (?:line|sheet|price|column)|that's wrong|"
    r"me equivoque|i said (?:it )?wrong|looking at the wrong|misread|typo|strike that|i take that back)\b|^(?:oh,? )?(?:sorry|perdon)\b"
)


def sentences(text: str) -> list[str]:
    """The sentences of plain text, stripped, with their end marks."""
    return [part for part in (found[0].strip() for found in SENTENCE.finditer(text)) if part]


def is_machine(text: str) -> bool:
    """Whether a voicemail greeting or a phone menu speaks."""
    return MACHINE.search(text) is not None


def is_cut_off(text: str) -> bool:
    """Whether the utterance breaks off."""
    return CUT_OFF.search(text.rstrip()) is not None


def refuses_job(text: str) -> bool:
    """Whether the provider does not want the job at all."""
    return REFUSES_JOB.search(text) is not None


def takes_back(text: str) -> bool:
    """Whether words after an agreement undo it."""
    return TAKES_BACK.search(text) is not None


def is_mistaken(text: str) -> bool:
    """Whether the provider says that its earlier figure was an error."""
    return MISTAKEN.search(text) is not None


def waives(text: str) -> bool:
    """Whether a fee is waived now; "waived if you book" is not."""
    return WAIVES.search(text) is not None and WAIVES_IF.search(text) is None and not _refuses(text)


def reply(text: str) -> Reply:
    """How an utterance answers the offer before it; the last decisive sentence counts."""
    if is_cut_off(text):
        return Reply.HEDGE
    answer = Reply.NOTHING
    for sentence in sentences(text):
        answer = _combined(answer, _sentence_reply(sentence), sentence)
    return _dampened(answer, text)


def _combined(before: Reply, now: Reply, sentence: str) -> Reply:
    if now is Reply.NOTHING:
        if before is Reply.YES and ASKS_BACK.search(sentence) and not BOOKING.search(sentence):
            return Reply.NOTHING
        return before
    if before in {Reply.NO, Reply.HEDGE} and now is Reply.YES:
        return before if not re.match(r"(?:alright|all right|fine|okay|ok)\b", sentence) else now
    if before is Reply.CONDITIONAL and now in {Reply.YES, Reply.AGREED}:
        return before
    if before is Reply.AGREED and now is Reply.YES:
        return before
    return now


def _sentence_reply(sentence: str) -> Reply:
    sentence = OPENING.sub("", sentence)
    if SARCASM.match(sentence) and not re.search(r"\d", sentence):
        return Reply.NO
    if _refuses(sentence):
        return Reply.NO
    if SPOKE_FOR.search(sentence) and (AGREED.search(sentence) or re.search(r"\b(?:yes|yeah|ok|okay|fine|we can|si)\b", sentence)):
        return Reply.AGREED
    if HEDGE.search(sentence):
        return Reply.HEDGE
    return _consent(sentence)


def _refuses(sentence: str) -> bool:
    sentence = HARMLESS.sub("", sentence)
    if re.match(r"\W*$", sentence):
        return False
    return NO_START.search(sentence) is not None or NO_ANYWHERE.search(sentence) is not None


def _consent(sentence: str) -> Reply:
    agreed = AGREED.search(sentence) is not None
    start = YES_START.match(sentence)
    if not agreed and start is None:
        return Reply.NOTHING
    if CONDITION.search(POLITE_CONDITION.sub("", sentence)):
        return Reply.CONDITIONAL
    if ASKS_BACK.search(sentence) and not _books(sentence, start):
        return Reply.NOTHING
    return Reply.AGREED if agreed and not ASKS_BACK.search(sentence) else Reply.YES


def _books(sentence: str, start: re.Match[str] | None) -> bool:
    """Whether a yes that ends in a question goes on to book: "sure, what's the address?"."""
    return start is not None and start["word"] not in FEEBLE and BOOKING.search(sentence) is not None


def _dampened(answer: Reply, text: str) -> Reply:
    """"Okay, bye" and "right, what make is it?" say nothing about a price."""
    if answer is not Reply.YES:
        return answer
    start = YES_START.match(OPENING.sub("", text))
    feeble = start is not None and start["word"] in FEEBLE
    if feeble and (GOODBYE.search(text) or ASKS_BACK.search(text)):
        return Reply.NOTHING
    return answer
