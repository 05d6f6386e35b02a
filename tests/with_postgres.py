"""Run a command with a PostgreSQL of its own: `with_postgres.py COMMAND...`.

A server from Debian's package is started in a temporary folder, listening on a socket there and nowhere else.
The command finds its address in `TEST_POSTGRES`; the server and its folder go when the command ends.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HELP = "There is no PostgreSQL server on this machine. On Debian and Ubuntu: apt install postgresql"


def find_binaries() -> Path:
    """Return the folder of initdb and pg_ctl, of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    sys.exit(HELP)


def as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root lends it the user that the package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def main(command: list[str]) -> int:
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="broadsheet-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, log = folder / "data", folder / "log"

        def run(program: str, *arguments: str) -> None:
            whole = as_server_user([str(binaries / program), *arguments])
            subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "-D", str(data), "-U", "broadsheet", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            run("createdb", "-h", str(folder), "-U", "broadsheet", "broadsheet")
            address = f"postgresql+psycopg://broadsheet@/broadsheet?host={folder}"
            environment = os.environ | {"TEST_POSTGRES": address}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
