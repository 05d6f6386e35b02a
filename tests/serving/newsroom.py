"""The real server with the demo newsroom, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ports import reserved_port

PROGRAM = str(Path(sys.executable).with_name("broadsheet"))
PATIENCE_SECONDS = 30


@contextmanager
def running_newsroom(folder: Path, log: IO[str] | None = None, **settings: str) -> Iterator[str]:
    """Serve the demo newsroom from a folder, and give its address; `{port}` in a setting stands for its port.

    What the server complains of goes to `log`, or to where our own complaints go.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BROADSHEET_")}
    environment["BROADSHEET_DATA"] = str(folder / "data")
    with reserved_port() as port:
        environment |= {name: value.replace("{port}", str(port)) for name, value in settings.items()}
        command = [PROGRAM, "serve", "--demo", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert process.stdout
        for line in process.stdout:
            if line.startswith("Serving "):
                break
        else:
            raise RuntimeError(f"The newsroom did not start; it ended with {process.wait()}.")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            status = process.wait(PATIENCE_SECONDS)
            process.stdout.close()
        assert status == 0
