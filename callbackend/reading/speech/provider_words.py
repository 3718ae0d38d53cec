"""How providers agree, refuse, put off and take back; plain text, English and Spanish."""

import re

SENTENCE = re.compile(r"[^.?!~;]+(?:[.](?=\d)[^.?!~;]+)*[.?!~;]*")
CUT_OFF = re.compile(
    r"(?:--+|[a-z]-|-\s*|\[[^\]]*(?:drop|cut|disconnect|lost|dead|static|end)[^\]]*\]?|"
    r"\([^)]*(?:drop|cut|disconnect|lost|dead|static|end)[^)]*\)?)\s*[.\"]?$"
)
# "Tony! One fifty's fine. Sorry, that was my other guy."
ASIDE = re.compile(
    r"^.*\b(?:sorry,? )?(?:that was|i was talking to|talking to|that's|not you,) (?:for )?(?:my|"
    r"the|"
    r"another|somebody|someone) (?:other )?(?:guy|customer|helper|wife|son|kid|crew|one|else|"
    r"line|coworker|partner)\b[^.?!]*[.?!]"
)
OPENING = re.compile(
    r"^(?:(?:uh|um|er|well|oh|hmm+|mm|look|listen|man|you know|so|i mean|ah|eh|huh|gee|boy|geez|"
    r"jeez|bueno|pues|mira|este|hey|honestly|ugh|shoot|let me see|let's see|hm|\[[^\]]*\]|sir|"
    r"ma'am)\b[\s,.~-]*)+"
)
HARMLESS = re.compile(
    r"\b(?:no problem\w*|not a problem|no worries|why not|no doubt|no issues?|don't see why not|"
    r"won't be a problem|not bad|can't (?:argue|complain|say no|beat that)|no big deal|"
    r"don't worry|don't mind|no trouble|not (?:too )?far|no hay problema|sin problema|"
    r"no se preocupe|como no|no sweat|no trip\w*|no charge|no extra|no fees?|sorry (?:about|"
    r"for) (?:that|the)|wouldn't be a problem|i'm not gonna lie|not gonna lie|don't tell|if not|"
    r"right now|no later|no earlier|no tax)\b"
)
CASH = re.compile(r"\b(?:cash|efectivo|venmo|zelle|check)\b")
NO_START = re.compile(
    r"^(?:no+|nope|nah|naw|negative|never|hell no|heck no|(?:yeah|yes|ya|well|okay|"
    r"ok),?\s+no\b(?!\s+problem)|sorry|uh-uh)\b"
)
NO_ANYWHERE = re.compile(
    r"\b(?:can(?:'t|not| not)|couldn't|could not|won't|wouldn't|not (?:gonna|going to)|"
    r"not happening|too (?:low|cheap|little)|not enough|no way|no can do|no deal|(?:don't|"
    r"do not) think(?: so)?|absolutely not|unfortunately|afraid (?:not|i)|i'd (?:lose|be losing)|"
    r"losing money|lose money|forget (?:it|about)|insult\w*|a joke|get real|no thanks?|"
    r"not interested|i'll (?:have to )?pass|no puedo|no se puede|imposible|muy poco|we don't|"
    r"i don't (?:do|offer|match|negotiate|discount|go|budge|haggle)|take it or leave|good luck|"
    r"in your dreams|(?:call|try|find|get|hire|go with) (?:somebody|"
    r"someone|anybody) else|low ?ball\w*|pigs? (?:\w+ )?fly|that's what (?:everybody|everyone|"
    r"they all)|dream on|(?:ha\W*){2,}|good one|"
    r"very funny|you're kidding|you must be|you kidding|you serious|price is firm|it's firm|"
    r"firm on|non[- ]?negotiable|fixed price|not for (?:that|\d)|isn't (?:gonna|going|enough|"
    r"possible)|not possible|doesn't work|don't work|hard pass|keep (?:looking|dreaming)|"
    r"way (?:off|low)|lo siento|para nada|ni (?:loco|modo|hablar)|nel|not (?:at|for) that price|"
    r"(?:is|that's) a problem|never)\b"
)
SARCASM = re.compile(
    r"^(?:yeah,? right|sure,? (?:buddy|pal|jan)|right,? (?:sure|yeah)|oh,? sure|as if|"
    r"yeah,? sure,? (?:and|right)|very funny|that's (?:cute|funny|hilarious)|oh yeah,? (?:right|"
    r"sure)|yeah yeah|sure,? and i'm|sure,? when (?:pigs|hell|i))\W*"
)
HEDGE = re.compile(
    r"\b(?:maybe|dunno|ehh+|tough|stretch|tight|difficult|pushing it|a lot to ask|iffy|huh|"
    r"not certain|hold the line|bear with|i'll tell you|on hold|(?:please|can you|"
    r"could you) hold|still (?:checking|looking|asking)|"
    r"possibly|perhaps|let me (?:ask|check|see|think|talk|call|look|get|run|consult|"
    r"find|know what)|(?:have|need|want|got|like) to (?:ask|check|see|talk|look|think|run|call|"
    r"speak|consult|confirm)|gotta (?:ask|check|see|talk|look)|ask (?:my|the) (?:boss|manager|"
    r"owner|partner|husband|wife|brother|guy|dad|father)|check with|call (?:you|ya) back|"
    r"call back|get back to|not sure|unsure|depends|might|probably|we'll see|i'll (?:see|think|"
    r"have to|need to|ask|check|run|talk|let you know)|think (?:about|on|it over)|hang on|hold on|"
    r"one (?:sec|second|moment|minute)|could be|i don't know|hard to say|send (?:me|us|over)|"
    r"email|text (?:me|you)|see it first|breaking up|hello\?|can you hear|come (?:see|look|"
    r"out and look)|take a look first|the owner|my boss (?:would|has|will|isn't|handles)|"
    r"not my call|up to (?:my|the)|above my|only the (?:owner|manager)|tal vez|quizas|quiza|"
    r"dejeme|deje (?:le )?pregunt\w+|a ver|lo pienso|pensar\w*|no se\b|tengo que|depende|"
    r"consult\w+|le llamo|le hablo|what (?:did|do) you|say (?:that )?again|come again|repeat that|"
    r"didn't catch|who is this|i suppose it depends|can't promise|no promises|would have to|"
    r"we could talk|talk about it|try\b|hopefully|when (?:i|we) (?:see|get)|once (?:i|we) (?:see|"
    r"look)|if (?:i|we) (?:see|look)|in person)\b"
)
SPOKE_FOR = re.compile(
    r"\b(?:(?:he|she|boss|they|owner|manager|wife|dad|jefe) (?:says?|said|is (?:ok|okay|good|"
    r"fine)|gave|dice|dijo)(?: it's| that's| we| yes| yeah| ok| okay| fine| que si| sure|"
    r" we're)?)\b"
)
AGREED = re.compile(
    r"\b(?:deal|you(?:'ve)? got (?:it|a deal|yourself)|(?:sounds|seems) (?:good|fair|great|fine|"
    r"right|reasonable|like a)|(?:that|it|this|which) (?:still )?(?:works|will work|would work|"
    r"could work|can work|does it|should work|should be fine)|(?:that|it|this)'(?:ll|d) (?:work|"
    r"do|be (?:fine|ok|okay|good|great))|works(?: (?:for|with) (?:me|us))?\W*$|works for (?:me|"
    r"us)|(?:i|we) (?:can|could|will|would|guess i can|suppose i can) (?:do|live with|make|accept|"
    r"take|go with|handle|match|swing|work with|manage) (?:that|it|this)|(?:i|we)'(?:ll|d) (?:do|"
    r"take|accept|match|go with|honor|be (?:ok|okay|fine|good|happy)) (?:it|that|this|the|with)|"
    r"let's (?:do|go with|book|call it)|i'll take it|fair enough|done\b|twisted? my arm|you win|"
    r"agreed|make (?:it|that) (?:work|happen)|(?:i'm|we're|am|are) (?:good|ok|okay|fine|cool|"
    r"happy|alright) with|(?:good|fine|okay|ok|happy) with (?:that|it|me|us)|happy to|(?:that|it|"
    r"price) ?(?:'s|is|would be|'d be) (?:just |totally |perfectly |all )?(?:fine|good|fair|ok|"
    r"okay|alright|right|doable|acceptable|correct|perfect|great|cool|a deal)|esta bien|"
    r"de acuerdo|trato|hecho|me parece|si puedo|si se puede|se lo (?:dejo|hago)|lo hago|quedamos|"
    r"le entro|va que va|can do\b|will do|booked|you're (?:on|booked)|why not|can't say no|(?:we|"
    r"i)'ll (?:make it|call it)|could do that|we have a deal|it's a deal|sold|i'm in|"
    r"see you (?:then|on|tomorrow)|i accept|i'll say yes|we accept|accept (?:that|it)|"
    r"for you,? (?:yes|yeah|"
    r"sure|ok|okay)|go ahead and (?:book|schedule)|put you (?:down|on(?! hold))|(?:it|"
    r"that) can be done|"
    r"no problem(?:o)?|not a problem)\b"
)
YES_START = re.compile(
    r"^(?P<word>yes|yeah|yea|yep|yup|ya|yah|yessir|sure|fine|absolutely|definitely|of course|"
    r"certainly|you bet|si|sip|claro|dale|va|sale|orale|simon|affirmative|totally|gladly|exactly|"
    r"correct|that's (?:right|correct|it)|uh-?huh|mhm|mm-?hmm|bet|correcto|exacto|asi es|eso es|"
    r"por supuesto|perfecto|for sure|i guess(?: so)?|i suppose(?: so)?|ok|okay|alright|all right|"
    r"right|perfect|great|good|cool|why not|no problem|not a problem|excellent|bueno)\b"
)
# A yes that ends the sentence, and a yes that answers some other question.
YES_END = re.compile(
    r"(?:,|\bbut)\s*(?:then )?(?:sure|yes|yeah|okay|ok|fine|alright|deal|why not|si|"
    r"esta bien)[\s.!~]*$"
)
YES_TO_ELSE = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|si|okay|ok|right|correct),? (?:we (?:do|have|are|offer|serve|"
    r"service)|we're|this is|it is|he is|he's|they're|i'm (?:here|still|the)|that is (?:me|us)|"
    r"speaking|i (?:am|do|have|know|hear|get (?:that|it|asked)|bet)|what about)\b|^(?:good|"
    r"great) (?:question|luck|point|lord|grief|god|morning|"
    r"afternoon)\b"
)
GOODBYE = re.compile(
    r"\b(?:bye|goodbye|take care|have a (?:good|great|nice)|adios|hasta luego|thanks for calling|"
    r"good day)\b"
)
CONDITION = re.compile(
    r"\b(?:if|as long as|provided|assuming|unless|only (?:if|for|on|when)|so long as|"
    r"on (?:the )?condition|on one condition|cash (?:only|though|price|deal|money)|(?:in|for|"
    r"with) cash|si (?:me )?(?:paga\w*|es en|pagan|lo)|siempre que|con tal|pero|but|except|"
    r"in which case|then you|when you pay|you(?:'d| would)? have to|you'd need to|en efectivo)\b"
)
BARE_CONDITION = re.compile(
    r"^(?:(?:only|just|yeah|yes|sure|ok|okay|maybe|not unless)[,\s]+)*(?:if (?:they|you|it's|we|"
    r"he|she)|as long as|provided|only if|si (?:me )?(?:pagan?|es)|for cash|in cash|cash only|"
    r"con efectivo)\b(?!.*\d)"
)
POLITE_CONDITION = re.compile(
    r"\bif (?:that(?:'s| is)? (?:works|what|okay|ok|fine|all|good|helps)[^.,;?!]*|you(?:'d|"
    r" would)? like|you want(?: me)? to[^.,;]*|you say so|i (?:have|had) to|you(?:'re| are) (?:ok|"
    r"okay|happy|good|fine|ready)[^.,;]*|it (?:helps|makes)[^.,;]*|it's ok\w*|not)|\bbut (?:ok|"
    r"okay|fine|sure|yes|yeah|alright|i'll|i can|we can|we'll|deal|that's (?:fine|it|my|the|"
    r"as low|all|rock)|don't|you|no lower|that is|only because|just (?:this|for)|thanks)\b"
)
ASKS_BACK = re.compile(r"\?\W*$")
BOOKING = re.compile(
    r"\b(?:address|name|number|when|what time|what day|tomorrow|day|time|where|schedule|book|"
    r"anything else|okay|ok|good|deal|direccion|nombre|cuando|send|zip|start|come|morning|"
    r"afternoon|email)\b"
)
# What a provider says who takes the job for given.
BOOKS = re.compile(
    r"\b(?:see (?:you|ya|them|him|her)|(?:be|right|head\w*) (?:there|over)|on my way|"
    r"put (?:you|him|her|them) (?:down|on|in)|you're (?:all set|booked|on|down)|"
    r"(?:what's|gimme|give me|need|text me|have) (?:the|your|an|that|their) "
    r"(?:address|name|number|street)|where (?:you at|are you|is (?:it|this|the))|"
    r"(?:i'll|we'll|i can|we can) (?:send|have (?:somebody|someone|a)|come|swing|get (?:somebody|"
    r"someone)|order|bring|book)|when (?:do|can|should|would) (?:you|we|i|they)|what (?:day|time)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|bring it|los? espero|esperamos|"
    r"nos vemos|ahi (?:estamos|llego))\b"
)
PUTS_IT_OFF = re.compile(
    r"\b(?:if|unless|let (?:me|us) know|call (?:us|me|back)|ready|decides?|whenever|"
    r"\w+n't|not|no|but|before|until|si me|avise\w*)\b"
)
REFUSES_JOB = re.compile(
    r"\b(?:we don't (?:do|service|serve|go|cover|work|offer|handle|give|quote|take)|i don't (?:do|"
    r"service|go|talk|work|give|quote|take)|not interested|don't call|do not call|stop calling|"
    r"take (?:me|us) off|remove (?:me|us|my)|booked (?:solid|up|out)|fully booked|no availability|"
    r"not taking|wrong number|out of (?:our|my) (?:area|range)|outside (?:of )?(?:our|my)|too far|"
    r"can't help|cannot help|retired|don't talk to|don't do business|no trabajamos|no hacemos|"
    r"no nos interesa|no me interesa|no llame|lose (?:this|my) number|not something we|we only do|"
    r"don't have (?:time|anyone|anybody|room)|can't (?:take|fit)|too busy|(?:is|are) you a robot|"
    r"is this a robot)\b"
)
WAIVES = re.compile(
    r"\b(?:waive[ds]?|waiving|no charge for|won't charge|throw in|throw that in|eat the|skip the|"
    r"drop the|forget the|forgo|knock off the|lose the|no trip|no service|no cobro|sin cobrar|"
    r"without the (?:trip|service|fee)|take (?:off|out) the|not charge|free of charge|on me|"
    r"on the house|le quito|perdono)\b"
)
CHARGES_NOT = re.compile(
    r"\b(?:not|won't|never)(?: gonna| going to)? charge (?:you |them |her |him )?"
    r"(?:that|it|for (?:that|it|the \w+))\b|\b(?:not charging|skipping|i'll skip|no extra|"
    r"don't worry about (?:it|that)|forget (?:about )?it|(?:don't|won't|wouldn't) need (?:one|"
    r"it)|there's no (?:fee|charge)|"
    r"(?:don't|not) (?:count|add|apply) (?:it|that))\b"
)
WAIVES_IF = re.compile(
    r"\b(?:waive\w*|free|no charge|credited?)\b[^.?!]{0,12}\b(?:if|when|with|once|as long|"
    r"should|for (?:\w+ )?(?:members|customers|clients|regulars))\b|\bif\b[^.?!]{0,40}\bwaive\w*|"
    r"(?:we|i) (?:usually |sometimes |can |could )waive|"
    r"\b(?:waive|drop|skip) (?:\w+ ){1,3}(?:for (?:members|regulars)|if)"
)
MISTAKEN = re.compile(
    r"\b(?:scratch that|correct (?:that|it|this)|disregard|ignore that|misspoke|i meant|"
    r"my mistake|correction|i was wrong|let me correct|"
    r"wrong (?:line|sheet|price|column)|that's wrong|me equivoque|i said (?:it )?wrong|"
    r"looking at the wrong|misread|typo|strike that|i take that back)\b|^(?:oh,? )?(?:sorry|"
    r"perdon)\b"
)
