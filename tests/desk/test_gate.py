"""Who may ask for what: every address of the desk, for every role and for nobody."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from broadsheet.desk.roles import ANYBODY, ROLES, role_of_view

SAMPLES = {"int": "1", "path": "some/thing", "default": "thing", "string": "thing"}


def list_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]


def list_asked(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Yield (address, method, role from which on it may be asked, endpoint) for each address of the desk, made up."""
    for rule in list_rules(app):
        parts = [
            part
            if is_static
            else SAMPLES[
                type(rule._converters[part])
                .__name__.removesuffix("Converter")
                .lower()
                .replace("integer", "int")
                .replace("unicode", "default")
            ]
            for is_static, part in rule._trace
        ]
        role = role_of_view(app.view_functions[rule.endpoint])
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield "".join(parts).lstrip("|"), method, role or "", rule.endpoint


def test_every_address_of_the_desk_says_who_may_ask(app: Flask) -> None:
    assert len(list_rules(app)) > 3
    for rule in list_rules(app):
        assert role_of_view(app.view_functions[rule.endpoint]) in {ANYBODY, *ROLES}, rule.rule
