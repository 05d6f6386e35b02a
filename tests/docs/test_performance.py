"""The page of figures is what its command writes."""

import re
from pathlib import Path

from answers import Answer
from footprint import Memory, Start
from growing import Growth
from load import Round, Subject
from report import TEMPLATE, Found, list_goals, write_page

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
NAMES = (
    "new",
    "bare new",
    "nginx new",
    "mirror",
    "nginx mirror",
    "hello",
    "accepted",
    "refused",
    "alone",
    "uncached",
    "straightforward",
)


def make_subject(name: str, rate: float) -> Subject:
    answer = Answer("200 OK", [], b"", length=1_000)
    return Subject(name, 1, "http://127.0.0.1", answer=answer, rounds=[Round(rate, 1, 2, 1e6 / rate)] * 2)


def make_found(**rates: float) -> Found:
    subjects = {name: make_subject(name, rates.get(name, 1_000)) for name in NAMES}
    sizes = [
        Growth(size, 10, make_subject("uncached", 100), make_subject("cached", 1_000)) for size in (10, 100)
    ]
    return Found(subjects, sizes, sizes, 100, Memory(90, 80), Start([0.5, 0.7], 0.3, 0.2), 2, 3)


def test_the_page_has_every_heading_and_table_that_its_command_writes() -> None:
    written = PAGE.read_text("utf-8")
    for line in re.findall(r"^(?:#|\| ).*$", TEMPLATE.read_text("utf-8"), re.M):
        if "{" not in line:
            assert line in written.splitlines(), line


def test_what_is_measured_stands_on_the_page() -> None:
    page = write_page(make_found(hello=250), {"processor": "a quick one"})
    for row in (
        "| processor | a quick one |",
        "| new, beside hello | at least 4 times | 4.00 (4.00–4.00) | yes |",
        "| new, beside bare new | at least 0.9 times | 1.00 (1.00–1.00) | yes |",
        "| uncached, beside straightforward | at least 3 times | 1.00 (1.00–1.00) | **no** |",
        "| the last over the first | | 1.00 | 1.00 |",
    ):
        assert row in page.splitlines()


def test_a_page_that_is_too_slow_is_not_said_to_be_quick_enough() -> None:
    goals = {goal.what: goal.reached for goal in list_goals(make_found(hello=251, uncached=499))}
    assert not goals["new, beside hello"]
    assert not goals["uncached: processor time"]
