"""Which key of a phone menu leads to somebody who names prices."""

import re
from collections.abc import Sequence

from callbackend.reading.speech.menus import MenuKey

# In this order.
WANTED = (
    r"quote|estimate|price|pricing|presupuesto|precio",
    r"new (?:customer|client|job|service)|sales|ventas",
    r"service|repair|servicio|reparacion|residential|appointment|schedul|citas|booking",
    r"operator|representative|somebody|someone|speak|talk|person|agent|reception|front desk"
    r"|operador",
    r"all other|anything else|other|general|office|customer",
)
UNWANTED = re.compile(
    r"repeat|again|hear (?:this|these)|billing|account|pay(?:ment)?|existing|emergenc|directions"
    r"|hours|career|job(?:s| openings)|employ|leave a message|voice ?mail|spanish|espanol|remove"
    r"|\bopt|main menu|fax|commercial|(?:have|has|confirm|chang|cancel|check|resched|mov)\w*"
    r" (?:(?:an?|the|your|on|about|already) )*(?:appointment|order|visit|booking|reservation|cita)"
)
OPERATOR = "0"


def choice(keys: Sequence[MenuKey], tried: Sequence[str]) -> MenuKey:
    """The key to press now, or the word to say; 0 where none fits."""
    fresh = [one for one in keys if one.key not in tried and not UNWANTED.search(one.what)]
    for wanted in WANTED:
        for one in fresh:
            if re.search(wanted, one.what):
                return one
    if fresh:
        return fresh[0]
    return MenuKey(OPERATOR, "")
