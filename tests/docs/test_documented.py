"""What can be set, run or called is documented, and what is documented is there."""

import importlib
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask, render_template_string
from PIL import Image

from broadsheet.articles.pages.leading_on import MACHINES
from broadsheet.articles.publishing import Report
from broadsheet.articles.publishing.front_matter import KEYS
from broadsheet.cli import cli
from broadsheet.consent.policy.file import TOP_KEYS, load_policy
from broadsheet.consent.policy.services import SERVICE_KEYS
from broadsheet.settings import declared
from broadsheet.storage import engine_of

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def commands(group: click.Group, prefix: str) -> list[str]:
    found = []
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        found += commands(command, path) if isinstance(command, click.Group) else [path]
    return found


def test_every_setting_is_documented() -> None:
    text = (REFERENCE / "settings.md").read_text("utf-8")
    for name, field in declared().items():
        assert re.search(rf"^\| `{name}` \|.*\| {re.escape(field.metadata['help'])} \|$", text, re.M), name
    assert text.count("\n| `") == len(declared())


@pytest.mark.parametrize("command", commands(cli, "broadsheet"))
def test_every_command_is_documented(command: str) -> None:
    assert f"| `{command}" in (REFERENCE / "commands.md").read_text("utf-8")


def test_every_address_is_documented(app: Flask) -> None:
    text = (REFERENCE / "addresses.md").read_text("utf-8")
    for rule in app.url_map.iter_rules():
        assert f"`{rule.rule}`" in text, rule.rule
    for address in re.findall(r"`(/[^`?]*)`", text.split("\nA page with")[0]):
        if address != "/section/name":
            assert address in {rule.rule for rule in app.url_map.iter_rules()}, address


def test_every_address_of_wordpress_is_documented() -> None:
    rows = (REFERENCE / "addresses.md").read_text("utf-8").split("\n| asked for")[1]
    found = {
        old: row[-1] for row in map(re.compile("`(.*?)`").findall, rows.splitlines()) for old in row[:-1]
    }
    assert found == MACHINES


def test_every_make_target_explains_itself() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", text, re.M), target


def test_the_walks_name_functions_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = re.findall(
        r"`((?:articles|comments|consent|related|delivery|mail|chores|storage|sanitise|mirror|transfer|desk|backups)\.[\w.]+)`",
        text,
    )
    assert len(names) > 20
    for name in names:
        module, found = name.split("."), []
        while module:
            try:
                thing = importlib.import_module("broadsheet." + ".".join(module))
                break
            except ModuleNotFoundError:
                found.insert(0, module.pop())
        for part in found:
            assert hasattr(thing, part), name
            thing = getattr(thing, part)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_is_dead(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", page.read_text("utf-8"))):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_docs_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8")):
            waiting.append((page.parent / target).resolve())
    assert set(PAGES) <= seen


def code_blocks(page: str) -> list[str]:
    """Return the indented blocks of a page, without their indentation."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return [
        textwrap.dedent(block) for block in re.findall(r"(?:^(?: {4}.*)?\n)+", text, re.M) if block.strip()
    ]


def test_the_extensions_work_as_their_guide_says(tmp_path: Path, database: str) -> None:
    python, template, *_ = code_blocks("how-to/use-as-extensions.md")
    names: dict[str, Any] = {"__name__": "guide"}
    code = python.replace("/srv/my-app/broadsheet", str(tmp_path / "data"))
    config = f'app.config["BROADSHEET_DATABASE"] = {database!r}\n'
    exec(code.replace("comments, consent", config + "comments, consent"), names)
    calls = "".join(re.findall(r"\{\{.*?\}\}", template))
    assert calls.count("{{") == 6
    with names["app"].test_request_context("/"):
        page = render_template_string(calls)
    for part in ('id="comment-form"', 'id="related"', 'id="privacy-notice"', "A film"):
        assert part in page
    engine_of(names["app"]).dispose()


def test_the_article_of_the_guide_can_be_published(content: Path, publish: Callable[[], Report]) -> None:
    (content / "pictures").mkdir()
    Image.new("RGB", (3, 2)).save(content / "pictures" / "ferry.jpg")
    (content / "guide.md").write_text(code_blocks("how-to/publish-articles.md")[0].strip() + "\n")
    report = publish()
    assert (report.published, report.problems) == (["guide.md"], [])


def test_every_key_of_an_article_is_documented() -> None:
    guide = (ROOT / "docs" / "how-to" / "publish-articles.md").read_text("utf-8")
    for key in KEYS:
        assert re.search(rf"^ *{key}:|`{key}[`:]", guide, re.M), key


def test_the_guides_policy_is_one(tmp_path: Path) -> None:
    shipped = (ROOT / "config" / "privacy.toml").read_text("utf-8")
    blocks = code_blocks("how-to/write-the-privacy-policy.md")
    film, regions, german, google = [block for block in blocks if " = " in block]
    (tmp_path / "privacy.toml").write_text(
        shipped.replace('\nmode = "opt-in"', f"\n{regions}") + film + google
    )
    (tmp_path / "privacy.de.toml").write_text(german)
    policy = load_policy(tmp_path / "privacy.toml", 8000)
    assert {"films", "measuring"} <= set(policy.services)
    assert policy.modes == ("opt-in", "opt-out", "notice")
    assert policy.told_in("de").services["films"].purpose.startswith("Spielt")


def test_every_key_of_the_policy_is_documented() -> None:
    guide = (ROOT / "docs" / "how-to" / "write-the-privacy-policy.md").read_text("utf-8")
    for key in TOP_KEYS | SERVICE_KEYS:
        assert re.search(rf"`(\[\[?)?(service\.)?{key}\b", guide), key
