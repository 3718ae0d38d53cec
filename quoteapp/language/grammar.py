"""Small English grammar: the second person, plurals, and passives of what people ask for."""

import re

PERSONS = (
    (r"\bi am\b|\bi'm\b|\bim\b|\bwe are\b|\bwe're\b", "you are"),
    (r"\bi was\b|\bwe were\b", "you were"),
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

# Verbs that end a job: "fix my toilet" becomes "your toilet needs to be fixed".
IRREGULAR_PARTICIPLES = {
    "build": "built", "cut": "cut", "hang": "hung", "put": "put", "redo": "redone", "do": "done",
    "rewire": "rewired", "run": "run", "sweep": "swept", "tear": "torn", "take": "taken",
    "make": "made", "grind": "ground", "dig": "dug", "rebuild": "rebuilt", "lay": "laid",
    "set": "set", "mow": "mowed", "spray": "sprayed", "shovel": "shoveled", "get": "gotten",
    "rehang": "rehung",
}  # fmt: skip
REGULAR_VERBS = frozenset(
    "add adjust cover organize aerate assemble bleed caulk change check clean clear connect "
    "convert copy deliver demolish design diagnose disconnect dispose drain duplicate "
    "exterminate fertilize fix flush frame fumigate haul hook inspect install insulate "
    "level load lubricate mend mount move mulch open pack paint patch plant plaster plow "
    "polish pressure-wash prime program prune rake reattach recaulk recharge refinish "
    "reface refresh regrout reinstall rekey relocate remove renovate reorganize repaint "
    "repair replace repipe reseal reset resurface retile rotate sand sanitize scrub seal "
    "secure service shampoo sharpen ship snake stain steam strip swap test tile till "
    "tighten tow transport treat trim trap tune unblock unclog unload unlock update upgrade "
    "vacuum wallpaper wash wax weatherproof weatherstrip weed winterize wire wrap".split()
)
DOUBLED = frozenset({"unclog", "swap", "trim", "trap", "strip", "scrub", "unplug", "mop", "wrap"})
PARTICLES = frozenset("up down in out off away over together".split())
PARTICLE_VERBS = frozenset(
    "hook put clean clear haul take set tear tune pull cut move touch rip wash".split()
)
ADDING_VERBS = frozenset("add assemble build design hang install make mount plant put run".split())
MASS_NOUNS = frozenset(
    "sod mulch carpet molding moulding wallpaper turf drywall insulation siding flooring "
    "grass furniture trim tile drainage lighting fencing laminate gravel concrete "
    "wainscoting power junk snow debris hardwood".split()
)
EVENT_NOUNS = frozenset(
    "raccoon squirrel skunk snake possum bird bat leak crack hole nest stain dent drip "
    "noise smell clog estimate quote inspection clean cleaning check cleanup painting "
    "installation install removal repair replacement service change assembly trimming "
    "mounting treatment maintenance job infestation problem issue lockout".split()
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
    "no not bad low a an the my our your his her their this that these those some all any "
    "both every each two three four five six seven eight nine ten several new one".split()
)
HEAD_END = re.compile(
    r"\s+(?:in|on|at|of|for|with|by|under|near|from|to|behind|that|which|above|below|over|around|"
    r"next|all|living|leaning|growing|never|inside|outside|where|who|after|before|because|into|off|through|so|since)\b",
    re.IGNORECASE,
)


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


def is_determined(phrase: str) -> bool:
    """True when the phrase begins with an article, a number or the like, or takes none."""
    words = phrase.lower().split()
    return words[0] in DETERMINERS or words[0][0].isdigit() or words in (["water"], ["moving"])


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an acronym or "I"."""
    first = text.split()[0]
    keeps = sum(map(str.isupper, first)) > 1 or first == "I"
    return text if keeps else text[0].lower() + text[1:]
