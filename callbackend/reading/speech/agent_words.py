"""How the agent accepts, offers, puts off and declines; plain text, English and Spanish."""

import re

GOOD_TO_KNOW = re.compile(
    r"\b(?:good|great|nice|helpful) to (?:know|hear|have)\b|\bgood (?:point|question|price|"
    r"quote)\b|\btake (?:that|it|this) (?:as|back|to|up with|under)\b"
)
ACCEPTS = re.compile(
    r"\b(?:(?:customer|client|homeowner|they|he|she|owner) (?:has |have |gladly |"
    r"happily )?(?:accepts?|"
    r"accepted|agrees|agreed|takes? (?:it|that|this|the)|is happy with|will take)|"
    r"(?:we|i|they|he|she)(?:'ll| will|'d like to| would like to| want to|"
    r"'d love to) (?:take|do|go with|go for|accept|book|go ahead|proceed|hire)|says? go\b|"
    r"(?:that|it|this)(?:'ll| will) (?:work|do)\b|"
    r"(?:it's |you have |we have |"
    r"you've got |that's )?a deal|^deal|deal\b|let's (?:do|book|go|lock|schedule|get|set|move|"
    r"proceed|make|call it)|(?:^|please,? |and |[,;] |(?:ok|okay|great|alright|perfect|"
    r"good|yes|sure|fine|wonderful|excellent|thanks|then) )(?:book|schedule|reserve) (?:it|us|"
    r"that|them|him|"
    r"her|the|this)|go ahead|works|(?:we|i) (?:accept|agree (?:to|with|on))|"
    r"accepted|agreed|(?:is|'s|are|sounds|sound|"
    r"seems|would be|'ll be) (?:just |totally |perfectly |absolutely )?(?:fine|good|great|okay|ok|"
    r"perfect|acceptable|fair|excellent|wonderful|reasonable|alright|agreeable)\b|we're (?:good|"
    r"fine|okay|ok|happy|set) (?:with|at)|(?:good|okay|ok|happy|fine|comfortable) with|sold|"
    r"done\b|put (?:us|them|him|her|me) (?:down|on)|lock (?:it|that|this) in|go with (?:you|that|"
    r"it|this|\d|your)|(?:we|i|they) (?:can|could) (?:do|pay|accept|live with) "
    r"(?!you|that if)(?:[$](?=\d))?|says yes|yes,? please|"
    r"i'll book|please (?:schedule|book|send|go|come|put)|"
    r"(?<!can )(?<!could )(?<!would )do it\b|it is\b|esta bien|de acuerdo|"
    r"lo tomamos|aceptamos|acepto|trato|hecho|me parece|vamos a (?:hacer|agend)|agend\w+|"
    r"lo acepta\w*|adelante|perfecto,? (?:\d|quedamos)|quedamos|we'd be happy|you're hired|"
    r"(?:got|have) the job|job(?:'s| is) yours|hired|"
    r"consider it (?:a deal|done|booked|sold)|see you (?:then|on|tomorrow|\w+day)|confirmed|booked|"
    r"i can confirm|sign (?:us|them|"
    r"me) up|count (?:us|them) in|send (?:someone|somebody|him|them (?:over|out|on)|the (?:guys?|"
    r"techs?|crew|team|man))|come (?:on )?over|"
    r"on (?:the|your) schedule|(?:say yes|a yes)(?: to| from|[.,!]|$)|please proceed)\b"
)
# Words that accept a price which the agent repeats beside them.
ASSENTS = re.compile(
    r"\b(?:yes|deal|agree|agreed|accept\w*|approved?|happy|proceed|book|schedule|job|hired|done|"
    r"sold|works?|(?:'ll|will) pay|(?:as|like) (?:we|i|you) (?:said|agreed)|please come|(?:good|"
    r"fine|okay|ok) (?:with|for|by)|va|dale|sale|acepto|trato)\b"
)
COMMITS = re.compile(
    r"\b(?:deal|take (?:it|that)|let's (?:do|book|go|lock|schedule|get|proceed|move)|go ahead|"
    r"book(?:ed)?|accept\w*|agreed|sold|lock|go with|hired|lo tomamos|aceptamos|trato|hecho|"
    r"de acuerdo|agend\w*|(?<!can )(?<!could )(?<!would )do it|"
    r"schedule (?:it|that|us|them)|put (?:us|them|her|him) (?:down|on)|see you|"
    r"send (?:someone|somebody|him|them (?:over|out|on)|the (?:guys?|techs?|crew|team|man))|sign|"
    r"please (?:come|send)|yes to|a yes|proceed)\b"
)
# "85 works, can you come at four?": a question about the visit takes nothing back.
VISIT_QUESTION = re.compile(
    r"[,;-]\s*(?:and |so |then )?(?:when|what (?:time|day)|how soon|(?:can|could|would) (?:you|"
    r"he|she|"
    r"they|someone|somebody) (?:be able to )?(?:come|start|send|be (?:there|here))|are you "
    r"(?:available|free))\b.*$"
)
ASKING = re.compile(
    r"\?\W*$|^(?:(?:so|and|but|okay|ok|well|hmm+|um|uh|alright|all right|great|i see|got it|"
    r"understood|then|hi|hello|please|what if|that's fair|thanks|pues|entonces|y)[\s,]+)*(?:could|"
    r"can (?:you|we|they|i|it|that)|do (?:you|we|they)|would|will|does|did|is|are|was|how about|"
    r"what about|what if|any chance|any way|is there|are you|what would|how much|puede|podria|"
    r"podrian|lo haria\w*|que tal|seria|me lo|acepta\w*|lo deja\w*|haria\w*|whats|what's|how|when|"
    r"what)\b|\b(?:could you|would you|can you|would (?:that|\$?\d+|it) (?:work|be)|does (?:that|"
    r"it) work|how about|what about|are you able|think you could|be able to|would they|could we|"
    r"can we|any chance|puede hacerlo|podria)\b"
)
CLARIFIES = re.compile(
    r"\b(?:is that|was that|did you say|includ\w*|does (?:that|it|the) (?!work)|the best|"
    r"your best|best (?:you|price)|hold (?:that|the|it)|so you said|you (?:said|quoted|mentioned)|"
    r"cover\w*|(?:before|plus|with) tax\W*$|each\b|per hour|incluye|is (?:this|the) \$?\d|"
    r"flat rate|good for how long|good until|still|why|up front|what makes|break (?:that )?down|"
    r"come from|is it (?:always|really)|firm)\b"
)
WORKS_QUESTION = re.compile(
    r"\b(?:does|would|will|could|can) (?:that|it|this|you (?:do|match|accept|meet|take|manage|"
    r"work with)) ?(?:work|that|it|this|be (?:ok|okay|possible|fine|doable|fair)|for)?\b|"
    r"\bis that (?:ok|okay|doable|possible|fair|good|something|workable|acceptable)\b|\bdeal\?|"
    r"\bok(?:ay)?\?|\bwork for you\b|\bpossible\?|\bsound (?:good|fair|ok\w*)\b|\bagreed\?|"
    r"\bcan we (?:do|say|agree|shake)\b|\bto (?:confirm|be clear)\b|\bpuede\b|\bseria posible\b|"
    r"\bestaria bien\b"
)
CONFIRMS = re.compile(
    r"\b(?:to confirm|confirming|then\b|it is\b|so (?:we're|that's|it's)|we're (?:at|set|agreed)|"
    r"settled|then we)\b"
)
MATCHES = re.compile(
    r"\b(?:match|meet|do|accept|take|igualar|honor|work with) (?:that|it|this|the same|their|his|"
    r"those|lo)\b|\bmatch\b|\bfor that\b|\b(?:would|does|could|will) that (?:work|be)\b|"
    r"\bigualar\w*\b|\bis that (?:possible|doable|okay|ok|workable|something)\b"
)
BEATS = re.compile(
    r"\b(?:beat|better|lower|under|below|cheaper|within|come (?:in )?(?:under|below)|stay)\b"
)
PUTS_OFF = re.compile(
    r"\b(?:get back to|check with|(?:have to|need to|let me|i'll|must|going to|gonna|want to|i'd|"
    r"like to|should|would) (?:\w+ )?(?:ask|check|run|talk|consult|discuss|speak|confirm with|"
    r"think|compare|see (?:what|if))\b(?! (?:for|you))|run (?:it|this|that) by|call you back|"
    r"call back|see what (?:they|he|she)|think about it|think it over|if (?:the|they|he|she|"
    r"my) (?:\w+ )?(?:agrees?|wants?|goes|go with|books?|hires?|chooses?|picks?|signs?|approves?|"
    r"accepts?|likes?|says?|decides?|are|is|okays?|want)|"
    r"consult\w*|sleep on it|compare|other quotes|shop around|few more calls|a decision|decide|"
    r"once (?:i|they|the|we)|pending|le (?:consulto|pregunto)|consultar|subject to|"
    r"would need (?:their|his|her)|wait for|approv(?:e|es|al)|sign off|"
    r"(?:can't|cannot|not able to|unable to|not allowed to) (?:\w+ )?(?:book|commit|confirm|agree|"
    r"schedule|say yes)|(?:final|last) (?:say|word)|without (?:the|their|his|her) (?:\w+ )?(?:word|"
    r"ok|okay|say|consent|go)|"
    r"leave (?:\w+ )?open|yes or no|(?:signs?|signed) off|"
    r"(?:has|have|needs?) to (?:agree|okay|ok|decide|confirm|say yes)|hold (?:that|the) (?:price|"
    r"quote)|not (?:able|"
    r"authorized|allowed) to|gathering|collecting|just (?:a )?quotes?|just looking)\b"
)
# A price that is read back, and is to be held: a yes to it is one to the price.
ASKS_TO_HOLD = re.compile(
    r"\b(?:could|can|would|will) you (?:please )?(?:still )?hold (?:that|it|this)(?: price)?"
    r"(?: (?:until|till|through|for) [^?~]{1,40})?(?=\?)"
    r"|\b(?:(?:me )?lo )?(?:podria|puede) mantener (?:ese precio )?(?:hasta [^?~]{1,40})?(?=\?)"
    r"|\b(?:lo mantiene|y lo mantiene hasta [^?~]{1,40})(?=\?)"
)
PASSES_ON = re.compile(
    r"\b(?:pass (?:this|that|it|them|those|your|the|along|on)|let (?:them|the|him|her|my|"
    r"our) ?(?:\w+ )?know|be in touch|tell (?:them|the|him|her|my)|share (?:this|that|it|your)|"
    r"relay|report (?:back|this|that)|note (?:that|it|this)|noted|forward (?:this|that|it)|"
    r"le (?:aviso|digo|paso|comento|informo)|se lo (?:paso|digo|comento)|avisar\w*|"
    r"present (?:this|that|it)|take (?:this|that|it) (?:back|to)|send (?:the|this|that|your|"
    r"them the) (?:quote|price|number|figure|offer|info\w*)|present \$?\d|write (?:that|it) down)\b"
)
DECLINES = re.compile(
    r"\b(?:over (?:the|their|our|his|her|budget)|out of (?:budget|their|our)|too (?:high|much|"
    r"expensive|steep|rich)|we'll (?:have to )?pass(?! (?:this|that|it))|we'll pass\W*$|"
    r"no,? thanks?|no thank you|cancel\w*|won't (?:need|be)|can't (?:do|go|pay|afford|accept|make|"
    r"commit)|cannot (?:do|pay|afford|accept|commit)|more than (?:they|we|the|he|she|i)|(?:isn't|"
    r"not) possible|went with|going with (?:someone|another|somebody)|never ?mind|look elsewhere|"
    r"try (?:someone|somebody|another|elsewhere)|not going to|doesn't work|won't work|no longer|"
    r"changed (?:their|his|her|our) mind|hold off|decided (?:not|against)|es mucho|muy caro|"
    r"no gracias|back out|i was wrong|that won't)\b"
)
ASKS_LESS = re.compile(
    r"\b(?:any (?:room|wiggle|flexib\w*|discount|chance|way|give|movement)|(?:do|get|go|come|"
    r"bring|that) (?:any |a little |a bit |it )?(?:better|lower|down|closer|less)|best (?:you|"
    r"price|offer)|discount|cheaper|flexib\w*|wiggle|lower|negotia\w*|hoping for|too (?:high|"
    r"much)|work with (?:me|us)|anything you can do|do anything|take (?:some|anything|"
    r"something) off|descuento|menos|rebaj\w*|mejor precio|over (?:the|their|our) budget|"
    r"competitive|a little less|sharpen|help (?:us|them) out|bajar\w*)\b"
)
OFFERS_MORE = re.compile(r"\bif (?:i|we|they|he|she)(?:'d|'ll)? (?:paid|pay|pays|offer\w*)\b")
SPLITS = re.compile(
    r"\b(?:split (?:the|that|it)(?: difference)?|meet (?:me |us |you |them )?(?:in the middle|"
    r"halfway|half way)|partir la diferencia|a la mitad)\b"
)
WAIVE_REQUEST = re.compile(
    r"\b(?:waiv\w+|(?:drop|forget) (?:the|that)|without the|skip the|take off the|"
    r"throw in|remove the|"
    r"no cobrar|quitar)\b.{0,20}?\b(?P<what>trip|visit|service|travel|diagnos\w*|inspection|call|"
    r"fee|charge|disposal|fuel|it|that|visita)\b"
)
DROPPED = re.compile(
    r"\b(?:(?:line|call|connection) (?:\w+ )?(?:to have |has |was )?(?:dropped|cut|disconnected|"
    r"died|"
    r"went dead|is dead|failed)|lost (?:you|the (?:call|line|connection))|are you (?:still )?there|"
    r"can you (?:still )?hear me|se corto)\b|^hello\?"
)
CONTENT = re.compile(
    r"(?:(?:oh|ok|okay|alright|all right|well|yes|yeah|sure|so|then|very|bueno|muy|that's|it's)"
    r"[\s,.!~]+)*(?:fine|great|perfect|excellent|wonderful|good|perfecto|"
    r"bien)(?:[\s,]+then)?[\s.!~]*"
)
# What may be left open without leaving the price open.
MAY_WAIT = re.compile(r"\b(?:dates?|what day|which day|what time|the time|address|gate|code|key)\b")
TIME_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|morning|afternoon|"
    r"evening|noon|o'clock|window|a\.?m|p\.?m|next week|lunes|martes|miercoles|jueves|viernes|"
    r"sabado|manana|between|weekend|anytime|then|\d+:\d+|appointment|day|date|time)\b"
)
GRANTS = re.compile(
    r"^(?:(?:okay|ok|alright|great|perfect)[,.\s]+)?(?:(?:yes|yeah|yep|sure|of course|"
    r"that's (?:fine|okay|no problem)|no problem|absolutely|certainly|(?:they|we) can(?!')|they'll|"
    r"we'll|si|claro)\b)|\b(?:cash is|pay (?:in )?cash|can (?:do|pay)|fine\b|that works|works)\b"
)
SETTLES = re.compile(r"\b(?:then|deal|agreed|it is|settled?|go with|lock|book|shake|do we have)\b")
MENTIONS_CASH = re.compile(r"\b(?:cash|efectivo|venmo|zelle|check)\b")
ABOUT_PRICE = re.compile(r"\b(?:for that|price|match|do it|do that|total|all in|deal|better)\b")
ASKS_AGAIN = re.compile(
    r"\b(?:was that|did you say|you said|come again|say that again|repeat|didn't catch|"
    r"is that \$?\d|that's \$?\d+\?|sorry\?)\b"
)
# "Okay, 350" after haggling: it counts once the provider says okay, too.
OKAY_FIRST = re.compile(r"^(?:okay|ok|alright|all right|fine|yes|yeah|sure|great|perfect|good)\b")
