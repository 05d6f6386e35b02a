"""Where an act of the desk leads: back to the page that its form stood on, which then tells what was done."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ..delivery.addresses import local_path, this_page

NEXT, DONE, CHANGED = "next", "done", "changed"


def way_back() -> str:
    """Return the address of the page being made, for its forms; without what it tells of the act before."""
    return this_page(without=(DONE, CHANGED))


def read_next(otherwise: str) -> str:
    """Return the page of the desk that a form names, or another."""
    wanted = local_path(request.form.get(NEXT, ""))
    return wanted if wanted.startswith(url_for("desk_overview.show_overview")) else otherwise


def read_next_query(otherwise: str) -> MultiDict[str, str]:
    """Return the query of that page."""
    return MultiDict(parse_qsl(urlsplit(read_next(otherwise)).query))


def lead_back(otherwise: str, **told: Any) -> ResponseReturnValue:
    """Lead there, and let it tell something; what is empty is left out."""
    parts = urlsplit(read_next(otherwise))
    query = parse_qsl(parts.query) + [(name, value) for name, value in told.items() if value]
    return redirect(parts._replace(query=urlencode(query, doseq=True)).geturl(), 303)
