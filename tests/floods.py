"""Texts as long as a query may be: prose, and whatever somebody might flood us with."""

import random
import string
import time
from collections.abc import Callable, Iterable, Iterator
from statistics import median

LENGTH = 2_000
MOST = 3.0  # So many times what prose of the same length costs.
TRIES = 6

# One customer's whole story, as long as may be.
PROSE = """\
Hello, we moved into this house in the spring and the kitchen sink has never been quite right. At \
first it only drained slowly after dinner, so we poured hot water down and thought no more of it. \
Since last Tuesday there is water under the cabinet every morning, and the wood at the back is \
getting soft. I emptied everything out and put a bucket there, which is full by the evening. I \
tried to tighten the ring on the pipe by hand and it seemed to help for a day, but then it started \
again on the other side. My brother looked at it on Sunday and thinks that the trap is cracked, or \
that whoever put it in used the wrong washer. He did not want to take it apart without knowing \
what he would need. The faucet is a separate matter: it drips all night, and the handle has to be \
lifted quite far before anything comes out. I believe it is about twelve years old. There is a \
garbage disposal on the left side which hums and does not spin. We have not used it since then, \
because I am afraid that something will burn. Under the sink there is a valve for the cold water \
that I can close, but the one for the hot water does not turn at all, so I have to shut off the \
whole house when it gets bad. Upstairs we have two bathrooms. The pressure is low in both of them, \
and in the smaller one the toilet keeps running unless you hold the lever for a while. I would \
like somebody to look at the sink first, then at the valve, and to tell me whether the disposal is \
worth saving or should be replaced by a new one. If the cabinet has to come out for that, please \
let me know before you begin, as I would rather do this part myself. The floor is tile and there \
is enough room to work. We have a dog who is friendly but curious, and he will be in the yard. The \
house is on one level with the street, and you can park right in front of it. I work from home on \
most days and can answer any question about it, or take pictures of the pipes if these would help \
you with the price. Thank you for reading all of this."""[:LENGTH]
# Runs of these stand between two letters, so that they are not trimmed away.
RUNS = (
    *" \t\n\x0b\x0c\x1c\x85\xa0\u2003\u2028\u3000",
    *"\u200b\u200c\u200d\ufe0f\ufeff\xad\u200f\u202e\x01\u3164\u2800\u0301\u20dd",
    *string.punctuation,
    *"…’“¿–—·−",
    *("\r\n", "a \t\n\xa0 ", " \n", "\n.", ". ", ", ", "! ", "- ", "' "),
    *("!?", ";,", "\"'", "([{", "}])", "%s", "://", "$-"),
)
# Letters, signs and scripts, alone and in turn.
SIGNS = (
    *"aA1fжñßİﬁﷺ⒜™①가🚽",
    *("ﷺ ", "½ ", "℀ ", "修理水", "привет ", "السلام ", "aжb修 ", "ｆｉｘ ", "𝐟𝐢𝐱 ", "🇺🇸", "👍🏽 "),
    *(
        "z\u0300\u0301\u0302",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "\u202ea\u202c",
        "a\u200b",
        "a\u0301",
    ),
    *(
        "a\xa0",
        "a ",
        "a  ",
        "a\n",
        "a,",
        "a.",
        "a-",
        "a'",
        "a_",
        "a/",
        "a@",
        "a+",
        "a*",
        "a(",
        "a:",
    ),
    *("a;a ", "x1", "ab ", "I ", "e ", "1 "),
)
# What the patterns look for, again and again, whole and in part.
PATTERNS = (
    "1234567890|12 |1,|1.|1-|1:|$|$ |$1|$1 |$1,000 |$1,000,|1k|1,1 max |one hundred dollars |"
    "a hundred |two three |was $1 |for |for $|at at |spend pay |maybe like |no more than |under |"
    "up to |max of |95126 |95126-1234 |(408) 555-1234 |408-555-|555 555 |call or text me at |"
    "call me |please or and |you can |http://|http://a.b/c |www.|a@b.c |a@b.|a.a.a@|email me at |"
    "123 Main St |1 Main |12 N. Main |1 a b c |1 N N |123 Main St, San |in San Jose |In |San |"
    "apt #1 |apt |I live in |I'm |I'm Bob from a b c |. this is |my name is |thanks |thanks a b c |"
    "thanks!a!|ty. |and |or |but |so |hi there all |hi, |ok so |um, |help! |please |how much |"
    "can you please |i really |i need a |need a plumber |no |not |is not |can not |a/c |a.c|w/|"
    "is fine |already fixed |guy fixed |rather than |after |in on at |with |because |white |the "
).split("|")
# Our own vocabularies: what begins many phrases, and what holds many disclosures or offences.
WORDS = (
    "fix |fix my |leak |leaking |toilet |water |pipe leak sink |gas smell |plumber |paint |2 |a c |"
    "Fix it. |It leaks. |sink. |sink\n|a. b. |x y z |the key is under the mat |the code is 1234 |"
    "nobody is home |k1ll |k*ll |kiiill |s.t.o.p. |s t o p |damn pipe |buzz |buzz her at |dial |"
    "phone |i assure |5 star |go with you |tip you |my word on |Bob |Bob's |can’t |CAPITALS |"
    "toilte |watrheater |refridgeratr |supercalifragilistic"
).split("|")
# Short words that are each near to many known ones, and known to none.
NEAR = (
    "aeto pike chsew deak aile lants oolt arnk ecared oran stol eair uest fles ehal nsill roda "
    "heay iall installr acar eans flok sper ules ealm iver eand taer frad aste tdea obar odne rnts "
    "thef ealled rtplace caar ewak htold oung opnd ecare oast eear liet feld gess iven hime crol "
    "tink lanks eold parh hien mlie aago eige croe olid orio leas rist orst tlie ites shale rease "
    "aost teat ather oint urnt atch enat earo moes "
)


def filled(unit: str) -> str:
    """The unit again and again."""
    return (unit * LENGTH)[:LENGTH]


def gibberish(number: int) -> Iterator[tuple[str, str]]:
    """Words and signs that no other try has seen."""
    drawn = random.Random(number)
    alphabets = {
        "letters": string.ascii_lowercase + "    ",
        "printable": string.printable,
        "marks": " .,;:!?-'\"()$@#*/1a\n",
        "Latin": "".join(map(chr, range(0xA1, 0x250))) + "   ",
        "all of Unicode": "".join(map(chr, range(0x20, 0xD7FF))),
    }
    for name, alphabet in alphabets.items():
        yield name, "a" + "".join(drawn.choices(alphabet, k=LENGTH - 2)) + "a"
    for length in (4, 7, 9, 20):
        words = ("".join(drawn.choices("etaoinshrdlu", k=length)) for _ in range(LENGTH))
        yield f"words of {length}", " ".join(words)[:LENGTH]


def floods() -> Iterator[tuple[str, str]]:
    """Every kind of flood, by a name for it."""
    for unit in RUNS:
        yield f"a run of {unit!r}", f"a{filled(unit)[: LENGTH - 2]}b"
    for unit in (*SIGNS, *PATTERNS, *WORDS):
        yield f"{unit!r} again", filled(unit)
    yield "near misses", filled(NEAR)
    yield "numbers to call", filled("call me ")[:-13] + " 408-555-1234"
    yield from gibberish(17)


def slower(cost: Callable[[str], float], texts: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The texts that cost more than MOST times what prose costs, with how many times it is.

    The best of some tries, with prose tried beside each: what else this machine does meanwhile
    slows both alike.
    """
    found = {}
    usual = min(cost(PROSE) for _ in range(TRIES))
    for name, text in texts:
        prose, best = [usual], cost(text)
        for _ in range(TRIES):
            if best <= MOST * median(prose):
                break
            prose.append(cost(PROSE))
            best = min(best, cost(text))
        else:
            found[name] = round(best / median(prose), 1)
    return found


def processor_time(act: Callable[[], object]) -> float:
    """The seconds that this process computes for it."""
    start = time.process_time()
    act()
    return time.process_time() - start
