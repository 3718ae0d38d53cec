"""What the document must say of every route, so that none is forgotten."""

import json
import re

from jsonschema import Draft4Validator

from quoteapp import errors
from quoteapp.api.document.codes import CODES, INTERNAL
from quoteapp.api.document.words import ENUMERATIONS, OURS
from tests.golden.routes import api_answers
from tests.quoteapp.api.documented import (
    codes_in,
    errors_in,
    operations,
    resolved,
    schemas_of_answers,
    template_of,
)
from tests.quoteapp.api.test_openapi import ROUTES
from tests.rows import every
from tests.source import public_classes
from tests.test_rules import error_classes
from tests.test_seeds import (
    ALL_PROVIDERS,
    COMPLETE_JOB_REQUEST,
    COMPLETE_JOB_RESPONSE,
    PROVIDER_STATUS,
    PROVIDERS_OF_JOB,
    START_CALLS_RESPONSE,
    START_JOB_REQUEST,
    START_JOB_RESPONSE,
    assert_says,
)


def test_every_operation_has_an_id_of_its_own(document):
    ids = operations(document)

    assert len(ids) == len(ROUTES)
    assert all(re.fullmatch("[a-z]+([A-Z][a-z]+)*", id_) for id_ in ids)
    assert {"startJob", "completeJob", "startCalls", "pollProviders", "chooseOffer"} <= set(ids)


def test_every_parameter_is_described(document):
    for id_, operation in operations(document).items():
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (id_, parameter["name"])


def test_every_tag_is_described_and_used(document):
    used = {tag for operation in operations(document).values() for tag in operation["tags"]}

    assert {tag["name"] for tag in document["tags"]} == used
    assert all(tag["description"] for tag in document["tags"])


# Which answers may lack which fields, and when.
OPTIONAL_FIELDS = {
    "StartJobResponse": {"notice", "alternatives"},  # harmless work of one trade
    "Error": {"errors"},  # nothing was refused by field
    "NotReady": {"errors", "database", "redis", "call_backend"},  # the server could not ask
}


def test_every_field_of_an_answer_is_in_it_but_those_that_say_why_not(document):
    found = schemas_of_answers(document)

    lacking = {
        name: left_out
        for name, schema in found.items()
        if (left_out := set(schema.get("properties", ())) - set(schema.get("required", ())))
    }

    assert {"Provider", "ProviderStatus", "Job", "Offer", "LiveCall"} <= set(found)
    assert lacking == OPTIONAL_FIELDS


def test_every_null_of_an_enumeration_is_allowed(document):
    for name, schema in document["components"]["schemas"].items():
        if "enum" in schema:
            assert (None in schema["enum"]) == schema.get("nullable", False), name


@every("enum", OURS)
def test_every_word_of_an_enum_is_explained(enum):
    explained = [found.words for found in ENUMERATIONS.values() if list(found.words) == list(enum)]

    assert explained
    assert all(explained[0].values())


def test_every_enumeration_stands_in_the_document_with_its_words(document):
    schemas = document["components"]["schemas"]

    for name, found in ENUMERATIONS.items():
        assert [word for word in schemas[name]["enum"] if word is not None] == list(found.words)
        assert all(meaning in schemas[name]["description"] for meaning in found.words.values())


def test_every_error_has_codes_each_with_words_and_an_example(document):
    for id_, status, answer in errors_in(document):
        for code in codes_in(answer):
            assert f"`{code}`: {CODES[code].meaning}" in answer["description"], (id_, status)
            assert answer["content"]["application/json"]["examples"][code]["value"]["detail"]


@every("kind", error_classes())
def test_the_code_of_every_error_is_in_the_document_or_internal(client, kind):
    found = {
        code
        for *_, answer in errors_in(client.get("/api/openapi.json").get_json())
        for code in codes_in(answer)
    }

    assert (kind.code in found) != (kind.code in INTERNAL)


def test_a_code_stands_with_the_status_that_it_comes_with(document):
    for id_, status, answer in errors_in(document):
        for code in codes_in(answer) if status != "default" else ():
            error = CODES[code].error
            if isinstance(error, errors.QuoteappError):
                assert (error.code, str(error.status)) == (code, status), id_


@every(
    ("operation", "status", "headers"),
    [
        ("pollProviders", "200", {"ETag"}),
        ("pollProviders", "304", {"ETag"}),
        ("watchCalls", "200", {"ETag"}),
        ("listOffers", "304", {"ETag"}),
        ("listJobs", "200", {"X-Total-Count"}),
        ("listProviders", "200", {"X-Total-Count"}),
        ("listProviders", "401", {"Error-Code", "WWW-Authenticate"}),
        ("startJob", "200", {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}),
        ("startCalls", "503", {"Error-Code", "Retry-After"}),
        ("getJob", "404", {"Error-Code"}),
    ],
)
def test_an_answer_names_its_headers(client, operation, status, headers):
    found = operations(client.get("/api/openapi.json").get_json())[operation]

    assert set(found["responses"][status].get("headers", {})) == headers


def test_operators_bring_a_token_and_nobody_else_does(document):
    wanted = {id_ for id_, one in operations(document).items() if one["security"]}

    assert wanted == {"listJobs", "listProviders"}
    assert document["components"]["securitySchemes"]["adminToken"]["scheme"] == "bearer"


SEEDS = [
    ("startJob", "request", START_JOB_REQUEST),
    ("startJob", "response", START_JOB_RESPONSE),
    ("completeJob", "request", COMPLETE_JOB_REQUEST),
    ("completeJob", "response", COMPLETE_JOB_RESPONSE),
    ("listProviders", "response", ALL_PROVIDERS),
    ("listProvidersOfJob", "response", PROVIDERS_OF_JOB),
    ("pollProviders", "response", PROVIDER_STATUS),
    ("startCalls", "response", START_CALLS_RESPONSE),
]


@every(("operation", "side", "seed"), SEEDS)
def test_examples_are_those_of_the_specification(client, operation, side, seed):
    found = operations(client.get("/api/openapi.json").get_json())[operation]
    content = found["requestBody"] if side == "request" else found["responses"]["200"]

    example = content["content"]["application/json"]["example"]

    assert_says(example, json.loads(seed))


def test_every_example_is_what_its_schema_says(document):
    for operation in operations(document).values():
        whole = resolved(operation, document)
        contents = [whole["responses"]["200"]["content"]["application/json"]]
        if "requestBody" in whole:
            contents.append(whole["requestBody"]["content"]["application/json"])
        for content in contents:
            Draft4Validator(content["schema"]).validate(content["example"])


def test_a_journey_is_answered_as_the_document_says(client, call_backend, document):
    seen = set()

    for answer in api_answers(client, call_backend):
        method, path = answer["request"].split(" ")
        template = template_of(document, method.lower(), path)
        if template is None:
            continue
        operation = document["paths"][template][method.lower()]
        status = str(answer["status"])
        if status not in operation["responses"]:
            status = "default"
        found = resolved(operation["responses"][status], document)
        seen.add((operation["operationId"], status))

        assert answer["headers"].get("Error-Code") in (
            codes_in(found) if status.startswith(("4", "5", "d")) else [None]
        ), answer
        if status != "304":
            schema = found["content"]["application/json"]["schema"]
            Draft4Validator(schema).validate(answer["body"])

    assert {("startJob", "422"), ("startCalls", "503"), ("pollProviders", "304")} <= seen
    assert {("ready", "503"), ("startJob", "default"), ("completeJob", "409")} <= seen


def test_nothing_in_it_is_internal(client):
    text = client.get("/api/openapi.json").get_data(as_text=True)
    names = set(client.get("/api/openapi.json").get_json()["components"]["schemas"])
    classes = {name for name, _ in public_classes("quoteapp")} - names

    assert not re.findall(
        r"call-events|quoteapp\.|flask|sqlalchemy|marshmallow", text, re.IGNORECASE
    )
    assert not {name for name in re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", text) if name in classes}


def test_it_begins_with_the_five_requests_in_their_order(document):
    told = re.findall(r"^\*\*\d\..*?\]\(#/(\w+)/(\w+)\)", introduction(document), re.M | re.S)

    steps = ["startJob", "completeJob", "startCalls", "pollProviders", "listOffers"]
    assert [id_ for _, id_ in told] == steps


def introduction(document):
    return document["info"]["description"]


def test_every_link_of_the_introduction_leads_to_an_operation(document):
    links = re.findall(r"\]\(#/(\w+)/(\w+)\)", introduction(document))
    known = operations(document)

    assert len(links) == introduction(document).count("](")
    assert all(tag in known[id_]["tags"] for tag, id_ in links)
