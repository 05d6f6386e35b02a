"""The addresses of the choice: `/privacy`, `/privacy/choices` to see it and to make it, and the statement on GPC."""

from datetime import timedelta

from flask import Blueprint, Flask, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ..delivery.addresses import local_path
from ..delivery.limits import TooOften, count_visit
from ..delivery.same_origin import guard
from ..delivery.templates import render
from ..languages import N_, name_language
from ..page_language import speak
from ..settings import settings_of
from ..storage import writing
from .choice import carry_choice, carry_once, forget_once
from .decisions import ONCE, Answer, CannotDecide, NoticeChanged, record_decision, stand_on
from .standing import LANGUAGE, current_asked, current_standing, policy_in_force, replace_standing

blueprint = Blueprint("broadsheet_consent", __name__)
guard(blueprint, told={"decision": "Your answer", "service": "What may load"})

# Back must not show a page from before the choice, with its notice or without its embeds (rule 21).
FORGET_PAGES = '"cache"'
RATE_PERIOD = timedelta(minutes=10)


NOTICE_CHANGED = N_(
    "Your answer was not saved: the question has changed since you opened the page. Please read it again below."
)
TOO_OFTEN = N_(
    "Your answer was not saved: very many answers came from your internet connection in a short time. "
    "What you chose before still holds; please try again in a minute."
)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/privacy")
def show_policy() -> ResponseReturnValue:
    return render_privacy("policy.html")


@blueprint.get("/privacy/choices")
def show_choices() -> ResponseReturnValue:
    return _render_choices()


@blueprint.post("/privacy/choices")
def make_choice() -> ResponseReturnValue:
    """Record the decision, then answer with its cookie; the next page is made under it."""
    asked, answer = current_asked(), read_answer()
    try:
        with writing() as session:
            count_visit(session, "choices", settings_of(current_app).choices_rate, RATE_PERIOD)
            record = record_decision(session, asked, current_standing(), answer)
    except CannotDecide as problem:
        return _render_choices(str(problem)), 422
    except TooOften:
        return _render_choices(TOO_OFTEN), 429
    except NoticeChanged:
        return _render_choices(NOTICE_CHANGED), 409
    response = redirect(local_path(request.form.get("next", "/privacy/choices")), 303)
    if answer.decision == ONCE:
        carry_once(response, asked.policy, record, answer.url)  # type: ignore[arg-type]
        return response
    forget_once(response)  # type: ignore[arg-type]
    carry_choice(response, asked.policy, record)  # type: ignore[arg-type]
    replace_standing(stand_on(asked, record))
    response.headers["Clear-Site-Data"] = FORGET_PAGES
    return response


@blueprint.get("/.well-known/gpc.json")
def show_signal_support() -> ResponseReturnValue:
    """Say that the Global Privacy Control signal is honoured (rule 14)."""
    return jsonify(gpc=True, lastUpdate=policy_in_force().updated.isoformat())


def read_answer() -> Answer:
    form = request.form
    return Answer(
        decision=form.get("decision", ""),
        services=frozenset(form.getlist("service")),
        surface=form.get("surface", ""),
        notice=form.get("notice", ""),
        url=form.get("url", ""),
    )


def render_privacy(template: str, **given: object) -> str:
    """Render a page about the choice, in the reader's language, with what all of them are given."""
    asked = current_asked()
    wanted = request.args.get(LANGUAGE, "")
    speak(asked.language)
    return render(
        f"broadsheet/consent/{template}",
        asked=asked,
        policy=asked.told,
        standing=current_standing(),
        languages={tag: name_language(tag) for tag in asked.policy.languages},
        wanted=wanted if wanted in asked.policy.languages else None,
        **given,
    )


def _render_choices(problem: str = "") -> str:
    asked = current_asked()
    return render_privacy(
        "choices.html",
        problem=asked.translate(problem) if problem else "",
        here=url_for("broadsheet_consent.show_choices", language=request.args.get(LANGUAGE)),
    )
