"""What SQL keeps."""

from quoteapp.models.briefs import Brief
from quoteapp.models.businesses import Business
from quoteapp.models.providers import Provider

__all__ = ["Brief", "Business", "Provider"]
