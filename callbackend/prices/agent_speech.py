"""What the agent does with its words: accept, offer, check, put off, or decline."""

import re

from callbackend.prices.provider_speech import sentences

ACCEPTS = re.compile(
    r"\b(?:(?:we|i|they|he|she)(?:'ll| will|'d like to| would like to| want to|'d love to) (?:take|do|go with|accept|book|go ahead|proceed)|"
    r"(?:it's |you have |we have |you've got |that's )?a deal|^deal|deal\b|let's (?:do|book|go|lock|schedule|get|set|move|proceed|make|call it)|"
    r"(?:^|please |and )(?:book|schedule|reserve) (?:it|us|that|them|him|her|the|this)|go ahead|works|we accept|i accept|accepted|agreed|"
    r"(?:is|'s|are|sounds|sound|seems|would be|'ll be) (?:just |totally |perfectly |absolutely )?(?:fine|good|great|okay|ok|perfect|acceptable|fair|excellent|wonderful|reasonable|alright|agreeable)\b|"
    r"we're (?:good|fine|okay|ok|happy|set) (?:with|at)|(?:good|okay|ok|happy|fine|comfortable) with|sold|done\b|put (?:us|them|him|her|me) (?:down|on)|"
    r"lock (?:it|that|this) in|go with (?:you|that|it|this|\d|your)|(?:we|i|they) (?:can|could) (?:do|pay|accept|live with) (?!you|that if)|"
    r"i'll book|please (?:schedule|book|send|go|come|put)|do it\b|it is\b|esta bien|de acuerdo|lo tomamos|aceptamos|acepto|trato|hecho|me parece|"
    r"vamos a (?:hacer|agend)|agend\w+|lo acepta\w*|adelante|perfecto,? (?:\d|quedamos)|quedamos|we'd be happy|you're hired|hired|consider it|"
    r"see you (?:then|on|tomorrow)|confirmed|i can confirm|sign (?:us|them|me) up|count (?:us|them) in|send (?:someone|somebody|him|them|the)|come (?:on )?over|on (?:the|your) schedule)\b"
)
COMMITS = re.compile(
    r"\b(?:deal|take (?:it|that)|let's (?:do|book|go|lock|schedule|get|proceed|move)|go ahead|book|accept\w*|agreed|sold|lock|go with|hired|lo tomamos|"
    r"aceptamos|trato|hecho|de acuerdo|agend\w*|do it|schedule (?:it|that|us|them)|put (?:us|them) (?:down|on)|send (?:someone|somebody|him|them|the)|sign)\b"
)
NEGATED = re.compile(
    r"\b(?:not (?:okay|ok|good|fine|acceptable|able|ready|accept\w*)|can't|cannot|won't|doesn't|don't|isn't|before (?:i|we)|not yet|unable|until|"
    r"wouldn't|haven't|no puedo|wait\b)\b"
)
ASKING = re.compile(
    r"\?\W*$|^(?:(?:so|and|but|okay|ok|well|hmm+|um|uh|alright|all right|great|i see|got it|understood|then|hi|hello|please|what if|"
    r"that's fair|thanks|pues|entonces|y)[\s,]+)*"
    r"(?:could|can|would|will|do|does|did|is|are|was|how about|what about|what if|any chance|any way|is there|are you|what would|"
    r"how much|puede|podria|podrian|lo haria\w*|que tal|seria|me lo|acepta\w*|lo deja\w*|haria\w*|whats|what's|how|when|what)\b|"
    r"\b(?:could you|would you|can you|would (?:that|\$?\d+|it) (?:work|be)|does (?:that|it) work|how about|what about|are you able|think you could|"
    r"be able to|would they|could we|can we|any chance|puede hacerlo|podria)\b"
)
CLARIFIES = re.compile(
    r"\b(?:is that|was that|did you say|includ\w*|does (?:that|it|the) (?!work)|the best|your best|best (?:you|price)|hold (?:that|the|it)|so you said|you (?:said|quoted|mentioned)|"
    r"cover\w*|(?:before|plus|with) tax\W*$|each\b|per hour|incluye|is (?:this|the) \$?\d|flat rate|good for how long|good until|still|why|"
    r"up front|what makes|break (?:that )?down|come from|is it (?:always|really)|firm)\b"
)
WORKS_QUESTION = re.compile(
    r"\b(?:does|would|will|could|can) (?:that|it|this|you (?:do|match|accept|meet|take|manage|work with)) ?(?:work|that|it|this|be (?:ok|okay|possible|fine|doable|fair)|for)?\b|"
    r"\bis that (?:ok|okay|doable|possible|fair|good|something|workable|acceptable)\b|\bdeal\?|\bok(?:ay)?\?|\bwork for you\b|\bpossible\?|\bsound (?:good|fair|ok\w*)\b|\bagreed\?|\bcan we (?:do|say|agree|shake)\b|"
    r"\bto (?:confirm|be clear)\b|\bpuede\b|\bseria posible\b|\bestaria bien\b"
)
CONFIRMS = re.compile(r"\b(?:to confirm|confirming|then\b|it is\b|so (?:we're|that's|it's)|we're (?:at|set|agreed)|settled|then we)\b")
MATCHES = re.compile(r"\b(?:match|meet|do|accept|take|igualar|honor|work with) (?:that|it|this|the same|their|his|those|lo)\b|\bmatch\b|\bfor that\b|\b(?:would|does|could|will) that (?:work|be)\b|\bigualar\w*\b")
BEATS = re.compile(r"\b(?:beat|better|lower|under|below|cheaper|within|come (?:in )?(?:under|below)|stay)\b")
PUTS_OFF = re.compile(
    r"\b(?:get back to|check with|(?:have to|need to|let me|i'll|must|going to|gonna|want to|i'd|like to|should|would) (?:\w+ )?(?:ask|check|run|talk|consult|discuss|speak|confirm with|think|compare|see (?:what|if))\b(?! (?:for|you))|"
    r"run (?:it|this|that) by|call you back|call back|see what (?:they|he|she)|think about it|think it over|if (?:the|they|he|she|my) (?:\w+ )?(?:agrees?|wants?|approves?|accepts?|likes?|says?|decides?|are|is|okays?|want)|"
    r"consult\w*|sleep on it|compare|other quotes|shop around|few more calls|a decision|decide|once (?:i|they|the|we)|pending|le (?:consulto|pregunto)|consultar|"
    r"subject to|would need (?:their|his|her)|wait for|hold (?:that|the) (?:price|quote)|not (?:able|authorized|allowed) to|gathering|collecting|just (?:a )?quotes?|just looking)\b"
)
PASSES_ON = re.compile(
    r"\b(?:pass (?:this|that|it|them|those|your|the|along|on)|let (?:them|the|him|her|my|our) ?(?:\w+ )?know|be in touch|tell (?:them|the|him|her|my)|share (?:this|that|it|your)|relay|"
    r"report (?:back|this|that)|note (?:that|it|this)|noted|forward (?:this|that|it)|le (?:aviso|digo|paso|comento|informo)|se lo (?:paso|digo|comento)|avisar\w*|present (?:this|that|it)|write (?:that|it) down)\b"
)
DECLINES = re.compile(
    r"\b(?:over (?:the|their|our|his|her|budget)|out of (?:budget|their|our)|too (?:high|much|expensive|steep|rich)|we'll (?:have to )?pass(?! (?:this|that|it))|we'll pass\W*$|no,? thanks?|no thank you|cancel\w*|won't (?:need|be)|"
    r"can't (?:do|go|pay|afford|accept|make|commit)|cannot (?:do|pay|afford|accept|commit)|more than (?:they|we|the|he|she|i)|(?:isn't|not) possible|went with|going with (?:someone|another|somebody)|"
    r"never ?mind|look elsewhere|try (?:someone|somebody|another|elsewhere)|not going to|doesn't work|won't work|no longer|changed (?:their|his|her|our) mind|hold off|decided (?:not|against)|es mucho|muy caro|no gracias|back out|i was wrong|that won't)\b"
)
ASKS_LESS = re.compile(
    r"\b(?:any (?:room|wiggle|flexib\w*|discount|chance|way|give|movement)|(?:do|get|go|come|bring|that) (?:any |a little |a bit |it )?(?:better|lower|down|closer|less)|best (?:you|price|offer)|"
    r"discount|cheaper|flexib\w*|wiggle|lower|negotia\w*|hoping for|too (?:high|much)|work with (?:me|us)|anything you can do|do anything|take (?:some|anything|something) off|descuento|menos|"
    r"rebaj\w*|mejor precio|over (?:the|their|our) budget|competitive|a little less|sharpen|help (?:us|them) out|bajar\w*)\b"
)
SPLITS = re.compile(r"\b(?:split (?:the|that|it)(?: difference)?|meet (?:me |us |you |them )?(?:in the middle|halfway|half way)|partir la diferencia|a la mitad)\b")
WAIVE_REQUEST = re.compile(r"\b(?:waiv\w+|drop (?:the|that)|without the|skip the|take off the|throw in|remove the|no cobrar|quitar)\b.{0,20}?\b(?P<what>trip|visit|service|travel|diagnos\w*|inspection|call|fee|charge|disposal|fuel|it|that|visita)\b")
UNDOES = re.compile(r"\b(?:cancel\w*|won't need|don't need|no longer|changed (?:their|his|her|our|my) mind|never ?mind|went with|hold off|back out|decided (?:not|against)|can't commit|not authorized|actually,? (?:no|they|we) (?:don't|can't|won't)|actually,? no|too high after all)\b")
TIME_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|morning|afternoon|evening|noon|o'clock|window|a\.?m|p\.?m|next week|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|manana|between|weekend|anytime|then|\d+:\d+|appointment|day|date|time)\b"
)
CONDITIONAL = re.compile(r"\b(?:if|unless|as long as|assuming|provided|depending|si (?:me|le|nos|lo|quita))\b")
BUTS = re.compile(r"\bbut (?:i|we|let me|first|the (?:customer|homeowner))\b")
GRANTS = re.compile(
    r"^(?:(?:yes|yeah|yep|sure|okay|ok|of course|that's (?:fine|okay|no problem)|no problem|absolutely|certainly|they can|we can|understood|alright|perfect|great|si|claro)\b)"
    r"|\b(?:cash is|pay (?:in )?cash|can (?:do|pay)|fine\b|that works|works)\b"
)
MENTIONS_CASH = re.compile(r"\b(?:cash|efectivo|venmo|zelle|check)\b")


def is_accepting(sentence: str) -> bool:
    """Whether one sentence of the agent's accepts, rather than asks or hopes to."""
    if not ACCEPTS.search(sentence) or ASKING.search(sentence):
        return False
    return not (NEGATED.search(sentence) or CONDITIONAL.search(sentence) or BUTS.search(sentence))


def is_committing(text: str) -> bool:
    """Whether acceptance is in words of buying, which need no figure beside them."""
    return COMMITS.search(text) is not None


def is_about_time(sentence: str) -> bool:
    """Whether a sentence speaks of an appointment."""
    return TIME_WORD.search(sentence) is not None


def has_question(text: str) -> bool:
    """Whether any sentence asks something."""
    return any(ASKING.search(sentence) for sentence in sentences(text))
