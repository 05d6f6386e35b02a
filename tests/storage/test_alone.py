import threading
from collections.abc import Callable

import pytest
from flask import Flask

from broadsheet.storage import alone, check_writable


def test_only_one_is_past_the_point(app: Flask, together: Callable[..., None]) -> None:
    inside: list[int] = []
    most: list[int] = []
    both_came = threading.Barrier(4)

    def work() -> None:
        both_came.wait()
        with app.app_context(), alone("work"):
            inside.append(1)
            check_writable()
            most.append(len(inside))
            inside.pop()

    together(work)
    assert most == [1, 1, 1, 1]


def test_other_names_do_not_wait(app: Flask) -> None:
    with app.app_context(), alone("work"), alone("other work"):
        check_writable()


def test_an_error_gives_the_right_back(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ValueError, match="gone wrong"), alone("work"):
            raise ValueError("gone wrong")
        with alone("work"):
            check_writable()
