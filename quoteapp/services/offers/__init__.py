"""What the calls of a job have brought: ranked offers, with reasons, and the one that is chosen."""

from quoteapp.services.offers.choosing import choose
from quoteapp.services.offers.ranking import Offer, rank
from quoteapp.services.offers.reading import offers_of

__all__ = ["Offer", "choose", "offers_of", "rank"]
