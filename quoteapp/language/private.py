"""Leaving out what a call must never say: who and where the customer is, and their budget.

Every repetition is bounded, or begins in one place alone: one that could begin at each of many
words, and reach to the last of them, would cost the square of their number.
"""

import re
from string import whitespace

FIGURE = r"\d[\d,.]{0,19}"
FEW = "{0,6}"  # So many words may prepare a figure, a number or a place, and no more.
MONEY = (
    r"(?:\$\s?\d[\d,.]*\s?k?\b"
    rf"|\b{FIGURE}k?\s?(?:dollars?|bucks?|usd|d[oó]lares|pesos)\b"
    r"|\b(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|couple|few|of|fifty)\s+){1,3}"
    r"(?:hundred|thousand|grand|bucks|dollars)(?:\s+(?:bucks|dollars))?\b)"
)
LIMIT = (
    r"(?:for|at|under|below|less than|up to|max(?:imum)?|around|about|no more than|within|"
    r"not over|over|at most|ideally|between|spend|pay|maybe|like|roughly|than|only|is|of|por|hasta|"
    r"menos de)"
)
MONEY_PHRASE = re.compile(
    rf"(?:\b{LIMIT}\s+){FEW}{MONEY}(?:\s*(?:-|to|and|or)\s*{MONEY})?"
    r"(?:\s+(?:or (?:less|under|so)|max(?:imum)?|tops|total|at most|all in|worth of))?",
    re.IGNORECASE,
)
BARE_LIMIT = re.compile(
    rf"\b(?:for|spend|pay)\s+(?:{LIMIT}\s+){FEW}\d[\d,.]{{1,19}}(?!\s*[a-z\d])|"
    r"\b\d[\d,.]{1,19}\s*(?:max|tops)\b",
    re.IGNORECASE,
)
BUDGET = re.compile(
    r"\b(?:budget|afford|spend|price|prices|paying|pay|presupuesto|pagar|cheap|cheapest|"
    r"inexpensive|money|broke af|barato)\b",
    re.IGNORECASE,
)
SPENT = re.compile(
    rf"\b(?:was|is|were|costs?|paid|charged|quoted|wants?|said|have)\s+(?:\w+\s+)?{MONEY}",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"(\s*[,;:.!?]+(?=\s|$)\s*|\s*\n+\s*|\s+(?:but|and|so|because|pero)\s+)", re.IGNORECASE
)

SPACES = re.compile(r"[ \t]+")
JOINING = frozenset({"and", "but", "so", "because", "pero"})

STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|highway|hwy|parkway|pkwy|terrace|"
    r"calle)"
)
NAMED_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Circle|"
    r"Cir|Highway|Hwy|Parkway|Pkwy|Terrace)"
)
NOT_A_NAME = r"(?!(?:in|on|the|of|my|to|at|and|is|a|from|by|our|are|off|with)\b)"
AFTER_STREET = (
    r"\.?(?:,?\s*(?:apt|unit|suite|#)\.?\s*#?\w+)?"
    r"(?:,\s*(?-i:[A-Z])[\w.]+(?:\s(?-i:[A-Z])\w+){0,6})?"
    r"(?:,?\s*(?-i:[A-Z]{2})\b)?(?:\s+\d{5}(?:-\d{4})?)?"
)
PERSONAL = tuple(
    re.compile(source, re.IGNORECASE)
    for source in (
        r"\bhttps?://\S+|\bwww\.\S+",
        r"(?:\b(?:e-?mail|contact|reach|write)(?: me| us)?(?: at| on)?:?\s*)?"
        r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+",
        rf"(?:\b(?:please |you can |or |and ){FEW}(?:call|text|phone|reach|contact|cell|number|tel)"
        r"(?: or text| or call)?(?: me| us)?(?: back)?"
        r"(?: (?-i:[A-Z])[a-z]+)?(?: is| at| on)?:?\s*)?"
        r"(?:\+?1[\s.-]?)?\(?\b\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b",
        rf"(?:\b(?:i live |we live |located |i am |i'm |we're |my (?:address|house) is )?"
        rf"(?:at|on|in|is|near)?\s*)?\b\d{{1,6}}\s+(?:{NOT_A_NAME}[\w'.]+\s+){{1,3}}{STREET}\b"
        + AFTER_STREET,
        rf"(?:\b(?:i live |we live |located |i am |i'm |we're |my (?:address|house) is )?"
        rf"(?:at|on|in|is|near)?\s*)?\b\d{{1,6}}\s+(?-i:(?:[NSEW]\.?\s+)?(?:[A-Z][\w'.]+\s+)"
        rf"{{1,3}}{NAMED_STREET}\b)" + AFTER_STREET,
        r"\b(?:in|near|from)\s+(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,6},\s*[A-Z]{2})\b(?:\s+\d{5})?",
        r"\b(?:in |near )?(?:zip(?: ?code)?:?\s*)?(?<!\$)\b\d{5}(?:-\d{4})?\b",
        r"\b(?:apt|unit)\.?\s*#?\d+\w?\b",
        r"\bmy name(?:'s| is)\s+[\w'-]+(?:\s(?-i:[A-Z])[\w'-]+)?(?:\s+and\b|\s+here\b)?[,.!]?",
        r"\b(?:me llamo|mi nombre es)\s+[\w'-]+(?:\s+y\b)?[,.!]?",
        r"(?:^|(?<=[.!,]))\s*(?:this is|i am|i'm|im|it's|soy)\s+(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
        r"(?:\s+(?:here|and|from [\w ]+?)(?=[\s,.!]|$))?(?:[,.!]|$)",
        r"[,.!\s]*\b(?:many thanks|thanks|thank you|thankyou|thx|tysm|ty|gracias|regards|sincerely|"
        r"cheers)\b(?:\W++\w++){0,7}+\W*+$",
    )
)
GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|howdy|greetings|yo|dear|good (?:morning|afternoon|evening|day)|"
    r"hola|buen[oa]s?(?: (?:d[ií]as|tardes|noches))?)\b"
    r"(?:\s+(?:there|all|everyone|everybody|guys|folks|team|sir|madam|y'all|neighbors))*[\s,!.:–-]*)+",
    re.IGNORECASE,
)


def without_private(query: str) -> str:
    """The query without greeting, names, addresses, phone numbers, money and budgets."""
    return without_money(without_persons(query))


def without_money(text: str) -> str:
    """The text without figures of money, and without the clauses that speak of a budget."""
    text = _without_clauses(text, SPENT)
    for pattern in (MONEY_PHRASE, BARE_LIMIT):
        text = _cut(pattern, text)
    return _tidy(_without_clauses(text, BUDGET))


def without_persons(query: str) -> str:
    """The query without greeting, names, addresses and numbers: an Oak Drive is no oak."""
    text = query.replace("’", "'")
    for pattern in PERSONAL:
        text = _cut(pattern, text)
    return GREETING.sub("", text.strip())


def is_sayable(text: str) -> bool:
    """False while a figure of money, a word of budget, a ZIP or an e-mail is left in the text."""
    tells_money = "$" in text or re.search(MONEY, text, re.IGNORECASE) or BUDGET.search(text)
    return not (tells_money or re.search(r"\d{5}|@", text))


def _cut(unwanted: re.Pattern[str], text: str) -> str:
    """The text with one space for what matches: many of them leave no run of spaces behind."""
    return SPACES.sub(" ", unwanted.sub(" ", text))


def _without_clauses(text: str, unwanted: re.Pattern[str]) -> str:
    """The text without its clauses that match."""
    pieces = CLAUSE_END.split(text)
    kept: list[str] = []
    for at in range(0, len(pieces), 2):
        if not unwanted.search(pieces[at]):
            kept.extend(pieces[at : at + 2])
    return "".join(kept)


def _tidy(text: str) -> str:
    text = SPACES.sub(" ", text)
    text = re.sub(r"\s+([,.;!?])", r"\1", text)
    text = re.sub(r"([,;])(?:\s*[,;.])+", r"\1", text)
    return _without_loose_end(text).strip(" ,;:-")


def _without_loose_end(text: str) -> str:
    """The text without the marks and joining words that it ends with."""
    while True:
        text = text.rstrip(whitespace + ",;:-")
        last = max(text.rfind(" "), text.rfind("\n"))
        if last < 0 or text[last + 1 :] not in JOINING:
            return text
        text = text[:last]
