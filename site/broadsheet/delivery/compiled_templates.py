"""Templates as they were compiled, kept in the data folder: to compile them anew is most of the first page after a start."""

from contextlib import suppress

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..settings import settings_of


def init_app(app: Flask) -> None:
    """Keep them in a folder of their own, which none but us may write: whoever writes it decides what we run."""
    folder = settings_of(app).data / "compiled-templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = Compiled(str(folder), "%s")


class Compiled(FileSystemBytecodeCache):
    """Each is known by its source, and by the versions of Python and Jinja, so a change of any compiles it anew."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # Such as a full disk: then it is compiled again another time.
            super().dump_bytecode(bucket)
