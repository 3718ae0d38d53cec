"""Small English grammar: the second person, plurals, and passives of what people ask for."""

import re
from functools import cache

PERSONS = (
    (r"\bi am\b|\bi'm\b|\bim\b|\bwe are\b|\bwe're\b", "you are"),
    (r"\bi was\b|\bwe were\b", "you were"),
    (r"\bi wasn't\b|\bwe weren't\b", "you weren't"),
    (r"\bi'm not\b", "you are not"),
    (r"\bam i\b", "are you"),
    (r"\bi've\b|\bive\b|\bwe've\b", "you have"),
    (r"\bi'd\b|\bwe'd\b", "you would"),
    (r"\bi'll\b|\bwe'll\b", "you will"),
    (r"\b(?:i|we|me|us)\b", "you"),
    (r"\b(?:my|our)\b", "your"),
    (r"\b(?:mine|ours)\b", "yours"),
    (r"\bmyself\b", "yourself"),
    (r"\bourselves\b", "yourselves"),
)
SECOND_PERSON = tuple((re.compile(source, re.IGNORECASE), word) for source, word in PERSONS)

# Verbs of requests and of what is the matter, in their base form.
VERBS = frozenset(
    "accept act add adjust annoy appear ask assemble attach back backfire bang beat beep beg "
    "begin bend bite bleed blink block blow boil bother bounce break bring bubble buckle build "
    "bulge burn burst buzz call carry catch cause change charge check chew chirp clank clatter "
    "clean clear click climb clog close clunk collapse come connect cool cover crack crawl creak "
    "creep crumble crunch cut deliver die dig dim disconnect do drag drain dribble drift drip "
    "drive droop drop dry dump eat emit empty erode expect expire fade fail fall feel fell fill "
    "find finish fit fix flake flash flicker flip flood flop flush foam fray freeze get give glow "
    "gnaw go grind groan grow gurgle gush hang hate haul have hear heat heave help hesitate hide "
    "hiss hit hold hook hop hope howl hum idle inspect install invade itch jam jerk jiggle jolt "
    "jump keep kick knock know latch lay leak lean leave let level lift light limp live load lock "
    "look loosen lose love lurch make manage mean melt miss moan mold mount move mow need nest "
    "ooze open organize overflow overheat pack paint patch pay pee peel pick plant play plow plug "
    "point pool pop pour prefer pressure prune pull pump push put quit rain ran rattle reach read "
    "rebuild recommend refinish refuse rekey remember remodel remove repair replace require reset "
    "rewire ride ring rip rise roar rock roll rot rub run rust sag say scrape scratch scream "
    "screech scrub scurry seal see seem seep sell send service set settle shake shampoo shift "
    "shimmy shine shock short show shudder shut sink sit skip slam slide slip slope smell smoke "
    "snag snap soak sound spark spew spin spit splash split spray sputter squeak squeal stain "
    "stall stand start stay steam stick sting stink stop stretch strip stutter surge swap swarm "
    "sway sweat sweep swell swing swirl switch take tap taste tear tell thaw think thud thump "
    "tick tile tilt tip touch tow treat trickle trim trip try turn twist unclog undo unfreeze "
    "unjam untangle use vacuum vibrate want warp wash wear weep whine whir whistle wiggle wilt "
    "wire wish wobble work".split()
)
THIRD_PERSON = {"have": "has", "do": "does", "go": "goes"}
CONTRACTIONS = {
    "wont": "won't", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "werent": "weren't", "cant": "can't",
    "couldnt": "couldn't",
    "shouldnt": "shouldn't", "wouldnt": "wouldn't", "hasnt": "hasn't", "havent": "haven't",
    "hadnt": "hadn't", "theres": "there's", "thats": "that's", "whats": "what's", "im": "I'm",
    "ive": "I've", "youre": "you're", "theyre": "they're", "w": "with", "w/": "with",
    "w/o": "without", "ya": "you", "u": "you", "&": "and", "bc": "because", "cuz": "because",
    "thru": "through",
    "rn": "right now", "pls": "please", "plz": "please", "appt": "appointment", "bldg": "building",
    "ur": "your", "gonna": "going to", "wanna": "want to", "gotta": "have to", "outta": "out of",
    "tho": "though", "til": "until", "till": "until",
}  # fmt: skip
WORDS = re.compile(r"(?<![\w'’/&])(?:[A-Za-z]+|w/o?|&)(?![\w'’/])")
ITS = re.compile(
    r"\bits (?=(?:not|a|an|the|been|getting|leaking|making|broken|stuck|dead|still|always|really|"
    r"so|very|too|full|fine|ok|okay|all|just|only|cold|hot|old|in|on|at|like|\w+ing)\b|\d)",
    re.IGNORECASE,
)

# Verbs that end a job: "fix my toilet" becomes "your toilet needs to be fixed".
IRREGULAR_PARTICIPLES = {
    "build": "built", "cut": "cut", "hang": "hung", "put": "put", "redo": "redone", "do": "done",
    "rewire": "rewired", "run": "run", "sweep": "swept", "tear": "torn", "take": "taken",
    "make": "made", "grind": "ground", "dig": "dug", "rebuild": "rebuilt", "lay": "laid",
    "set": "set", "mow": "mowed", "spray": "sprayed", "shovel": "shoveled", "get": "gotten",
    "rehang": "rehung",
}  # fmt: skip
REGULAR_VERBS = frozenset(
    "add adjust cover degrease grade regrade hose reroof rescreen reupholster resod organize "
    "aerate assemble bleed caulk change check clean clear connect convert copy deliver demolish "
    "design diagnose disconnect dispose drain duplicate exterminate fertilize fix flush frame "
    "fumigate haul hook inspect install insulate level load lubricate mend mount move mulch open "
    "pack paint patch plant plaster plow polish pressure-wash prime program prune rake reattach "
    "recaulk recharge refinish reface refresh regrout reinstall rekey relocate remove renovate "
    "reorganize repaint repair replace repipe reseal reset resurface retile rotate sand sanitize "
    "scrub seal secure service shampoo sharpen ship snake stain steam strip swap test tile till "
    "tighten tow transport treat trim trap tune unblock unclog unload unlock update upgrade "
    "vacuum wallpaper wash wax weatherproof weatherstrip weed winterize wire wrap".split()
)
DOUBLED = frozenset(
    "program unclog swap trim trap strip scrub unplug mop wrap weatherstrip".split()
)
PARTICLES = frozenset("up down in out off away over together".split())
PARTICLE_VERBS = frozenset(
    "hook hose put clean clear haul take set tear tune pull cut move touch rip wash".split()
)
ADDING_VERBS = frozenset("add assemble build design hang install make mount plant put run".split())
MASS_NOUNS = frozenset(
    "ethernet sod mulch carpet molding moulding wallpaper turf drywall insulation siding grass "
    "flooring "
    "furniture trim tile drainage lighting fencing laminate gravel concrete wainscoting power "
    "junk snow debris hardwood".split()
)
EVENT_NOUNS = frozenset(
    "raccoon squirrel skunk snake possum bird bat leak crack hole nest stain dent drip noise "
    "smell clog estimate quote inspection clean cleaning check cleanup painting installation "
    "install removal repair replacement service change assembly trimming mounting treatment "
    "maintenance job infestation problem issue lockout".split()
)
UNOWNED = (
    frozenset(
        "mice ants bees wasps hornets rats roaches cockroaches termites bugs spiders fleas "
        "squirrels raccoons snakes bats moths droppings gophers moles flies mosquitos "
        "mosquitoes roots weeds holes cracks leaks shingles jackets stains services repairs "
        "jobs things movers".split()
    )
    | MASS_NOUNS
)
DETERMINERS = frozenset(
    "no not bad low a an the my our your his her their this that these those some all any both "
    "every each two three four five six seven eight nine ten several one".split()
)
HEAD_END = re.compile(
    r"\s+(?:in|on|at|of|for|with|by|under|near|from|to|behind|that|which|above|below|over|around|"
    r"next|all|i|you|we|between|up|down|across|along|against|living|leaning|growing|never|inside|outside|where|who|after|before|because|into|off|through|so|since)\b",
    re.IGNORECASE,
)


def spelled_out(text: str) -> str:
    """The text with its apostrophes, and without shorthand: "wont" is "won't"."""

    def said(found: re.Match[str]) -> str:
        word = CONTRACTIONS.get(found[0].lower())
        if word is None:
            return found[0]
        return word[0].upper() + word[1:] if found[0][0].isupper() else word

    return ITS.sub("it's ", WORDS.sub(said, text))


def singular_form(verb: str) -> str | None:
    """The third person of a verb ("leak": "leaks"), if it is one that we know."""
    small = verb.lower()
    return _third_person(small) if small in VERBS else None


@cache
def _bases() -> dict[str, str]:
    known = VERBS | REGULAR_VERBS | IRREGULAR_PARTICIPLES.keys()
    return {form: verb for verb in known for form in (verb, _third_person(verb))}


def _third_person(verb: str) -> str:
    if verb in THIRD_PERSON:
        return THIRD_PERSON[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"


def base_form(verb: str) -> str | None:
    """The base of a verb that we know ("fixes": "fix")."""
    return _bases().get(verb.lower())


def in_second_person(text: str) -> str:
    """The text as said to its writer: "I locked my keys in" is "you locked your keys in"."""
    for pattern, word in SECOND_PERSON:
        text = pattern.sub(word, text)
    return text


def participle(verb: str) -> str | None:
    """The participle of a verb that a customer asks for ("fix": "fixed"), if it is one."""
    if verb in IRREGULAR_PARTICIPLES:
        return IRREGULAR_PARTICIPLES[verb]
    if verb not in REGULAR_VERBS:
        return None
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in DOUBLED else f"{verb}ed"


@cache
def participles() -> frozenset[str]:
    """The participles of all verbs that a customer asks for."""
    verbs = REGULAR_VERBS | IRREGULAR_PARTICIPLES.keys()
    return frozenset(filter(None, map(participle, verbs)))


def is_plural(phrase: str) -> bool:
    """True when the noun that the phrase is about is a plural: "the gutters on my house"."""
    head = HEAD_END.split(phrase.strip())[0].lower()
    last = re.sub(r"[^a-z]", "", head.split()[-1]) if head.split() else ""
    if re.search(r"\b(?:and|both|two|three|four|five|six|several|these|those)\b", head):
        return True
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "gas"))


def as_object(noun: str, verb: str) -> str:
    """The object of a request: "toilet" is "your toilet" to fix, and "a toilet" to install."""
    return in_second_person(with_article(noun, "a" if verb in ADDING_VERBS else "your"))


def with_article(noun: str, article: str = "a") -> str:
    """The noun as part of a sentence; only a single thing takes the article."""
    if is_determined(noun):
        return noun
    head = HEAD_END.split(noun)[0].lower().split()
    if not head or UNOWNED.intersection(head):
        return noun
    if article == "your" and head[-1] in EVENT_NOUNS:
        article = "a"
    is_many = is_plural(noun) or head[-1] in MASS_NOUNS
    if is_many:
        return f"your {noun}" if article == "your" else noun
    if article == "a" and noun[0].lower() in "aeio":
        article = "an"
    return f"{article} {noun}"


PLACES = (
    "kitchen|bathroom|bedroom|garage|basement|attic|living room|dining room|laundry room|yard|"
    "backyard|front yard|patio|deck|driveway|house|roof|ceiling|wall|floor|shower|sink|tub|bathtub|"
    "toilet|car|truck|porch|hallway|closet|chimney|carpet|window|door|front door|back door|vanity|"
    "crawl space|crawlspace|drain|pantry|panel|breaker|outlet|fence|gutter|den|office|foyer|"
    "deadbolt|lock|ignition|keyhole|bottom|top|base|side|back|front|tank|faucet|dishwasher|washer|dryer|fridge|refrigerator|oven|"
    "stove|furnace|vent|vents|pipe|thermostat|walls|ceilings|windows|gutters|drywall|engine|"
    "dashboard|trunk|hood|guest room|guest bath|master bath|master bedroom|sunroom|mudroom|shed"
)
BARE_PLACE = re.compile(
    r"(?<!walk )\b(?P<before>in|on|at|under|behind|from|off|of|near|by|over|through|into|around|"
    rf"above|below|inside|outside|next to|onto|to) (?P<place>{PLACES})"
    r"(?= *(?:$|[,.;\"]|and\b|when\b|but\b|"
    r"is\b|are\b|needs?\b|after\b|since\b|keeps?\b|won't\b|while\b|whenever\b|if\b|that\b|it\b|to\b|"
    r"in\b|on\b|at\b|for\b|with\b|every\b|has\b|was\b|does|\w{3,}ed\b|went\b|broke\b|fell\b|"
    r"leaks?\b|leaking\b|dripping\b|\d))",
    re.IGNORECASE,
)


NOISE = re.compile(
    r"\b(make|makes|making|made) (?!an? |the |some |any |no |this |that |so |lots |too )"
    r"((?:[\w-]+ ){0,3}?)(noise|sound|racket|smell)\b",
    re.IGNORECASE,
)
AN = re.compile(r"\ba (?=(?:[aeio](?!ne\b|nce\b|u)|hon|hour|un[a-hj-z]))", re.IGNORECASE)


def with_places(text: str) -> str:
    """The text with the article that notes leave out: "a leak under sink" is "under the sink"."""
    text = NOISE.sub(r"\1 a \2\3", text)
    return AN.sub("an ", BARE_PLACE.sub(r"\g<before> the \g<place>", text))


def is_determined(phrase: str) -> bool:
    """True when the phrase begins with an article, a number or the like, or takes none."""
    words = phrase.lower().split()
    return words[0] in DETERMINERS or words[0][0].isdigit() or words in (["water"], ["moving"])


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an acronym or "I"."""
    first = text.split()[0]
    keeps = sum(map(str.isupper, first)) > 1 or first == "I"
    return text if keeps else text[0].lower() + text[1:]
