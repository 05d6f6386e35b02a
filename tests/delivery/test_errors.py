import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_a_wrong_address_offers_a_way_on(client: FlaskClient, story: str) -> None:
    response = client.get("/coast/fery")
    assert response.status_code == 404
    assert story in response.text
    assert 'href="/"' in response.text


def test_a_wrong_method_says_what_to_do(client: FlaskClient) -> None:
    response = client.post("/feed.json", headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 405
    assert "forms on the site" in response.text
    assert "GET" in response.headers["Allow"]


def test_too_large_a_form_is_refused_in_words(reader: FlaskClient) -> None:
    response = reader.post("/comments", data={"text": "x" * 2_000_000})
    assert response.status_code == 413
    assert "too large" in response.text


def test_too_many_fields_are_refused(reader: FlaskClient, client: FlaskClient) -> None:
    body = "&".join(f"a{n}=1" for n in range(100_000))
    response = reader.post("/comments", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {413, 422}
    asked = client.post("/comments", data=body, content_type="application/x-www-form-urlencoded")
    assert asked.status_code == 413


@pytest.mark.parametrize("number", ["0", "-1", "1e9", str(10**9), str(10**40), "x", "1.5", "%00", "٣"])
def test_a_nonsense_page_number_is_no_error_of_ours(client: FlaskClient, story: str, number: str) -> None:
    assert client.get(f"/sections/coast?page={number}").status_code in {200, 404}
    assert client.get(f"{story}?reply-to={number}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/%ff", "/%00", "/a%0d%0ab", "/..%2f..%2fetc/passwd", "/media/%00.png", "//x"]
)
def test_a_nonsense_address_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in {404, 308}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b'{"decision": "accept"}', "text/plain"),
        (b"decision=accept", ""),
    ],
)
def test_a_broken_body_is_refused_without_a_fault(reader: FlaskClient, body: bytes, kind: str) -> None:
    for address in ("/comments", "/privacy/choices"):
        response = reader.post(address, data=body, content_type=kind)
        assert response.status_code in {400, 413, 415, 422}, address
        assert "Set-Cookie" not in response.headers


def test_a_fault_of_ours_shows_no_traceback(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the inside of the house")

    monkeypatch.setattr("broadsheet.articles.queries.list_latest", fail)
    response = app.test_client().get("/")
    assert response.status_code == 500
    assert "inside of the house" not in response.text
    assert "Something went wrong" in response.text
    assert "Content-Security-Policy" in response.headers
