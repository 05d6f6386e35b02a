"""Sites that move: one is exported, another brings in."""

import os
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask

from broadsheet.transfer.export_commands import export
from broadsheet.transfer.import_commands import group

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture
def bring_in(app: Flask) -> Callable[..., Result]:
    """Run `broadsheet import` on the app, or on another one: `bring_in("wordpress", file, "--dry-run")`."""

    def run(*arguments: object, on: Flask = app, status: int = 0) -> Result:
        return _run(on, group, arguments, status)

    return run


@pytest.fixture
def give_out(app: Flask) -> Callable[..., Result]:
    """Run `broadsheet export`: `give_out(file, "--format", "comments")`."""

    def run(*arguments: object, of: Flask = app, status: int = 0) -> Result:
        return _run(of, export, arguments, status)

    return run


def _run(app: Flask, command: click.Command, arguments: tuple[object, ...], status: int) -> Result:
    result = app.test_cli_runner().invoke(
        command, [os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments]
    )
    assert result.exit_code == status, result.output
    return result
