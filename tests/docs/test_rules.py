"""The table of the rules of consent, against the tests that hold them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "reference" / "consent-rules.md"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)

Tests = set[tuple[int, str, str]]


def find_tests() -> Tests:
    """Return (rule, folder, name) of every test that is named for a rule."""
    found = set()
    for folder in ("consent", "browser"):
        for file in (ROOT / "tests" / folder).glob("test_*.py"):
            for node in ast.parse(file.read_text("utf-8")).body:
                named = re.match(r"test_rule_(\d+)_", getattr(node, "name", ""))
                if named:
                    found.add((int(named[1]), folder, str(getattr(node, "name", ""))))
    return found


def read_table() -> Tests:
    found = set()
    for rule, _what, tests, _source in ROW.findall(TABLE.read_text("utf-8")):
        for part in tests.split("<br>"):
            folder, _, names = part.partition(": ")
            found |= {(int(rule), folder, name) for name in re.findall(r"`(\w+)`", names)}
    return found


def test_the_table_and_the_tests_agree() -> None:
    assert read_table() == find_tests()


def test_every_rule_has_its_test_and_its_source() -> None:
    rows = ROW.findall(TABLE.read_text("utf-8"))
    assert [int(rule) for rule, *_ in rows] == list(range(1, 26))
    assert {rule for rule, _, _ in find_tests()} == set(range(1, 26))
    assert all(source.strip() for *_, source in rows)
