"""How often a template is rendered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, template_rendered


@pytest.fixture
def count_rendered() -> Callable[[Flask, str], Iterator[list[str]]]:
    """Count it: `with count_rendered(app, "articles/article.html") as times: ...`."""

    @contextmanager
    def run(app: Flask, template: str) -> Iterator[list[str]]:
        times: list[str] = []

        def note(_app: Flask, template: object, **_more: object) -> None:
            if getattr(template, "name", "") == name:
                times.append(name)

        name = f"broadsheet/{template}"
        with template_rendered.connected_to(note, app):
            yield times

    return run
