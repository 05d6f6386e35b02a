"""What a refresh that is ended at any point leaves, the next one completes."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.related import Related, RelatedIndex, refresh, refresh_lists

Lists = Callable[[], dict[str, list[str]]]
TakeIn = Callable[..., None]


class Killed(BaseException):
    """The process ends here; no `except Exception` may hinder it."""


STEPS = ["remove_many", "add_many", "changed", "forget_changed", "write_lists", "settle", "mark_listed"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_whatever_step_is_the_last_the_next_refresh_completes_it(
    related: Related,
    take_in: TakeIn,
    require_lists: Lists,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    take_in("ferry", "bread", "oven", "wharf")
    refresh_lists()
    take_in("tide", ferry="The captain reads of rye.", removed=("wharf",))
    owner: Any = RelatedIndex if hasattr(RelatedIndex, step) else refresh
    act = getattr(owner, step)

    def end(*arguments: Any) -> None:
        if after:
            result = act(*arguments)
            if step == "write_lists":
                next(result)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(owner, step, end)
        refresh_lists()
    take_in("new")
    refresh_lists()
    assert set(require_lists()) == {"ferry", "bread", "oven", "tide", "new"}


CHILD = """
import sys
from flask import Flask
from broadsheet.related import Related

app = Flask("somebody")
app.config.update(BROADSHEET_DATA=sys.argv[1], BROADSHEET_DATABASE=sys.argv[2])
related = Related(app)
with app.app_context():
    for number in range(int(sys.argv[3]), 100_000):
        related.add(f"{number:06}", f"Story {number}", f"The harbour {number % 7} and the ferry {number % 5}", f"/{number}")
        if number % 3 == 2:
            related.remove(f"{number - 1:06}")
        print(number, flush=True)
"""


def test_lists_survive_kills(related: Related, require_lists: Lists, tmp_path: Path, database: str) -> None:
    last = -1
    for kill in range(3):
        command = [sys.executable, "-c", CHILD, str(tmp_path / "data"), database, str(last + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            for _ in range(3):
                last = int(child.stdout.readline())
            time.sleep(0.01 * kill)  # Not to wait for something, but to be killed elsewhere.
            child.send_signal(signal.SIGKILL)
            last = max([last, *(int(line) for line in child.stdout.read().split())])
    related.add("end", "The end", "The harbour and the ferry", "/end")
    lists = require_lists()
    assert f"{last:06}" in lists
    assert len(lists) > 5
