"""The blueprint that every route module starts from, and how it reads a body."""

import json
from collections.abc import Callable
from typing import Any, NoReturn, cast

from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from quoteapp.errors import InvalidInput
from quoteapp.schemas.errors import ErrorSchema

View = Callable[..., Any]


class BodyParser(FlaskParser):
    """Reads JSON; no body is an empty object. That it was declared is seen to before."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body as JSON. Raises `BadRequest` (400) for what is none."""
        body = req.get_data()
        if not body.strip():
            return {}
        try:
            return json.loads(body)
        # A body of brackets alone is deeper than Python's stack.
        except (ValueError, RecursionError) as error:
            raise BadRequest("The body is not valid JSON.") from error

    def handle_error(self, error: ValidationError, *args: Any, **kwargs: Any) -> NoReturn:
        """A refused body becomes our own error; webargs nests the fields under the location."""
        (errors,) = cast(dict[str, Any], error.messages).values()
        fields = errors if isinstance(errors, dict) else {"_schema": errors}
        raise InvalidInput({"body" if name == "_schema" else name: fields[name] for name in fields})


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint under /api."""

    ARGUMENTS_PARSER = BodyParser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, name, url_prefix="/api", description=description)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Route to a view, whose name is the operation's in programs: `start_job`, `startJob`."""
        register = super().route(rule, **options)

        def named(view: View) -> View:
            first, *others = view.__name__.split("_")
            id_ = "".join((first, *(word.title() for word in others)))
            return cast(View, register(self.doc(operationId=id_)(view)))

        return named

    def arguments(self, schema: Any, *, location: str = "json", **kwargs: Any) -> Any:
        """Take arguments; where they come in a body, its refusal is documented, too."""
        take = super().arguments(schema, location=location, **kwargs)
        if location != "json":
            return take
        refuse = self.alt_response(415, description="It is not declared as JSON, or compressed")
        return lambda view: refuse(take(view))

    def alt_response(self, status_code: int, *args: Any, **kwargs: Any) -> Any:
        """Document another answer; an error has the one shape of all errors."""
        if status_code >= 400:
            kwargs.setdefault("schema", ErrorSchema)
        return super().alt_response(status_code, *args, **kwargs)
