"""Pictures and other files that articles show or link to: from the export, from beside it, or from the old site."""

from collections import Counter
from urllib.parse import urlsplit

from ..media.connecting import FetchingError
from ..media.fetching import fetch
from ..media.media_shelf import MediaShelf
from ..media.paths import place_of
from ..media.placing import PlacingError, place_file
from ..references import is_file, is_local
from .run import Run

KIND = "file"
MOST_FAILURES = 5
NO_ADDRESS = "The export does not say from where it can be fetched. Name the old site by --site."
NOT_THERE = "It is not there. Name the folder or archive that has it by --media, or fetch it by --download."


def place_files(run: Run, shelf: MediaShelf | None, site: str, download: bool) -> None:
    """Bring every file that articles need and that is not below the folder of articles yet; report those that are missing.

    `site` is the old site's address, from which they are fetched where that is wished.
    """
    missing = _place_given(run)
    if shelf and missing:
        with run.progress("Files", len(missing)) as advance:

            def take(path: str, content: bytes) -> None:
                _place(run, path, content)
                advance(1)

            left = shelf.copy_wanted(missing, take)
        missing = {path: missing[path] for path in left}
    if download and missing:
        _download_all(run, missing, site)
    else:
        for path in filter(is_local, missing):
            run.report.left_out(KIND, path, NOT_THERE)


def _place_given(run: Run) -> dict[str, str]:
    """Place what the export itself holds; return what is still missing, with the address that it had."""
    missing = {}
    for file in run.spool.wanted_files():
        if file.content is not None:
            _place(run, file.path, file.content)
        elif is_file(file.path) and not (run.root / place_of(file.path)).exists():
            missing[file.path] = file.address
    return missing


def _place(run: Run, path: str, content: bytes) -> None:
    try:
        if place_file(run.root, place_of(path), content):
            run.report.came_in(KIND, path)
        else:
            run.report.known(KIND)
    except PlacingError as error:
        run.report.left_out(KIND, path, str(error))


def _download_all(run: Run, missing: dict[str, str], site: str) -> None:
    """Fetch what is missing; a host that failed several times without a success is asked no more."""
    failures: Counter[str] = Counter()
    with run.progress("Downloading", len(missing)) as advance:
        for path, known in missing.items():
            address = known or (_address_of(site, path) if is_local(path) else path)
            host = urlsplit(address).netloc
            if not address:
                run.report.left_out(KIND, path, NO_ADDRESS)
            elif failures[host] >= MOST_FAILURES:
                run.report.left_out(
                    KIND, path, f"{host} failed {MOST_FAILURES} times before, and was asked no more."
                )
            else:
                failures[host] = 0 if _download(run, path, address) else failures[host] + 1
            advance(1)


def _download(run: Run, path: str, address: str) -> bool:
    """Fetch a file and place it; return whether its host gave one."""
    try:
        content = fetch(address)
    except FetchingError as error:
        run.report.left_out(KIND, path, f"{error} ({address})")
        return False
    _place(run, path, content)
    return True


def _address_of(site: str, path: str) -> str:
    """Return the address of a path at the old site; empty where that is not known."""
    parts = urlsplit(site)
    return (
        f"{parts.scheme}://{parts.netloc}{path}" if parts.scheme in {"http", "https"} and parts.netloc else ""
    )
