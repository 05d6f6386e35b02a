import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import create_engine, make_url, text

from broadsheet.backups.making import make_backup


@contextmanager
def restored_database(address: str, folder: Path) -> Iterator[str]:
    """Give the address of a database made of the dump in a folder, as the guide says; none where it is SQLite's file."""
    if not address:
        yield ""
        return
    url = make_url(address)
    other = url.set(database=f"{url.database}_restored")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{other.database}"'))
        connection.execute(text(f'CREATE DATABASE "{other.database}"'))
    try:
        plain = other.set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={plain}", "database.dump"]
        subprocess.run(command, cwd=folder, env=os.environ, check=True)
        yield other.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{other.database}" WITH (FORCE)'))
        engine.dispose()


def test_a_restored_site_is_the_same_and_its_ledger_verifies(
    app: Flask,
    database: str,
    story: str,
    write: Callable[..., int],
    reader: FlaskClient,
    make_reader: Callable[[Flask], FlaskClient],
    unpack: Callable[[Path], Path],
    open_site: Callable[..., Flask],
) -> None:
    write(app, "Will it sail?", email="ada@example.org")
    for decision in ("refuse", "accept"):
        reader.post("/privacy/choices", data={"decision": decision})
    receipt = reader.get("/privacy/receipt").get_json()
    folder = unpack(make_backup(app))
    with restored_database(database, folder) as address:
        other = open_site(folder, address)
        said = FlaskCliRunner(other).invoke(args=["privacy", "verify"])
        assert said.exit_code == 0, said.output
        assert "The ledger is whole: 2 records." in said.output
        page = make_reader(other).get(story)
        assert page.status_code == 200
        assert "Will it sail?" in page.text
        assert make_reader(other).post("/privacy/receipt", json=receipt).get_json()["valid"] is True
        write(other, "The next one.")  # Its counters go on where they were.
        assert make_reader(other).get(story).text.count('id="comment-') > page.text.count('id="comment-')
        make_reader(other).post("/privacy/choices", data={"decision": "refuse"})
        assert FlaskCliRunner(other).invoke(args=["privacy", "verify"]).exit_code == 0
