"""The operator's templates in the place of ours."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskCliRunner
from jinja2 import ChainableUndefined, nodes

from broadsheet.articles.publishing import publish_folder
from broadsheet.comments import Comments
from broadsheet.consent import Consent
from broadsheet.doctor import doctor
from broadsheet.related import Related
from broadsheet.settings import SettingsError
from broadsheet.shipped import shipped

SHIPPED = shipped("templates")
NAMES = sorted(file.relative_to(SHIPPED).as_posix() for file in SHIPPED.rglob("*.*"))
BLOCK = re.compile(r"\{%-? block (\w+)")
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "change-the-look.md"

Write = Callable[[str, str], Path]
MakeApp = Callable[..., Flask]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


@pytest.fixture
def write_own(own: Path) -> Write:
    def write(name: str, text: str) -> Path:
        file = own / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write


class Anything(ChainableUndefined):
    """Stands for all that a template is given."""

    def __call__(self, *_: object, **__: object) -> "Anything":
        return self


def outcome(app: Flask, name: str) -> str:
    """Return what a template makes of nothing in particular, or what it stumbles over."""
    env = app.jinja_env.overlay(undefined=Anything)
    with app.test_request_context("/"):
        try:
            return env.get_template(name).render(comments=Anything(), related=Anything())
        except Exception as error:
            return repr(error)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_replaced_by_one_that_builds_on_it(
    make_app: MakeApp, own: Path, write_own: Write, name: str
) -> None:
    file = write_own(name, f'{{% extends "broadsheet/original/{name}" %}}')
    app = make_app(TEMPLATES=own, DEMO=True)
    assert app.jinja_env.get_template(f"broadsheet/{name}").filename == str(file)
    assert outcome(app, f"broadsheet/{name}") == outcome(app, f"broadsheet/original/{name}")
    blocks = outer_blocks(app, (SHIPPED / name).read_text("utf-8"))
    if blocks:
        replaced = "".join("{% block " + block + " %}Ours now{% endblock %}" for block in blocks)
        file.write_text(file.read_text() + replaced)
        changed = make_app(TEMPLATES=own, DEMO=True)
        assert outcome(changed, f"broadsheet/{name}").count("Ours now") == len(blocks)


def outer_blocks(app: Flask, text: str) -> list[str]:
    """Return the blocks of a template that stand in no other."""
    found = list(app.jinja_env.parse(text).find_all(nodes.Block))
    inner = {within.name for block in found for within in block.find_all(nodes.Block)}
    return [block.name for block in found if block.name not in inner]


def test_with_all_of_them_replaced_the_site_is_the_same(
    make_app: MakeApp, own: Path, write_own: Write, write_story: Callable[..., Path]
) -> None:
    for name in NAMES:
        text = (SHIPPED / name).read_text("utf-8")
        write_own(name, text if "macro" in text else f'{{% extends "broadsheet/original/{name}" %}}')
    write_story("ferry", "The ferry is late")
    pages = []
    for app in (make_app(), make_app(TEMPLATES=own)):
        with app.app_context():
            publish_folder()
        client = app.test_client()
        addresses = ("/", "/coast/ferry", "/sections/coast", "/nowhere", "/privacy", "/privacy/choices")
        # Tokens change with the second, the name of the stylesheet with its content.
        changing = r'\s+|site\.\w+\.css|value="[\w.-]{20,}"'
        pages.append([re.sub(changing, "", client.get(address).text) for address in addresses])
    assert pages[0] == pages[1]


def test_a_replaced_part_is_used_wherever_it_is_included(
    make_app: MakeApp, own: Path, write_own: Write
) -> None:
    write_own("page/_footer.html", "<footer>The Harbour Press</footer>")
    client = make_app(TEMPLATES=own).test_client()
    for address in ("/", "/privacy", "/nowhere"):
        assert "<footer>The Harbour Press</footer>" in client.get(address).text


def test_a_page_can_be_changed_block_by_block(
    make_app: MakeApp, own: Path, write_own: Write, write_story: Callable[..., Path]
) -> None:
    head = '{% block head %}{{ super() }}<meta name="author" content="{{ article.title }}">{% endblock %}'
    write_own("articles/article.html", '{% extends "broadsheet/original/articles/article.html" %}' + head)
    write_story("ferry", "The ferry is late")
    app = make_app(TEMPLATES=own)
    with app.app_context():
        publish_folder()
    page = app.test_client().get("/coast/ferry").text
    assert '<meta name="author" content="The ferry is late">' in page
    assert '<meta name="description"' in page


def test_the_extensions_use_the_folder_in_anyones_app(bare_app: Flask, own: Path, write_own: Write) -> None:
    write_own("related/_stories.html", '<p>{% include "theirs.html" ignore missing %}Nothing beside it</p>')
    bare_app.config["BROADSHEET_TEMPLATES"] = own
    Comments(bare_app)
    Consent(bare_app)
    related = Related(bare_app)
    with bare_app.test_request_context("/"):
        assert "Nothing beside it" in related.stories("post")


def test_the_app_around_us_has_the_last_word(
    bare_app: Flask, tmp_path: Path, own: Path, write_own: Write
) -> None:
    theirs = tmp_path / "theirs" / "broadsheet" / "related"
    theirs.mkdir(parents=True)
    (theirs / "_stories.html").write_text("theirs")
    write_own("related/_stories.html", "the operator's")
    bare_app.template_folder = str(tmp_path / "theirs")
    bare_app.config["BROADSHEET_TEMPLATES"] = own
    Related(bare_app)
    with bare_app.test_request_context("/"):
        assert render_template_string("{{ related.stories('post') }}") == "theirs"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n{% if %}", r"front\.html has a mistake in line 2"),
        ("{{ 1|no_such_filter }}", r"front\.html has a mistake in line 1: No filter named"),
        ('{% extends "original/articles/front.html" %}', r"asks for original/articles/front\.html"),
        ('{% include "broadsheet/articles/gone.html" %}', r"asks for broadsheet/articles/gone\.html"),
        ('{% extends "broadsheet/articles/front.html" %}', r"extends itself. Write: \{% extends"),
    ],
)
def test_a_template_that_cannot_be_one_stops_the_start(
    make_app: MakeApp, own: Path, write_own: Write, text: str, said: str
) -> None:
    write_own("articles/front.html", text)
    with pytest.raises(SettingsError, match=said):
        make_app(TEMPLATES=own)


def test_a_mistake_stops_the_extensions_too(bare_app: Flask, own: Path, write_own: Write) -> None:
    write_own("comments/_form.html", "{% if %}")
    bare_app.config["BROADSHEET_TEMPLATES"] = own
    with pytest.raises(SettingsError, match=r"_form\.html has a mistake in line 1"):
        Comments(bare_app)


def test_two_that_extend_each_other_stop_the_start(make_app: MakeApp, own: Path, write_own: Write) -> None:
    write_own("articles/front.html", '{% extends "broadsheet/articles/list.html" %}')
    write_own("articles/list.html", '{% extends "broadsheet/articles/front.html" %}')
    with pytest.raises(SettingsError, match="extends itself"):
        make_app(TEMPLATES=own)


def test_a_file_that_is_no_text_stops_the_start(make_app: MakeApp, own: Path, write_own: Write) -> None:
    write_own("articles/front.html", "").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        make_app(TEMPLATES=own)


def test_a_missing_folder_stops_the_start(make_app: MakeApp, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such folder"):
        make_app(TEMPLATES=tmp_path / "nowhere")


def test_what_has_no_effect_is_named(make_app: MakeApp, own: Path, write_own: Write) -> None:
    write_own("articles/articel.html", "Nothing asks for this.")
    write_own("articles/_box.html", "A part of our own.")
    write_own(
        "articles/front.html",
        '{% extends "broadsheet/original/articles/front.html" %}'
        '{% block mian %}{% include "broadsheet/articles/_box.html" %}{% endblock %}{% block head %}{% endblock %}',
    )
    result = FlaskCliRunner(make_app(TEMPLATES=own)).invoke(doctor)
    assert result.exit_code == 1
    assert "templates: 2 to look at" in result.output
    assert "articel.html replaces none" in result.output
    assert "has a block mian" in result.output


def test_the_guide_lists_every_block() -> None:
    rows = re.findall(r"^\| `([\w./]+)` \| (.+) \|$", GUIDE.read_text("utf-8"), re.M)
    told = {name: re.findall(r"`(\w+)`", blocks) for name, blocks in rows}
    found: dict[str, Any] = {}
    for name in NAMES:
        text = (SHIPPED / name).read_text("utf-8")
        blocks = BLOCK.findall(text)
        of_its_own = (
            blocks if "{% extends" not in text else [b for b in blocks if b not in ("title", "head", "main")]
        )
        if of_its_own:
            found[name] = of_its_own
    assert told == found
