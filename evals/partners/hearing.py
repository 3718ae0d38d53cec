"""What a partner understands of a line of the agent: loosely, as a person on a phone does.

A line may mean several things. The patterns name words of the matter, not sentences of ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from evals.partners.amounts import amounts_in


class Meaning(StrEnum):
    """What the agent may be doing with a line."""

    JOB = "job"  # it says what the work is
    AUTOMATED = "automated"  # it says that it is a machine
    CUSTOMER = "customer"  # it says whom it calls for
    DONT_KNOW = "dont_know"
    APOLOGY = "apology"
    HOLD = "hold"  # asks to keep a price until a day
    OFFER = "offer"  # proposes something: an amount in it may be an offer
    ROOM = "room"  # asks for less, or what would make it less
    RIVAL = "rival"  # speaks of somebody else's price
    PRICE = "price"  # asks what it costs
    PIN = "pin"  # asks what exactly a price holds, or which end of a range
    OPTION = "option"  # asks about one of several
    VISIT = "visit"
    REPEAT = "repeat"
    WAIT = "wait"
    SPANISH = "spanish"
    GOODBYE = "goodbye"


PATTERNS = {
    Meaning.AUTOMATED: r"automat|\bai\b|artificial|\bbots?\b|robot|virtual|computer|software"
    r"|not a (?:real |live )?(?:person|human)|máquina|computadora",
    Meaning.CUSTOMER: r"customer|client|homeowner|behalf|for someone|for a person|cliente"
    r"|de parte de",
    Meaning.DONT_KNOW: r"(?:don't|do not|doesn't|does not|didn't|did not|haven't|wasn't|isn't|not)"
    r"(?: actually| really| quite| been)? (?:know|have|say|said|sure|mention|tell|told|given|clear)"
    r"|no (?:information|details?|idea|word)|unsure|unknown|no (?:lo )?sé|no (?:lo )?sabemos"
    r"|no (?:lo )?tengo|no me (?:lo )?(?:dijo|dijeron)|no (?:lo )?(?:dice|dijo|menciona)",
    Meaning.APOLOGY: r"sorry|apolog|won't (?:call|bother|trouble|be call)|not (?:be )?call"
    r"|take you off|remove|off (?:our|the) list|disculp|perdón|no (?:le|los) llamar",
    Meaning.HOLD: r"\b(?:hold|keep|honou?r|guarantee|lock|save|reserve|leave|freeze)\b(?! on\b)"
    r"(?=[^?.!]*\b(?:price|figure|quote|number|total|that|it|this|until|till|through|for|open)\b)"
    # Whoever asks with a day in the question asks to keep something until then.
    r"|\b(?:until|till|through|hasta)\b[^.!?]*\?"
    r"|(?:good|valid|stand|stands) (?:until|till|through)\b"
    r"|(?:good|valid) for (?:a|one|two|the|\d+) (?:day|week|month|rest)"
    r"|\bmant(?:ien|en|uv)|\bsost(?:ien|en)|respet|guard(?:e|a)|\bapart(?:e|a)|congel|reserv(?:e|a)",
    Meaning.OFFER: r"\b(?:could|would|can|will) (?:you|it|that|we|\$)|how about|what about|\bmeet\b"
    r"|would \$|podría|aceptaría|haría|parece|dejaría",
    Meaning.ROOM: r"(?:bring|come|go|get|take|went|brought)[^?.!]{0,30}\b(?:down|lower|less)\b"
    r"|\b(?:lower|less|cheaper|discount|flexib|wiggle|negotiab|leeway|reduc|knock|shave|sharpen)"
    r"|any (?:room|give)|(?:is there|some|much) room|room (?:to|in|on|for)|better (?:price|deal)"
    r"|better on|do (?:any )?better|best (?:price|you can|number|figure)"
    r"|bajar|baje|descuento|rebaj|más barato|reduc|margen|mejor precio|menos|ajustar",
    Meaning.RIVAL: r"(?:an)?other (?:quote|price|offer|company|business|estimate|shop|provider|one)"
    r"|elsewhere|someone else|somebody else|competi|different (?:company|business|provider)"
    r"|(?:have|has|got|gotten|received) (?:a |an )?(?:lower |better |cheaper )?(?:quote|offer)"
    r"|otr[oa]s? (?:cotizaci|oferta|empresa|compañ|precio|presupuesto|negocio)|más baj[oa] de otr",
    Meaning.PRICE: r"how much|what(?:'s| is| are| would| do| will| might| does)[^?.!]*"
    r"(?:charge|cost|price|run|total|rate|figure|quote|ask for|fee|estimate)"
    r"|(?:price|quote|figure|total|ballpark|estimate|cost|number)[^.!]*\?"
    r"|(?:need|get|give|tell|looking for|hoping for|like|after)[^?.!]*"
    r"(?:price|quote|figure|total|ballpark|estimate|cost\b)"
    r"|cuánto|qué precio|precio|costar|cobra|presupuesto|cotiza",
    Meaning.PIN: r"exact|in total|total (?:for|price)|all[- ]in|everything|include|including"
    r"|altogether|closer to|which end|upper|top end|high(?:er|est)? end|most likely|typical"
    r"|how (?:many hours|long)|on top|firm|single|one (?:figure|number|price|total)"
    r"|per \w+|hourly|hours|\bfees?\b|toward|comes? off|credit|minimum"
    r"|add(?:ed)? up|todo|incluid|incluye"
    r"|en total|exacto|cuántas horas|por hora|settle on|commit",
    Meaning.OPTION: r"which (?:one|of|option)|difference|\bboth\b|\beach\b|options?\b|either"
    r"|cuál|opci[oó]n|cada un|ambos|ambas",
    Meaning.VISIT: r"\bvisit|come (?:out|by|over|look|and (?:see|look))|inspect|appointment"
    r"|in person|visita|ven(?:ir|ga)\b|pasar",
    Meaning.REPEAT: r"(?:catch|hear|get|understand)(?: that| you| what|\?| it)|repeat"
    r"|say (?:that|it)|again\?|come again|are you (?:still )?there|hello\?"
    r"|repet|repita|no (?:le |lo )?"
    r"(?:oí|escuch|entend)|sigue ahí|me escucha",
    Meaning.WAIT: r"take your time|i'?ll (?:wait|hold|stay|be here)|i can (?:wait|hold)|no rush"
    r"|no hurry|happy to (?:wait|hold)|go ahead|of course|sure|espero|tómese|con calma|aquí sigo",
    Meaning.SPANISH: r"\b(?:usted|señor|gracias|cliente|precio|trabajo|necesita|podría|puede|hola"
    r"|buen[oa]s|cuánto|llamo|por favor|asistente)\b",
    Meaning.GOODBYE: r"\b(?:good ?-?bye|bye|take care|adiós|hasta luego)\b"
    r"|have a (?:good|great|nice|lovely)|thank(?:s| you)[^?.!]* (?:for )?your (?:time|help)"
    r"|thanks anyway|que (?:tenga|le vaya)|gracias por su (?:tiempo|ayuda|atención)",
}
EARS = {meaning: re.compile(pattern, re.IGNORECASE) for meaning, pattern in PATTERNS.items()}

# Words that say nothing about a job.
EMPTY = set(
    "the a an and or but of to in on at for from with without is are was were be been being it its"
    " this that these those there here my your our their his her they them you we i he she need"
    " needs needed want wants would like have has had do does did get gets got some any one two"
    " three about into out up down off over not no can could will just very really also when where"
    " which what who how please done make made be's s t re ve ll new old job work thing things"
    " customer wants".split()
)
STEM = 4  # letters: leaking, leaks and leaky are one


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as a partner takes it: what it may mean, and the dollars in it."""

    text: str
    meanings: frozenset[Meaning]
    amounts: tuple[Decimal, ...]

    def has(self, *meanings: Meaning) -> bool:
        """Whether the line means any of these."""
        return not self.meanings.isdisjoint(meanings)

    @property
    def asks(self) -> bool:
        """Whether there is a question in it."""
        return "?" in self.text


@dataclass(frozen=True, slots=True)
class Job:
    """What a brief is about: stems of its words, and the numbers that are no money in it."""

    stems: frozenset[str]
    numbers: frozenset[str]
    enough: int = 2

    @classmethod
    def of(cls, problem: str, others: Iterable[str] = (), also: Iterable[str] = ()) -> "Job":
        """The job of a problem; the other texts (answers) lend numbers, `also` lends words."""
        stems = stems_of(problem) | {stem for word in also for stem in stems_of(word)}
        numbers = frozenset(re.findall(r"\d[\d,]*", " ".join([problem, *others])))
        return cls(frozenset(stems), numbers, min(2, len(stems_of(problem))))

    def is_told_by(self, text: str) -> bool:
        """Whether a person would know by this text what is to be done."""
        return len(self.stems & stems_of(text)) >= self.enough


def stems_of(text: str) -> frozenset[str]:
    """The words that say something, cut to their beginnings."""
    words = re.findall(r"[a-záéíóúñ]+", text.lower())
    return frozenset(word[:STEM] for word in words if len(word) > 1 and word not in EMPTY)


def understand(text: str, job: Job) -> Understood:
    """The line as a partner takes it who would be told of this job."""
    straight = text.replace("’", "'")
    meanings = {meaning for meaning, ear in EARS.items() if ear.search(straight)}
    if job.is_told_by(straight):
        meanings.add(Meaning.JOB)
    return Understood(straight, frozenset(meanings), amounts_in(straight, job.numbers))
