import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from jsonschema import Draft4Validator

from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.api.documented import resolved, schema_of
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every

# Section 1 of the contract: method, path, the errors of its own that it names.
ROUTES = [
    ("get", "/api/health", []),
    ("get", "/api/ready", ["503"]),
    ("get", "/api/line", []),  # Not the contract's: for a page that has no job yet.
    ("post", "/api/start-job", ["422"]),
    ("post", "/api/complete-job", ["404", "409", "422"]),
    ("get", "/api/jobs/{job_id}", ["404"]),
    ("delete", "/api/jobs/{job_id}", ["404", "503"]),
    ("get", "/api/jobs", ["401"]),
    ("get", "/api/jobs/{job_id}/live", ["404"]),
    ("get", "/api/jobs/{job_id}/offers", ["404"]),
    ("post", "/api/jobs/{job_id}/choice", ["404", "409"]),
    ("get", "/api/places/{zip_code}", ["404"]),
    ("get", "/api/providers", ["401"]),
    ("get", "/api/providers/{job_id}", []),
    ("get", "/api/providers/{job_id}/status", []),
    ("post", "/api/start-calls/{job_id}", ["404", "503"]),
    ("post", "/api/cancel-calls/{job_id}", ["404"]),
]
NAMES = [f"{method} {path}" for method, path, _ in ROUTES]


def patterns(node):
    if isinstance(node, list):
        return [found for item in node for found in patterns(item)]
    if not isinstance(node, dict):
        return []
    own = [node["pattern"]] if isinstance(node.get("pattern"), str) else []
    return own + [found for item in node.values() for found in patterns(item)]


def test_the_document_is_openapi_3_and_names_itself(document):
    assert re.fullmatch(r"3\.\d+\.\d+", document["openapi"])
    assert document["info"]["title"] == "Quoteapp"
    assert document["info"]["version"]


def test_the_document_has_the_routes_of_the_contract_and_no_others(document):
    documented = {
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }

    assert documented == set(NAMES)


@every(("method", "path", "errors"), ROUTES)
def test_a_route_says_what_it_takes_and_answers(document, method, path, errors):
    item = document["paths"][path]
    operation = resolved(item[method], document)
    declared = {
        found["name"]
        for found in item.get("parameters", []) + operation.get("parameters", [])
        if found["in"] == "path"
    }

    assert declared == set(re.findall(r"\{(\w+)\}", path))
    assert operation["summary"].strip()
    assert operation["responses"]["200"]["content"]["application/json"]["schema"]
    if method == "post" and "cancel" not in path:
        assert operation["requestBody"]["content"]["application/json"]["schema"]
        assert "415" in operation["responses"]
    assert set(errors) <= set(operation["responses"])


@every(("method", "path", "errors"), ROUTES)
def test_a_route_says_how_its_errors_look(document, method, path, errors):
    operation = document["paths"][path][method]

    for status in operation["responses"]:
        if status == "default" or status.startswith(("4", "5")):
            assert "detail" in schema_of(document, method, path, status)["properties"], status


def test_every_schema_is_a_json_schema(document):
    for schema in document["components"]["schemas"].values():
        Draft4Validator.check_schema(resolved(schema, document))


def test_patterns_are_those_of_javascript_and_whole(document):
    for pattern in patterns(document):
        assert pattern.startswith("^")
        assert pattern.endswith("$")


def answers(client):
    """Real answers by route."""
    job_id = make_job().id
    provider = make_provider()
    yield "get", "/api/health", client.get("/api/health")
    yield "get", "/api/ready", client.get("/api/ready")
    yield "post", "/api/start-job", client.post("/api/start-job", json=GOOD)
    body = {"job_id": job_id, "answers": {"q1": "yes"}}
    yield "post", "/api/complete-job", client.post("/api/complete-job", json=body)
    yield "get", "/api/jobs/{job_id}", client.get(f"/api/jobs/{job_id}")
    yield "post", "/api/start-calls/{job_id}", client.post(f"/api/start-calls/{job_id}")
    yield "get", "/api/providers", client.get("/api/providers")
    yield "get", "/api/providers/{job_id}", client.get(f"/api/providers/{job_id}")
    status = client.get(f"/api/providers/{provider.job_id}/status")
    yield "get", "/api/providers/{job_id}/status", status
    yield "post", "/api/cancel-calls/{job_id}", client.post(f"/api/cancel-calls/{job_id}")


def test_real_answers_are_what_the_document_says(client, document):
    for method, path, response in answers(client):
        schema = schema_of(document, method, path, "200")

        assert response.status_code == 200
        Draft4Validator(schema).validate(response.get_json())


def test_real_errors_are_what_the_document_says(client, document):
    refused = client.post("/api/start-job", json={})
    unknown = client.get("/api/jobs/abc123")

    for method, path, response in (
        ("post", "/api/start-job", refused),
        ("get", "/api/jobs/{job_id}", unknown),
    ):
        schema = schema_of(document, method, path, "default")
        Draft4Validator(schema).validate(response.get_json())


class Links(HTMLParser):
    """What a page loads, and its own script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.urls += [value for name, value in attrs if name in ("src", "href") and value]


@pytest.fixture
def page(client):
    response = client.get("/api/docs", follow_redirects=True)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return response.get_data(as_text=True)


def test_the_page_is_served_with_its_script_and_style_by_us(client, page):
    urls = Links(page).urls
    kinds = {urlsplit(url).path.rpartition(".")[2] for url in urls}

    assert {"js", "css"} <= kinds
    for url in urls:
        assert urlsplit(url).netloc == ""
        with client.get(urljoin("/api/docs/", url)) as response:
            assert response.status_code == 200
            assert response.get_data()


def test_the_page_has_no_script_and_no_style_inside(page):
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=|javascript:", page)
    assert not re.findall(r"<script[^>]*>\s*[^<\s]", page)


@pytest.fixture
def script(client):
    with client.get("/api/docs/start.js") as response:
        assert response.mimetype == "text/javascript"
        return response.get_data(as_text=True)


def test_its_script_shows_our_document(script):
    assert 'url: "/api/openapi.json"' in script


def test_the_page_names_no_other_host(page, script):
    assert "//" not in re.sub(r"(?m)^\s*//.*$", "", page + script)


def test_the_page_sends_our_document_to_no_validator_on_the_internet(script):
    assert "validatorUrl: null" in script


def test_the_document_is_unchanged_by_rows(client, document):
    make_searched_job()

    assert client.get("/api/openapi.json").get_json() == document
