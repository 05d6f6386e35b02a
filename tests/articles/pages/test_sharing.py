import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from broadsheet.articles.pages.sharing import SERVICES
from broadsheet.articles.publishing import Report
from broadsheet.settings import SettingsError

Publish = Callable[[], Report]
Write = Callable[..., Path]


def test_a_link_to_share_carries_the_story_and_nothing_else(
    make_app: Callable[..., Flask], publish_file: Callable[..., None]
) -> None:
    publish_file(title='"Tea & <cake>: 50 % off?"', path="/té")
    app = make_app(ADDRESS="https://news.example.org", SHARE=", ".join(sorted(SERVICES)))
    page = app.test_client().get("/t%C3%A9", headers={"Host": "news.example.org"}).text
    share = page.split('class="share"')[1].split("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', share)
    assert len(links) == len(SERVICES)
    for link in links:
        assert "https%3A%2F%2Fnews.example.org%2Ft%25C3%25A9" in link, link
    assert sum("Tea%20%26%20%3Ccake%3E%3A%2050%20%25%20off%3F" in link for link in links) == len(SERVICES) - 2
    assert "noopener noreferrer" in share


def test_a_site_that_shares_nowhere_says_nothing_of_it(
    make_app: Callable[..., Flask], publish_file: Callable[..., None]
) -> None:
    publish_file()
    page = make_app(SHARE="").test_client().get("/story").text
    assert "share" not in page.split("<main")[1]


def test_a_service_that_is_unknown_stops_the_start(make_app: Callable[..., Flask]) -> None:
    with pytest.raises(SettingsError, match="share has 'tiktok'"):
        make_app(SHARE="email, tiktok")
