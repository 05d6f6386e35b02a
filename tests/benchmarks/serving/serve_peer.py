"""Serve an app as `broadsheet serve` serves ours, with one worker: `serve_peer.py MODULE:FACTORY PORT`.

The app answers 200 at /readyz, by which the server knows that it is ready.
"""

import sys

from broadsheet.delivery.server import serve
from broadsheet.settings import Settings

if __name__ == "__main__":
    serve(sys.argv[1], Settings(port=int(sys.argv[2]), workers=1))
