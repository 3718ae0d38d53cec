"""The shell and its files, as a browser asks for them."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dev import vendor
from quoteapp.config import Settings
from quoteapp.page import assets, shell
from tests.rows import every

ADDRESSES = ["/", "/how-it-works", "/privacy", "/operations", "/jobs/any-job"]
PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
STATIC = assets.FOLDER


def shell_of(client: FlaskClient, address: str = "/") -> str:
    return client.get(address, headers=PERSON).get_data(as_text=True)


@every("address", ADDRESSES)
def test_every_address_answers_the_one_shell(address, client):
    response = client.get(address, headers=PERSON)

    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert response.get_data(as_text=True) == shell_of(client)
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_job_is_not_to_be_found_by_search_engines(client):
    assert client.get("/jobs/any-job").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/operations").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Robots-Tag" not in client.get("/").headers
    assert "Disallow: /jobs/" in client.get("/robots.txt").get_data(as_text=True)


def test_nothing_but_ours_may_run_or_be_loaded(client):
    policy = dict(
        [*part.split(" ", 1), ""][:2]
        for part in client.get("/").headers["Content-Security-Policy"].split("; ")
    )
    (map_,) = re.findall(r'<script type="importmap">(.*?)</script>', shell_of(client))
    digest = base64.b64encode(hashlib.sha256(map_.encode()).digest()).decode()

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["style-src"] == policy["font-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "quoteapp"


def test_a_person_who_took_a_wrong_turn_gets_the_page_with_404(client):
    person = client.get("/nowhere", headers=PERSON)
    program = client.get("/nowhere")

    assert (person.status_code, person.get_data(as_text=True)) == (404, shell_of(client))
    assert (program.status_code, program.json) == (404, {"detail": "URL not found."})
    assert client.get("/api/nowhere", headers=PERSON).json == {"detail": "URL not found."}


def test_files_are_kept_for_ever_and_those_of_another_version_are_not_there(client):
    address = assets.load().url("js/main.js")
    found = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.get_data() == (STATIC / "js/main.js").read_bytes()
    assert found.mimetype == "text/javascript"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == found.get_data()
    assert "Accept-Encoding" in packed.headers["Vary"]
    other = address.replace(assets.load().version, "0" * 12)
    assert client.get(other, headers=PERSON).status_code == 404
    assert client.get(other, headers=PERSON).mimetype != "text/javascript"
    assert client.get(address.replace("main.js", "../../shell.html")).status_code == 404


def test_all_that_the_shell_names_is_there_and_is_what_its_hash_says(client):
    text = shell_of(client)
    (map_,) = re.findall(r'<script type="importmap">(.*?)</script>', text)
    named = json.loads(map_)["integrity"]
    named |= dict(re.findall(r'modulepreload" href="([^"]+)" integrity="([^"]+)"', text))

    assert len(named) > 20
    for address, integrity in named.items():
        assert vendor.sha384(client.get(address).get_data()) == integrity
    for address in re.findall(r'(?:href|src)="(/page/[^"]+)"', text):
        assert client.get(address).status_code == 200


def test_the_service_worker_lies_at_the_top_and_is_asked_for_anew(client):
    response = client.get("/sw.js")

    assert (response.status_code, response.mimetype) == (200, "text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.get("/favicon.ico").mimetype == "image/svg+xml"


def test_the_page_may_ask_an_api_on_another_origin():
    made = shell.make(assets.load(), replace(Settings(), api_url="https://api.example/v1"))

    assert "connect-src 'self' https://api.example;" in made.policy
    assert b'<meta name="quoteapp:api" content="https://api.example/v1">' in made.body


def test_what_others_wrote_is_as_it_was_published():
    listed = {file["name"]: file["sha384"] for one in vendor.packages() for file in one["files"]}
    here = {path.name for path in vendor.VENDOR.iterdir()} - {vendor.LIST.name}

    assert here == set(listed)
    for name, hash_ in listed.items():
        assert vendor.sha384((vendor.VENDOR / name).read_bytes()) == hash_
    assert {one["licence"] for one in vendor.packages()} == {"MIT", "Apache-2.0", "OFL-1.1"}


def test_a_difference_to_what_was_published_is_told(monkeypatch, tmp_path):
    copy = tmp_path / "vendor"
    copy.mkdir()
    for path in vendor.VENDOR.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "htm.mjs").write_bytes(b"// ours")
    monkeypatch.setattr(vendor, "VENDOR", copy)
    monkeypatch.setattr(vendor, "_packed", lambda name, folder: _packed(name, folder))

    wrong = list(vendor.differences())

    assert "htm@3.1.1: htm.mjs is not dist/htm.mjs." in wrong


def _packed(name: str, folder: Path) -> Path:
    """A package as if it were published with what lies in our folder."""
    import tarfile

    (package,) = [one for one in vendor.packages() if f"{one['name']}@{one['version']}" == name]
    packed = folder / "one.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        for file in package["files"]:
            archive.add(STATIC / "vendor" / file["name"], f"package/{file['path']}")
    return packed


OURS = sorted((STATIC / "js").rglob("*.js"))


@every("path", OURS)
def test_components_are_called_where_types_are_checked(path):
    # htm cannot see what is passed to `<${Row} …>`; `h(Row, { … })` can be checked.
    assert "<${" not in path.read_text()
    assert "innerHTML" not in path.read_text()


def test_the_budget_of_what_is_loaded_first_is_kept():
    found = assets.load()

    def size(names: list[str]) -> int:
        return sum(len(found.by_name[name].gzipped or b"") for name in names)

    scripts = [*found.needed_by(shell.MAIN), *shell.BARE.values(), shell.BOOT, "js/words/en.js"]
    assert size(scripts) <= 35 * 1024
    assert size(list(shell.STYLES)) <= 8 * 1024
    assert len(found.by_name[shell.FONT].body) <= 20 * 1024
    # The shell, the icon and the manifest come on top.
    assert len(scripts) + len(shell.STYLES) + 1 + 3 <= 30


@pytest.mark.npm
def test_what_others_wrote_is_what_the_registry_has():
    assert list(vendor.differences()) == []
