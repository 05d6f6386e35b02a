"""What the notice costs a reader, compressed: its HTML, its styles and its script, beside the lightest complete peers.

Needs npm, to fetch the peers' published packages. Each file is compressed alone (gzip -9), as it travels.
"""

import gzip
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from broadsheet import create_app
from broadsheet.shipped import shipped

# package, script, stylesheet; their configuration and texts, which a site has to add, are not counted.
PEERS = (
    ("vanilla-cookieconsent@3.1.0", "dist/cookieconsent.umd.js", "dist/cookieconsent.css"),
    ("klaro@0.7.22", "dist/klaro-no-css.js", "dist/klaro.min.css"),
)


def measure(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def render_notice(folder: Path) -> bytes:
    """Return the HTML of the notice as it stands on a page of the demo."""
    page = create_app({"BROADSHEET_DATA": folder}).test_client().get("/").text
    found = re.search(r'<form id="privacy-notice".*?</script>', page, re.S)
    assert found
    return found[0].encode()


def fetch_peer(package: str, folder: Path) -> Path:
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder / package, filter="data")
    return folder / package / "package"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        static = shipped("static") / "consent"
        ours = [
            measure(render_notice(folder)),
            *(measure((static / f).read_bytes()) for f in ("notice.css", "notice.js")),
        ]
        print(f"{'bytes, gzip':<32}{'HTML':>8}{'CSS':>8}{'JS':>8}{'all':>8}")
        print(f"{'Broadsheet':<32}" + "".join(f"{size:>8}" for size in (*ours, sum(ours))))
        for package, script, styles in PEERS:
            try:
                at = fetch_peer(package, folder)
            except (OSError, subprocess.CalledProcessError) as error:
                sys.exit(f"{package} could not be fetched: {error}")
            css, js = (measure((at / file).read_bytes()) for file in (styles, script))
            print(
                f"{package:<32}{'in JS':>8}{css:>8}{js:>8}{css + js:>8}   {(css + js) / sum(ours):.1f} times ours"
            )


if __name__ == "__main__":
    main()
