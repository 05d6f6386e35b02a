"""A copy of PostgreSQL's database at one moment, by its own program."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Engine

from .unfinished import Unfinished

PROGRAM = "pg_dump"
NO_PROGRAM = (
    "There is no pg_dump here. Install PostgreSQL's own programs (on Debian and Ubuntu: apt install postgresql-client), "
    "of the server's version or newer, or make the backup where they are."
)
# One file that pg_restore reads, for whatever user: neither owners nor rights.
OPTIONS = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges")


def dump_postgres(engine: Engine, file: Path) -> None:
    """Write the database into a new file; raise `Unfinished` with what to do."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unfinished(NO_PROGRAM)
    address, environment = describe_connection(engine.url)
    command = [program, *OPTIONS, f"--file={file}", f"--dbname={address}"]
    done = subprocess.run(  # noqa: S603 -- What it is told comes from the settings.
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unfinished(f"The database could not be copied. {done.stderr.strip()}")


def describe_connection(url: URL) -> tuple[str, dict[str, str]]:
    """Return an address for PostgreSQL's programs, and the environment with the password, which others must not see."""
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    return plain, {"PGPASSWORD": str(url.password)} if url.password else {}
