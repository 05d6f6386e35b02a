"""Lists that are too long for one page."""

from flask import abort, request

LAST_PAGE = 10_000


def page_number() -> int:
    """Return the page that the address asks for, from 1; one that cannot be there is answered by 404."""
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    return number
