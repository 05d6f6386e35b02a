"""Ports for servers of tests, several of which run at the same time."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """Give a port of 127.0.0.1 that nobody else is given meanwhile.

    The socket is bound and never listens, so who asks for any port gets another, and who asks for this very one with
    SO_REUSEADDR, as servers do, may listen there (socket(7)). Until then connections are refused.
    """
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield keeper.getsockname()[1]
