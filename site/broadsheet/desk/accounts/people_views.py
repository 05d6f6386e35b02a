"""The addresses of all accounts, for owners. They are made by the command `broadsheet user add`, not here."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...languages import N_
from ...page_language import gettext
from ...storage import reading
from ..gate import current_user, make_blueprint
from ..journal.reading import find_done
from ..roles import OWNER, ROLES, allow
from ..showing import show
from .changing import changing
from .models import User
from .passkeys import count_passkeys
from .sessions import LARGEST_ID, count_sessions
from .users import (
    AccountError,
    forget_second_factor,
    get_user,
    list_users,
    remove_user,
    set_role,
    sign_out_everywhere,
)

blueprint = make_blueprint("people", __name__, told={"act": N_("What is to be done"), "role": N_("Role")})

ACTS = {"sign-out": sign_out_everywhere, "forget-factor": forget_second_factor, "remove": remove_user}
NOT_SURE = N_("Nothing is removed yet. Please tick that you are sure.")
CHANGED = N_("This account has another role by now. Look at it again.")


class Changed(Exception):
    """The account is not as it was when the form was shown."""


@blueprint.get("/people")
@allow(OWNER)
def show_people() -> ResponseReturnValue:
    session = reading()
    done = find_done(session, request.args.get("done", ""), current_user().name)
    return show(
        "accounts/people.html", people=list_users(session), signed_in=count_sessions(session), done=done
    )


@blueprint.get("/people/<int:id>")
@allow(OWNER)
def show_person(id: int) -> ResponseReturnValue:
    return _render(_find_person(id))


@blueprint.post("/people/<int:id>")
@allow(OWNER)
def change_person(id: int) -> ResponseReturnValue:
    """Do what `act` names: role (with `role`, and `was`, which was shown), sign-out, forget-factor, remove (with `sure`)."""
    person, act = _find_person(id), request.form.get("act", "")
    is_own = person.id == current_user().id
    if act != "role" and act not in ACTS:
        abort(400)
    if act == "remove" and "sure" not in request.form:
        return _render(person, NOT_SURE), 422
    try:
        with changing(current_user().name, act, person.name) as (session, batch):
            _change(session, get_user(session, person.name), act)
    except AccountError as error:
        return _render(_find_person(id), str(error)), 422
    except Changed:
        return _render(_find_person(id), CHANGED), 409
    if act == "remove":
        return redirect(url_for("desk_people.show_people", done=batch), 303)
    if (
        act == "role" and is_own and request.form.get("role") != OWNER
    ):  # This room is closed to them from now on.
        return redirect(url_for("desk_overview.show_overview"), 303)
    return redirect(url_for("desk_people.show_person", id=id, done=batch), 303)


def _change(session: Session, person: User, act: str) -> None:
    if act != "role":
        ACTS[act](session, person)
        return
    if request.form.get("was") != person.role:
        raise Changed
    set_role(session, person, request.form.get("role", ""))


def _find_person(id: int) -> User:
    person = reading().get(User, id) if 0 < id <= LARGEST_ID else None
    if person is None:
        abort(404)
    return person


def _render(person: User, problem: str = "") -> Response:
    session = reading()
    return show(
        "accounts/person.html",
        person=person,
        signed_in=count_sessions(session).get(person.id),
        passkeys=count_passkeys(session, person),
        roles=ROLES,
        done=find_done(session, request.args.get("done", ""), current_user().name),
        problem=gettext(problem) if problem else "",
    )
