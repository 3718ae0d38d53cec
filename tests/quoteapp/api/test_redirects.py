"""No answer sends anybody to a server that a stranger has named."""

from flask import Flask
from flask.testing import FlaskClient

from tests.rows import every

EVIL = "evil.example"
HOSTS = (EVIL, f"{EVIL}:81", f"a:b@{EVIL}", f"{EVIL}/x", f"x.{EVIL}, {EVIL}")
PATHS = (
    *("/api/docs", "/api/docs?a=b", "//api/docs", "///api/docs", "/api//docs"),
    *(f"//{EVIL}/api/docs", f"/api/docs//{EVIL}", f"/\\{EVIL}/api/docs", f"/api/docs/..//{EVIL}"),
    *(f"//{EVIL}/%2f..", "/api/docs%0d%0aLocation:%20http://evil.example", "/api/health/"),
)


def rules(app: Flask) -> list[str]:
    """Every route with and without a slash at its end."""
    paths = {rule.rule.replace("<", "").replace(">", "") for rule in app.url_map.iter_rules()}
    return sorted(paths | {path.rstrip("/") for path in paths} | {f"{path}/" for path in paths})


@every("host", HOSTS)
def test_no_redirect_goes_where_host_says(client: FlaskClient, app: Flask, host: str) -> None:
    for path in (*PATHS, *rules(app)):
        with client.get(path, headers={"Host": host}) as answer:
            to, said = answer.headers.get("Location"), answer.get_data(as_text=True)

        assert to is None or (to.startswith("/") and not to.startswith(("//", "/\\"))), path
        assert to is None or f"http://{EVIL}" not in said, path


def test_the_page_of_the_documents_is_found_without_its_slash(client: FlaskClient) -> None:
    answer = client.get("/api/docs", headers={"Host": EVIL})

    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/docs/")
    with client.get(answer.headers["Location"]) as page:
        assert page.status_code == 200
