"""Places over HTTP."""

from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.errors import PlaceNotFound
from quoteapp.places import Place, place_of
from quoteapp.schemas.places import PlaceSchema

bp = ApiBlueprint("places", "Which ZIP codes there are")


@bp.get("/places/<zip_code>")
@bp.response(200, PlaceSchema)
@bp.alt_response(404, description="There is no such ZIP code")
def get_place(zip_code: str) -> Place:
    """Name the place of a ZIP code, or of a ZIP+4."""
    place = place_of(zip_code)
    if place is None:
        raise PlaceNotFound(zip_code)
    return place
