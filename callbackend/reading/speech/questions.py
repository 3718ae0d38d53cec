"""Whether a sentence asks something, also where nobody writes question marks, and about what."""

import re
from functools import lru_cache

from callbackend.reading.speech.acts import Act

LEAD = (
    r"(?:(?:so|and|but|now|okay|ok|well|um|uh|y|no|right|listen|yeah|hey|first|"
    r"(?:no )?(?:what )?i(?:'m| am) asking is|that's not what i asked|(?:but )?i need to know|"
    r"(?:like )?i asked)[\s,]+)*"
)
BEGINS = (
    r"what|which|how|who|where|when|why|what're|what's|who's|is (?:it|the|that|this|there)|"
    r"are (?:there|we|they|you|the|those)|was (?:it|there|the)|were they|does|"
    r"do (?:you|they|i|we|the)|did|has (?:it|anyone|anybody|the)|have (?:they|you|we)|"
    r"any(?! (?:day|time|way)\b)|anybody|anyone|would (?:i|we|it|they|he|she)|"
    r"can (?:i|we|it|they|he|she|you tell)|could (?:they|i get)|should (?:i|we)|"
    r"(?:they |you )?got (?:a|an|any)|cual|que|cuantos?|donde|quien|cuando"
)
NOT_IT = r"(?!(?:is|was|would|will|runs?|costs?|can|depends|could)\b)"
# "Sink got hot water", "flywheel ever been done", "it humming or dead quiet".
SHORT = (
    r"(?:the )?(?!(?:i|we|you|he|she|they|it|this|that|somebody|wife|boss)\b)\w+ "
    r"(?:ever been \w+|got (?!to\b|a (?:call|guy|minute)\b)(?:\w+ ){0,3}\w+)\W*$"
    rf"|(?:it|they|those) {NOT_IT}\w+ or \w+"
    rf"|(?:that|this|those) (?:an? |the )?{NOT_IT}[a-z]+ or (?:an? |the )?\w+(?: \w+)?\W*$"
)
ASKING = re.compile(rf"\?\s*$|^{LEAD}(?:(?:{BEGINS})\b|{SHORT})")
TALKS = re.compile(r"\b(?:talk|speak|chat|deal|convers|you|tell me|call)")
# One that does the work, not one that talks.
A_MACHINE = re.compile(
    r"\b(?:for|fit|get|bring|with|by|the|their|use|need|washing|big|old) (?:a |an |the |my )?"
    r"(?:\w+ )?(?:machine|machines|computer|software)\b"
)
# "Otherwise forget I said anything": what they said stands, on its condition.
OR_ELSE = re.compile(r"\W*(?:and |but )?(?:otherwise|or else|if not|if they don't|si no)\b")
OF_A_LANGUAGE = re.compile(r"engl|ingl|span|espan|\bhabl|entiend|understand you|language|idioma")
# A question of these acts must hold a word that it could be about.
ABOUT = {
    Act.ASKS_BUDGET: re.compile(
        r"budget|spend|pay\b|paying|afford|max|limit|ceiling|hop(?:e|ing)|in mind|offer|range|"
        r"worth|set aside|expect|how much|figure|number|presupuesto|gastar|pagar|cuanto"
    ),
    Act.ASKS_DATE: re.compile(
        r"when|day|date|soon|week|month|today|tonight|tomorrow|morning|deadline|hurry|rush|urgent|"
        r"time(?:line|frame| frame)|what time|by \w+ ?(?:st|nd|rd|th)?\b|cuando|dia|fecha|urge"
    ),
    Act.ASKS_IF_ROBOT: re.compile(
        r"robot|\bbots?\b|machine|comput|\bai\b|a\.i|record|human|person|real|automat|live|software|"
        r"alexa|siri|gpt|talking|speaking|chatting|voice|sound|artificial|program|somebody|someone|"
        r"tape|canned|you (?:a|an|one of)\b|maquina|grabacion|persona|robotica"
    ),
    Act.ASKS_IDENTITY: re.compile(
        r"name|address|street|phone|number|call ?back|email|who|where|zip|town|city|area|part of|"
        r"neighborhood|contact|home|live|located|nombre|direccion|calle|telefono|donde|quien"
    ),
    Act.ASKS_BOOKING: re.compile(
        r"book|schedul|put (?:\w+ )?down|slot|calendar|deposit|card|hir|commit|decid|set|go ahead|"
        r"sign|come|reserv|agend|apart|appointment"
    ),
    Act.ASKS_WHAT_JOB: re.compile(
        r"what(?! i'm asking| i asked)|job|problem|need|wrong|going on|happen|describ|details|help|"
        r"looking for|do for|calling about|fix|say|que|cual|trabajo|problema|trata|necesita"
    ),
    Act.ASKS_WHO_WHY: re.compile(
        r"who|what|where|which|name|compan|call|sell|sold|spam|scam|survey|buy|from|for|with|why|"
        r"peddl|solar|get (?:this|my|our)|gave|quien|parte|llama|vend|again"
    ),
}


@lru_cache(maxsize=1000)
def asks(sentence: str) -> bool:
    """Whether a sentence of plain text is a question."""
    return ASKING.search(sentence.strip()) is not None


def may_be(act: Act, sentence: str) -> bool:
    """Whether it holds a word that the act could be about, where it needs one."""
    if act is Act.ASKS_IF_ROBOT and A_MACHINE.search(sentence) and not TALKS.search(sentence):
        return False
    if act is Act.RETRACTS and OR_ELSE.match(sentence):
        return False
    if act is Act.NO_ENGLISH:
        return OF_A_LANGUAGE.search(sentence) is not None
    return act not in ABOUT or ABOUT[act].search(sentence) is not None
