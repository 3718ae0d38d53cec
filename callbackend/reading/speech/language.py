"""Whether English or Spanish is spoken."""

import re
from typing import Literal

Language = Literal["en", "es"]

WORD = re.compile(r"[a-z']+")
SPANISH = frozenset(
    """
    el la los las un una de del que en por para con no si es son esta este eso le lo se su sus mi
    me nos usted ustedes hola buenas buenos dias tardes gracias senor senora habla hablo hablar
    digame cuanto cuando donde quien como necesita cobro cobramos hago hacemos puedo puedes podemos
    precio dolares ciento cien doscientos trescientos cuatrocientos quinientos pesos todo incluido
    pero muy bien claro bueno espere momento favor perdon trabajo casa quiere tiene tengo hay manana
    sin mas menos ya entonces y o al yo ingles espanol
    """.split()
)
ENGLISH = frozenset(
    """
    the a an is are was be it it's that that's this i i'm i'd i'll we we're we'd you your they their
    of to for in on at and or but what when where who how do does don't can can't could would will
    have has with yes yeah okay sorry hello price about not just get got need all my our speak
    """.split()
)
FEWEST_WORDS = 3


def language_of(text: str) -> Language | None:
    """The language of plain text; None where too little of it tells."""
    words = WORD.findall(text)
    spanish = sum(word in SPANISH for word in words)
    english = sum(word in ENGLISH for word in words)
    if spanish >= FEWEST_WORDS - 1 and spanish >= 3 * english:
        return "es"
    return "en" if english >= FEWEST_WORDS - 1 and english >= 3 * spanish else None
