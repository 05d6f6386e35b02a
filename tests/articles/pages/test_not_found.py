from collections.abc import Callable

import pytest
from flask.testing import FlaskClient


def offered(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 404
    assert 'action="/search"' in response.text
    return response.text.split('id="offered"')[1].split("</section>")[0]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "address",
    ["/coast/ferri", "/news/the-ferry-story", "/2019/05/ferry/", "/The_Ferry", "/coast/ferry-story?x=1"],
)
def test_a_wrong_address_leads_to_the_story_that_was_meant(client: FlaskClient, address: str) -> None:
    found = offered(client, address)
    assert "Perhaps you meant" in found
    assert found.index("<h3") < found.index('<a href="/coast/ferry">The ferry story</a>')


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "address", ["/zzzzqqq", "/calm", "/wp-login.php", "/.env", "/-", "/%ff", "/" + "x" * 5000, "/%00", "/\"'"]
)
def test_where_nothing_is_like_it_the_latest_are_offered(client: FlaskClient, address: str) -> None:
    assert "The latest stories" in offered(client, address)


def test_an_empty_site_offers_a_search(client: FlaskClient, publish: Callable[[], object]) -> None:
    assert 'action="/search"' in client.get("/nothing").text
