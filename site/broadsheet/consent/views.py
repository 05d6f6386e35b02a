"""The addresses of the choice: `/privacy`, and `/privacy/choices` to see it and to make it."""

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..delivery.addresses import local_path
from ..delivery.same_origin import guard
from ..settings import settings_of
from ..storage import writing
from .choice import carry_choice
from .gate import current_choice, granted_services, policy_in_force
from .ledger import append_record, find_record
from .policy import Policy

blueprint = Blueprint("broadsheet_consent", __name__)
guard(blueprint, told={"decision": "Your answer", "service": "What may load"})

DECISIONS = {"accept", "refuse", "save"}
SURFACES = {"notice", "choices"}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/privacy")
def show_policy() -> ResponseReturnValue:
    return render_template("broadsheet/consent/policy.html", policy=policy_in_force())


@blueprint.get("/privacy/choices")
def show_choices() -> ResponseReturnValue:
    return _render_choices()


@blueprint.post("/privacy/choices")
def make_choice() -> ResponseReturnValue:
    """Record the decision, then answer with its cookie; the next page is made under it."""
    decision = request.form.get("decision", "")
    if decision not in DECISIONS:
        return _render_choices(problem="Nothing was changed: use one of the buttons below."), 422
    policy = policy_in_force()
    granted = read_granted(policy, decision)
    surface = request.form.get("surface", "")
    before = current_choice()
    with writing() as session:
        record = append_record(
            session,
            policy,
            granted,
            surface=surface if surface in SURFACES else "choices",
            language=settings_of(current_app).language,
            before=find_record(session, before.receipt) if before else None,
        )
    response = redirect(local_path(request.form.get("next", "/privacy/choices")), 303)
    carry_choice(response, current_app, policy, record)  # type: ignore[arg-type]
    for id in policy.optional_services - granted:
        for cookie in policy.services[id].cookies:
            if cookie.name in request.cookies:
                response.delete_cookie(cookie.name, path="/")
    return response


def read_granted(policy: Policy, decision: str) -> frozenset[str]:
    """Return the optional services that a decision grants; what is not asked for cannot be granted."""
    if decision == "accept":
        return policy.optional_services
    if decision == "save":
        return policy.optional_services & set(request.form.getlist("service"))
    return frozenset()


def _render_choices(problem: str = "") -> str:
    policy = policy_in_force()
    choice = current_choice()
    granted = {service.id for service in granted_services()}
    return render_template(
        "broadsheet/consent/choices.html",
        policy=policy,
        choice=choice,
        granted=granted,
        problem=problem,
    )
