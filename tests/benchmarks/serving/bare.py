"""A WSGI function that does nothing but return an answer of ours that was kept, whichever its address names."""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create_app() -> Application:
    """Make the function; the file that ANSWERS names holds (status, headers, body) by address."""
    answers = pickle.loads(Path(os.environ["ANSWERS"]).read_bytes())  # noqa: S301 -- our own file

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, headers, body = answers[environ["PATH_INFO"]]
        start_response(status, headers)
        return [body]

    return answer
