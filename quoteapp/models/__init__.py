"""What SQL keeps."""

from quoteapp.models.blocked_numbers import BlockedNumber
from quoteapp.models.briefs import Brief
from quoteapp.models.businesses import Business
from quoteapp.models.erasures import Erasure
from quoteapp.models.providers import Provider

__all__ = ["BlockedNumber", "Brief", "Business", "Erasure", "Provider"]
