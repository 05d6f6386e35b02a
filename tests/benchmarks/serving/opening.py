"""A data folder, worked with as our own commands do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet import create_app
from broadsheet.storage import engine_of


@contextmanager
def opened(data: Path, **settings: str) -> Iterator[None]:
    """Open the app of a data folder and enter its context; its database is closed at the end."""
    app = create_app({f"BROADSHEET_{name}": value for name, value in {"DATA": data, **settings}.items()})
    with app.app_context():
        yield
    engine_of(app).dispose()
