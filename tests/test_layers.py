"""The dependency rule of the house: who may know whom."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "site" / "broadsheet"

# A room may import from rooms below it only; those on one line do not know each other.
STOREYS = [
    {"shipped", "sanitise", "languages", "words"},
    {"settings"},
    {"page_language"},
    {"signing", "dates", "chores", "progress"},
    {"storage"},
    {"delivery", "mail"},
    {"comments", "consent", "related"},
    {"articles"},
    {"backups", "demo", "failures", "mirror", "transfer"},
    {"doctor"},
    {"desk"},
    {"__init__"},
    {"worker"},
    {"caretaker"},
    {"cli"},
    {"__main__"},
]
HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(file: Path) -> Iterator[str]:
    """Yield the rooms of our package that a file imports from, wherever in it the import stands."""
    inside = [*file.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = inside[: len(inside) - node.level + 1]
            path = base + (node.module.split(".") if node.module else [])
            for alias in node.names:
                full = [*path, alias.name]
                yield full[0] if full[0] in HEIGHT else "__init__"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "broadsheet":
            yield "__init__"
        elif isinstance(node, ast.Import):
            yield from ("__init__" for alias in node.names if alias.name.split(".")[0] == "broadsheet")


FILES = sorted(file for file in PACKAGE.rglob("*.py") if not {"migrations", "__pycache__"} & set(file.parts))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_room_knows_only_those_below_it(file: Path) -> None:
    room = room_of(file)
    for other in imported_rooms(file):
        assert other == room or HEIGHT[other] < HEIGHT[room], f"{room} must not know {other}"


def test_every_room_has_its_storey() -> None:
    assert {room_of(file) for file in FILES} == set(HEIGHT)


def test_site_is_no_package() -> None:
    """An __init__.py there would hide the standard library's `site`."""
    assert not (PACKAGE.parent / "__init__.py").exists()


ROOT = PACKAGE.parents[1]
HTML = re.compile(
    r"</?(a|b|br|button|div|em|form|h[1-6]|i|iframe|img|input|li|link|p|script|span|style|table|ul)[ >/]"
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_template_has_no_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=", text)
    # A block of data is no script: browsers run nothing of this type, whatever the policy says.
    assert not re.search(r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">)', text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert text.startswith("{#"), "it says on top what it is given"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_holds_no_html(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not HTML.search(node.value), node.value
