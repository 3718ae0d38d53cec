"""The closed vocabulary of a yes: whatever stands beside it may mean something else."""

import re

from callbackend.reading.numbers.vocabulary import (
    ARTICLES,
    CENT_WORDS,
    FILLERS,
    HUNDREDS,
    MONEY_WORDS,
    TEENS,
    TENS,
    THOUSANDS,
    UNITS,
    WHOLE_HUNDREDS,
    ZEROS,
)

# Words that say yes, each by itself.
YES_WORDS = frozenset(
    """
    yes yeah yea yep yup ya yah yessir sure fine absolutely definitely certainly gladly exactly
    correct totally bet ok okay okey okie alright right perfect great good cool wonderful excellent
    deal agreed works work doable fair acceptable accept accepted done sold booked confirmed
    affirmative happy reasonable settled aight terrific fantastic awesome lovely
    si sip claro dale va sale orale simon bueno bien correcto exacto perfecto trato hecho acuerdo
    vale listo acepto aceptamos quedamos entro andale mhm hm-mm uh-huh mm-hmm
    can could do make take match honor waive split drop meet
    sounds problem course reserved on
    """.split()
)
# Words that go with a yes and change nothing.
BESIDE_YES = frozenset(
    """
    i we you he it that this thats its us me they them there here i'm i'll i'd we'll we'd we're
    we've you're you've it's it'll it'd that's that'll that'd there's here's let's lets 's 'll 'd
    am are is be been was will would should got get gonna going go has the and so then to for of at
    with in by just still even also too now
    well oh hey hi hello hmm mm look listen man actually honestly really very quite pretty totally
    heck hell boy ha ugh all mean thing things way matter
    sir ma'am maam madam buddy friend sorry dear folks guys
    hold holding held
    agreeable say squeeze done end haggling floor along gets sign cerrado cerrados said golden glad
    pleasure gotcha cheers bud chief hon whole project yours anyway neighborhood area nearby
    slow happen enough twisted twist my arm win yourself talked into live swing
    flat total altogether both together included including everything out cash tax before plus
    shake it's price same work deal
    thanks thank appreciate please welcome bye goodbye soon care day nice
    new customer customers client clients first-time first time neighbor
    que esta este esa eso ese es el la lo le se por pues y en de con son hago dejo hacemos puedo
    puede podemos pueda ser me parece muy todo gracias senora senor amigo asi supuesto como favor
    usted efectivo manana ya ahi ahora hasta luego
    off percent difference trip charge fee service visit waived diagnostic
    """.split()
)
# Words of booking and closing, which may follow a yes; a clause in other words must hold one.
OCCASION = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight morning
    afternoon evening noon week weekend january february march april june july august september
    october november december o'clock address name number zip phone street email when where time
    around minutes hour's come comes coming send sending bring bringing start schedule scheduled
    book booking calendar reserve spot slot ready tech technician crew truck appointment
    confirmation paperwork invoice write writing pencil lunes martes miercoles jueves viernes sabado
    domingo direccion cuando hora media agendo agendado anoto llega nos vemos voy vamos paso espero
    """.split()
)
BOOKING_WORDS = OCCASION | frozenset(
    """
    may am pm a.m p.m mon tue wed thu fri sat sun thing next early open what's what which date
    between after by put down on over there guy team van somebody someone him her his an take need
    like your their our own pick choose do does best anything else lock homeowner how window
    forward looking text help house place home
    """.split()
)
# Words of one who accepts for a customer: who they are, and what they decide.
OF_CUSTOMER = frozenset(
    """
    she she's she'd she'll he's he'd he'll they're they'd they'll they've customer customer's client
    homeowner owner family lady gentleman mr mrs ms miss dr
    ahead hire better case deposit pay paid accepts agreed agrees agree approved approves approve
    proceed hire hired takes
    taking authorized able something any every both each already told said up under keep set move
    forward sign signed price quote offer terms number total on begin rest job as th rd st
    confirm confirming llevo llevamos behalf budget tomamos agendarlo agendelo mandelo mande mandar
    alguien ella el los conforme aceptan acepta
    """.split()
)
NUMBER_WORDS = frozenset(
    {*UNITS, *TEENS, *TENS, *WHOLE_HUNDREDS, *HUNDREDS, *THOUSANDS, *MONEY_WORDS, *CENT_WORDS}
    | {*FILLERS, *ARTICLES, *ZEROS}
    | {"quarter", "half", "bucks", "point", "grand", "ninety-five"}
)
# A number that is more than the pronoun or the article in "this one" and "a good day".
FIGURES = NUMBER_WORDS - FILLERS - ARTICLES - ZEROS - {"one", "once", "point", "half"}
# What makes a part that is not wholly known more than small talk.
CHANGES_MEANING = re.compile(
    r"\b(?:no|not|nope|nah|never|none|nothing|nobody|neither|nor|without|hardly|barely|\w+n't|"
    r"cannot|dont|cant|wont|if|unless|provided|providing|assuming|as long as|so long as|only|once|"
    r"until|till|except|depends?|depending|otherwise|but|though|although|however|yet|whether|"
    r"maybe|perhaps|possibly|probably|might|hopefully|try|hope|wish|guess|doubt|unsure|consider|"
    r"think|ask|check|confirm with|verify|approv\w+|permission|boss|manager|wife|husband|partner|"
    r"owner|dad|father|mother|mom|brother|son|office|dispatch\w*|supervisor|accountant|landlord|"
    r"joking|kidding|funny|joke|dream\w*|laugh\w*|crazy|insane|nuts|ridiculous|broke|starve|"
    r"charity|free|nothing|pal|right\?|pigs|hell|world|theory|lottery|santa|birthday|firstborn|"
    r"kidneys?|"
    r"magic|unicorns?|cheap\w*|less|more|higher|lower|minimum|at least|starting|another|other|"
    r"others|somebody else|someone else|instead|per|each|hourly|hour|figure|while|throw|"
    r"let me|let us|used to|last year|years ago|"
    r"call (?:me|us|back|again)|have to|need to|talk|"
    r"back in|would have|would've|could've|quit|bankrupt|"
    r"si me|pero|solo|siempre que|con tal|jefe|esposa|tal vez|quizas?|depende|nunca|nada|menos|"
    r"mas)\b"
)
# What makes an agent's part of speech more than small talk.
HOLDS_BACK = re.compile(
    r"\b(?:no|not|never|nothing|\w+n't|cannot|dont|cant|wont|if|unless|provided|assuming|"
    r"as long as|only|until|except|depends?|depending|otherwise|but|though|although|however|yet|"
    r"whether|maybe|up to (?:the|them|him|her|my)|one more|another|believe|they'd be|they'd take|"
    r"i'd (?:take|accept)|a day|"
    r"answers?|decision|choos\w*|pick(?:s|ed)?|in the running|\w*runner|records?|file|estimate|"
    r"ballpark|report|e?mail|call (?:her|him|them|you|back)|ring|into account|come back|"
    r"(?:her|his|their) (?:yes|okay|ok|word)|yes from (?:her|him|them)|unfortunately|in writing|"
    r"heard|you hold|list|pencil|make up|mind|hold (?:a|the|my|our) \w+|while|meanwhile|in case|"
    r"tentative\w*|"
    r"may(?! \d)|perhaps|possibly|probably|might|hopefully|hope|wish|guess|unsure|consider|think|"
    r"ask|check|"
    r"verify|approval|permission|decides?|review|compare|consult|discuss|compan\w+|quotes|other|"
    r"others|need to|have to|needs to|has to|supposed|pretend|pero|si me|quizas?|tal vez|depende)\b"
)
# What changes a price even beside a plain yes.
CHANGES_PRICE = re.compile(
    r"\bplus\b(?! tax)|^good for you\b|\bhalf (?:of|the|now|down|up)\b|"
    r"\bwhy not (?:a |\$?\d)|\bto (?:start|begin)\b(?: with)?|"
    r"\b(?:trip|service|visit) (?:fee|charge) "
    r"(?:is )?(?:extra|separate|on top)"
)
REASON_START = re.compile(r"^\s*(?:since|because|cause)\b")
# Fixed turns of speech that hold such a word, and mean nothing by it.
SET_PHRASES = re.compile(
    r"\b(?:no problem(?:o| at all)?|not a problem(?: at all)?|no worries|why not|no doubt|"
    r"no issues?|no big deal|no sweat|no trouble|don't mind|don't worry|not bad|no charge|"
    r"don't see why not|can't (?:complain|argue|say no|argue with that)|"
    r"as low as i (?:can )?go|that's (?:as low|the lowest|my best)(?: as)?(?: i| we)?"
    r"(?: can| could)?(?: go| do)?|"
    r"sin problema|no hay problema|como no|for sure|right now|no tax|for you|"
    r"(?:he|she|the boss|my boss|the owner|my wife|joe|\w+) says"
    r"(?= (?:it|that|that's|we|yes|yeah|ok|okay|fine|sure|\$?\d))|"
    r"no se diga mas|"
    r"but (?=(?:i|we|they|he|she)(?:'ll| will) (?:pay|take|do|accept)\b)|"
    r"but (?=(?:then )?(?:ok|okay|fine|sure|yes|yeah|alright|deal|i'll do|we'll do)\b)|"
    r"(?:let's|we'll|i'll) call it|consider it (?:yours|done|sold|booked|a deal)|"
    r"but (?=that's (?:my|the|our) (?:floor|limit|lowest|best|bottom))|"
    r"i guess(?: so)?|i suppose(?: so)?|see you|you see|"
    r"you know what|"
    r"(?:(?:we|you|you've) )?(?:have|got) (?:a|yourself a) deal|have a (?:good|great|nice) \w+|"
    r"you know|service call|i see|"
    r"you can have (?:it|that)|"
    r"i'll say yes|says? yes|(?:we'd|i'd) love (?:the|to have the) (?:work|job)|"
    r"of course(?! you'?d?\b)|what the heck|you know what|tell you what|if you say so|"
    r"if that's (?:okay|ok|fine|what you want|all)|if you(?:'d)? like|if i (?:have|had) to|"
    r"why don't (?:we|you)|don't tell (?:anyone|anybody|nobody)|plus tax|before tax|"
    r"labor and parts|parts and labor|all in|up front|"
    r"i think (?:we|i)(?= can| could)|think (?:we|i) (?:can|could)|only because it's \w+|"
    r"(?:first|second|one|another) (?:thing|time)|one (?:sec|second|moment))\b"
)
# Where one who had to ask, or to think, comes to a decision, and where they still put it off.
DECIDES = re.compile(
    r"\b(?:you know what|\w+ says? (?:it|that|that's|we|yes|yeah|ok|okay|fine|sure|\$?\d+))\b"
)
HESITATES = re.compile(
    r"\b(?:let me|lemme|hold on|hang on|one (?:sec|second|moment|minute)|dejeme|espere|"
    r"i(?:'d| would) consider)\b"
)
# Words that also only show that somebody listens.
LISTENS = frozenset(
    """
    ok okay okey okie alright right great good cool perfect wonderful excellent bueno perfecto bien
    fine course problem on sounds correct exactly mhm uh-huh mm-hmm can could make take have do
    work works
    """.split()
)
