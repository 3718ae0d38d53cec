"""Which requests are refused for their words: nobody is rung for a threat.

The reader of words decides. Where there is a key, OpenAI's moderation is asked, too; it can only
add a refusal, and any failure of it leaves the reader's word.
"""

import logging

from common.words import Kind, offences_in
from quoteapp.clients.llm import llm
from quoteapp.config import settings
from quoteapp.errors import InvalidInput, VendorError

logger = logging.getLogger(__name__)

SENTENCES = {
    Kind.THREAT: "Please describe the work without threats.",
    Kind.INSULT: "Please describe the work without insults.",
    Kind.SEXUAL: "Please describe the work without sexual content.",
}
# What moderation calls them. Not "violence", which is what rats, roots and hornets are to suffer,
# nor "illicit" or "self-harm": a lock that must be opened and an exposed wire are the work.
CATEGORIES = {
    "harassment/threatening": Kind.THREAT,
    "hate/threatening": Kind.THREAT,
    "harassment": Kind.INSULT,
    "hate": Kind.INSULT,
    "sexual": Kind.SEXUAL,
    "sexual/minors": Kind.SEXUAL,
}
# It flags from about one half on. Whoever wants a toilet mended is not turned away on a guess.
SURE = 0.8


def refuse_offence(query: str) -> None:
    """Raise `InvalidInput` for a query that threatens, insults or is sexual."""
    offences = offences_in(query) or _moderated(query)
    for kind, sentence in SENTENCES.items():
        if kind in offences:
            logger.info("request refused", extra={"offence": kind.value})
            raise InvalidInput({"query": [sentence]})


def _moderated(query: str) -> frozenset[Kind]:
    """What moderation is sure of, if it answers in time."""
    if not llm.is_available:
        return frozenset()
    try:
        scores = llm.moderate(query, settings.openai_moderation_seconds)
    except VendorError as error:
        # No warning: many a compatible service has no moderation, and the reader has decided.
        logger.info("request not moderated", extra={"reason": str(error)})
        return frozenset()
    return frozenset(kind for name, kind in CATEGORIES.items() if scores.get(name, 0.0) >= SURE)
