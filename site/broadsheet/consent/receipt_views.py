"""The address of the receipt: to take it home, and to have one checked. A check changes nothing, so anybody may ask."""

from flask import Blueprint, Flask, current_app, json, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from ..delivery.same_origin import refuse_other_sites
from ..settings import settings_of
from ..storage import reading
from .ledger.receipt import NoReceipt, Verdict, check_receipt, make_receipt, read_receipt
from .ledger.records import find_record
from .standing import current_standing, policy_in_force
from .views import render_privacy

blueprint = Blueprint("broadsheet_receipt", __name__)
blueprint.before_request(refuse_other_sites)

NONE_YET = "You have made no choice on this site, so there is no receipt."
NOT_READABLE = "This is not a receipt of a privacy choice: send its JSON, whole and unchanged."


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/privacy/receipt")
def show_receipt() -> ResponseReturnValue:
    """Give the receipt of the choice in force, as JSON; a person without one gets the page that checks one."""
    choice = current_standing().choice
    record = find_record(reading(), choice.receipt) if choice else None
    if record is None:
        wants_page = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
        return (_render_check() if wants_page else jsonify(error=NONE_YET)), 404
    receipt = make_receipt(reading(), record, settings_of(current_app).address)
    response = make_response(json.dumps(receipt, indent=2, ensure_ascii=False) + "\n")
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/privacy/receipt")
def take_receipt() -> ResponseReturnValue:
    """Check a receipt: JSON is answered with JSON, the form with a page."""
    as_json = request.is_json
    text = request.get_data(as_text=True) if as_json else request.form.get("receipt", "")
    try:
        verdict = check_receipt(reading(), read_receipt(text), policy_in_force().version)
    except NoReceipt:
        page = jsonify(valid=False, state="no receipt", error=NOT_READABLE) if as_json else None
        return page or _render_check(text, unreadable=True), 422
    if as_json:
        return jsonify(valid=verdict.genuine, state=verdict.state, receipt=verdict.receipt)
    return _render_check(text, verdict)


def _render_check(text: str = "", verdict: Verdict | None = None, unreadable: bool = False) -> str:
    return render_privacy("receipt.html", text=text, verdict=verdict, unreadable=unreadable)
