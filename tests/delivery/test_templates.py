from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from broadsheet.comments import Comments
from broadsheet.delivery.look.checks import find_problems
from broadsheet.settings import SettingsError
from broadsheet.shipped import shipped
from broadsheet.storage import reading

Make = Callable[..., Flask]
PAGES = sorted(
    file.relative_to(shipped("templates")).as_posix()
    for file in shipped("templates").rglob("*.html")
    if "{% extends" in file.read_text("utf-8")
)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a template of the operator's, and return their folder."""

    def write(name: str, text: str) -> Path:
        file = tmp_path / "own" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return tmp_path / "own"

    return write


def test_a_template_of_ones_own_extends_ours(
    make_app: Make, own: Callable[[str, str], Path], story: str
) -> None:
    extends = '{% extends "broadsheet-original/articles/article.html" %}'
    text = extends + "{% block below_text %}<p>Ours.</p>{{ super() }}{% endblock %}"
    page = make_app(TEMPLATES=own("articles/article.html", text)).test_client().get(story).text
    assert page.index('class="text"') < page.index("<p>Ours.</p>") < page.index('class="tags"')


def test_a_part_of_ones_own_stands_on_every_page_that_has_it(
    make_app: Make, own: Callable[[str, str], Path], story: str
) -> None:
    folder = own("page/_footer.html", "<footer>Since 1871</footer>")
    client = make_app(TEMPLATES=folder).test_client()
    for address in ("/", story, "/sections/coast", "/search", "/nothing", "/privacy"):
        assert client.get(address).text.count("<footer>Since 1871</footer>") == 1, address


@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_extended(make_app: Make, own: Callable[[str, str], Path], name: str) -> None:
    text = f'{{% extends "broadsheet-original/{name}" %}}{{% block title %}}Mine{{% endblock %}}'
    app = make_app(TEMPLATES=own(name, text), DEMO=True)
    found = app.jinja_env.get_template(f"broadsheet/{name}")
    assert str(found.filename).endswith(f"own/{name}")


def test_a_template_that_is_not_well_formed_stops_the_start(
    make_app: Make, own: Callable[[str, str], Path]
) -> None:
    folder = own("articles/front.html", "One.\n{% if %}")
    with pytest.raises(SettingsError, match=r"articles/front\.html, line 2"):
        make_app(TEMPLATES=folder)


def test_a_folder_that_is_not_there_stops_the_start(make_app: Make, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"templates is .*which is no folder"):
        make_app(TEMPLATES=tmp_path / "gone")


def test_the_doctor_names_a_template_that_replaces_nothing(
    make_app: Make, own: Callable[[str, str], Path]
) -> None:
    folder = own("article/articles.html", "x")
    with make_app(TEMPLATES=folder).app_context():
        (told,) = find_problems(reading())
    assert "The template article/articles.html in" in told


def test_the_folder_counts_in_somebody_elses_app_too(
    bare_app: Flask, own: Callable[[str, str], Path]
) -> None:
    bare_app.config["BROADSHEET_TEMPLATES"] = own("comments/_thread.html", "<p>Mine</p>")
    comments = Comments(bare_app)
    with bare_app.test_request_context("/"):
        assert comments.thread("x") == "<p>Mine</p>"
