"""One reader of words, for whoever takes a customer's words, and whoever repeats them.

| | |
|---|---|
| `offences_in(text)` | threats, insults, what is sexual: nobody is rung for it |
| `sayable(text)` | what of a text a stranger may hear: no offences, and nothing that discloses |
| | where a key lies, what a code is, how to get in, when nobody is home, who and where |
| | somebody is and how to be reached, or how much there is to spend |
| `claims_in(text)` | what an agent must not say: a promise, that it is a person, a budget |
| `asks_a_secret(text)` | whether the answer to a question would disclose such a thing |

It looks for disclosures and not for words: keys, codes and alarms are the work of many a trade.
What it knows stands in `data/`; how to teach it, in `phrases.py`. English and Spanish.
"""

from common.words.claims import CLAIMS, claims_in
from common.words.reader import OFFENCES, PRIVATE, Kind, Reading
from common.words.saying import sayable

__all__ = [
    "CLAIMS", "OFFENCES", "PRIVATE", "Kind", "asks_a_secret", "claims_in", "offences_in", "sayable",
]  # fmt: skip


def offences_in(text: str) -> frozenset[Kind]:
    """Which of OFFENCES a text holds."""
    return Reading(text).kinds(OFFENCES)


def asks_a_secret(text: str) -> bool:
    """Whether a question asks for what no stranger should be told."""
    return bool(Reading(text).kinds({Kind.PRYING}))
