"""The overview in a real browser, on a site whose language is written from right to left."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page

PROGRAM = str(Path(sys.executable).with_name("broadsheet"))
PASSWORD = "seven grey herons"
# How far from the middle of the last bar, of today, the words of the first day begin and those of the last.
DISTANCES = """() => {
  const middle = (element) => { const box = element.getBoundingClientRect(); return box.x + box.width / 2; };
  const plot = [...document.querySelectorAll(".plot")].find((one) => one.querySelector(".plot-bar"));
  const today = middle([...plot.querySelectorAll(".plot-bar")].pop());
  return [...plot.querySelectorAll(".plot-ends span")].map((end) => Math.abs(middle(end) - today));
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_bar_of_a_plot_stands_above_its_day(
    visit: Callable[..., Page],
    run_site: Callable[..., AbstractContextManager[str]],
    tmp_path: Path,
    language: str,
) -> None:
    with run_site(tmp_path, BROADSHEET_LANGUAGE=language) as address:
        subprocess.run(
            [PROGRAM, "user", "add", "olga"],
            input=f"{PASSWORD}\n",
            env={"BROADSHEET_DATA": str(tmp_path / "data")},
            text=True,
            check=True,
            capture_output=True,
        )
        page = visit("/desk/", at=address, javascript=True)
        page.fill("#sign-in-name", "olga")
        page.fill("#sign-in-password", PASSWORD)
        with page.expect_navigation():
            page.click("#sign-in button")
        first, last = page.evaluate(DISTANCES)
        assert last < first
