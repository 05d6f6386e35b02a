"""The chore of the desk does its work."""

from flask import Flask

from broadsheet.chores import FAILED, run_chores


def test_sessions_are_tidied(app: Flask) -> None:
    with app.app_context():
        done = dict(run_chores(app))
    assert done["desk sessions"] != FAILED
