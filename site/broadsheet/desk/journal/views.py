"""The address of the journal."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from ...languages import N_
from ...page_language import gettext
from ...settings import settings_of
from ...storage import reading
from ..gate import make_blueprint
from ..roles import OWNER, allow
from ..showing import show
from .reading import list_entries, read_wanted
from .writing import KINDS

blueprint = make_blueprint("journal", __name__)

ON_A_PAGE = 50
FILTERS = ("who", "kind", "subject", "since", "until")
NO_DAY = N_("This is no day. Write it like 2026-11-20.")


@blueprint.get("/journal")
@allow(OWNER)
def show_journal() -> ResponseReturnValue:
    typed = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    given = {"typed": typed, "kinds": KINDS, "is_older": "before" in request.args}
    try:
        wanted = read_wanted(request.args, settings_of(current_app).zone)
    except ValueError:
        return show("journal.html", entries=[], next=None, problem=gettext(NO_DAY), **given), 422
    entries = list_entries(reading(), wanted, ON_A_PAGE + 1)
    next = entries[ON_A_PAGE - 1].id if len(entries) > ON_A_PAGE else None
    return show("journal.html", entries=entries[:ON_A_PAGE], next=next, problem="", **given)
