"""Templates as they were compiled, kept in the data folder: to compile them anew is most of the first page after a start."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..settings import settings_of

LOG = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Keep them in a folder of their own, which none but us may write: whoever writes it decides what we run."""
    folder = settings_of(app).data / "compiled-templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    if is_ours_alone(folder):
        app.jinja_env.bytecode_cache = Compiled(str(folder), "%s")
    else:
        LOG.warning(
            "Others may write %s, so templates are compiled at each start. Remove it; it is made again.",
            folder,
        )


def is_ours_alone(folder: Path) -> bool:
    """Whether it is a folder and no link, is ours, and nobody else may write it."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


class Compiled(FileSystemBytecodeCache):
    """Each is known by its source, and by the versions of Python and Jinja, so a change of any compiles it anew."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read it, if it can be read; Jinja sees only to some of what half a file does, as a power failure leaves one."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # Such as a full disk: then it is compiled again another time.
            super().dump_bytecode(bucket)
