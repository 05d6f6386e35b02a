import tomllib
from collections.abc import Callable

import pytest

from broadsheet.consent.policy import Policy
from broadsheet.consent.watching.declared import Seen, judge, name_directive, propose_lines

WILD = ('["https://stats.example"]', '["https://*.stats.example", "plain.example:8443"]')


@pytest.mark.parametrize(
    ("kind", "name", "granted", "verdict"),
    [
        ("cookie", "_count_7", {"stats"}, "declared"),
        ("cookie", "_count_7", set(), "not granted"),
        ("cookie", "_other", {"stats"}, "undeclared"),
        ("storage", "_count_x", {"stats"}, "declared"),
        ("host", "https://a.stats.example", {"stats"}, "declared"),
        ("host", "http://a.stats.example", {"stats"}, "undeclared"),
        ("host", "https://stats.example", {"stats"}, "undeclared"),
        ("host", "https://plain.example:8443", {"stats"}, "declared"),
        ("host", "https://plain.example", {"stats"}, "undeclared"),
        ("host", "https://film.example", set(), "not granted"),
        ("host", "https://cdn.film.example", {"film"}, "declared"),
    ],
)
def test_a_thing_is_judged_by_the_policy(
    small_policy: Callable[..., Policy], kind: str, name: str, granted: set[str], verdict: str
) -> None:
    contacts = ("sale = true", 'sale = true\ncontacts = "https://cdn.film.example"')
    policy = small_policy(WILD, contacts)
    assert judge(policy, frozenset(granted), Seen(kind, name, "")).verdict == verdict


@pytest.mark.parametrize(
    "seen",
    [
        Seen("cookie", 'a"b\\', "3 days"),
        Seen("storage", "key", "until it is deleted"),
        Seen("host", "https://x.example", "img-src"),
        Seen("host", "https://x.example", "contacts frame-src script-src"),
        Seen("host", "https://x.example", "contacts"),
    ],
)
def test_the_lines_that_are_proposed_are_toml(seen: Seen) -> None:
    service = tomllib.loads("[[service]]\n" + "\n".join(propose_lines(seen)))["service"][0]
    assert seen.name in str(service) or service["cookies"][0]["name"] == seen.name


@pytest.mark.parametrize(
    ("kind", "directive"),
    [("script", "script-src"), ("fetch", "connect-src"), ("document", "frame-src"), ("nested", "contacts")],
)
def test_a_request_is_declared_under_its_directive(kind: str, directive: str) -> None:
    assert name_directive(kind) == directive
