"""What can be set, run or called is documented, and what is documented is there."""

import importlib
import re
from pathlib import Path

import click
import pytest
from flask import Flask

from broadsheet.cli import cli
from broadsheet.settings import declared

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


def test_every_make_target_explains_itself() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", text, re.M), target


def test_the_walks_name_functions_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = re.findall(r"`((?:articles|comments|consent|related|delivery|storage|sanitise)\.[\w.]+)`", text)
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
