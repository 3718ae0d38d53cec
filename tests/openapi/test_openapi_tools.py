"""A linter finds nothing to say of the document, and a strict client compiles with its types."""

import json

import pytest

from tests.openapi import tools

TOLD = "provider_count"


def spoilt(document, change):
    """The document with one thing changed."""
    spoilt = json.loads(document)
    change(spoilt)
    return json.dumps(spoilt)


def lint(document, folder):
    path = folder / "openapi.json"
    path.write_text(document, encoding="utf-8")
    return tools.run("lint.mjs", str(path))


def test_the_linter_has_nothing_to_say(document, tmp_path):
    done = lint(document, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def without_an_id(document):
    del document["paths"]["/api/start-job"]["post"]["operationId"]


def with_a_wrong_example(document):
    answer = document["paths"]["/api/start-calls/{job_id}"]["post"]["responses"]["200"]
    answer["content"]["application/json"]["example"][TOLD] = "three"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (without_an_id, "operation-operationId"),
        (with_a_wrong_example, "no-invalid-media-type-examples"),
    ],
)
def test_the_linter_names_what_is_wrong(document, tmp_path, change, rule):
    done = lint(spoilt(document, change), tmp_path)

    assert done.returncode == 1
    assert rule in done.stdout + done.stderr


def test_the_committed_types_are_those_of_the_document(document, tmp_path):
    made = tools.types_of(document, tmp_path)

    assert made == tools.TYPES.read_text(encoding="utf-8"), "make types"


def test_a_strict_client_compiles_and_what_is_wrong_does_not(openapi_tools, tmp_path):
    done = tools.compile_with(tools.TYPES, tmp_path)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (
            "            provider_count: number;",
            "            provider_count?: number;",
            "client.ts",
        ),
        ('"no_answer" | "busy"', '"no_answer" | "astonished" | "busy"', "client.ts"),
        ("negotiated_price: number | null", "negotiated_price: number", "wrong.ts"),
    ],
)
def test_the_client_does_not_compile_with_other_types(
    openapi_tools, tmp_path, before, after, complaint
):
    types = tools.TYPES.read_text(encoding="utf-8")
    assert before in types
    other = tmp_path / "api.d.ts"
    other.write_text(types.replace(before, after), encoding="utf-8")

    done = tools.compile_with(other, tmp_path)

    assert done.returncode != 0
    assert {line.partition("(")[0] for line in done.stdout.splitlines() if "error TS" in line} == {
        complaint
    }
