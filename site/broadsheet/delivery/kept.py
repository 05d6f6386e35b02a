"""How long browsers keep what changes its address with its content."""

from flask import Request, Response

ONE_YEAR = 365 * 24 * 3600


def keep_version(response: Response, version: str, request: Request) -> Response:
    """Let a browser keep it for ever where it was asked for by this very version (`?v=`), else ask again each time."""
    response.set_etag(version)
    if request.args.get("v") == version:
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = ONE_YEAR
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
