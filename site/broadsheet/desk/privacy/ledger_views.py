"""The addresses of the ledger of choices: look up a receipt, verify, export."""

from collections.abc import Iterator

from flask import Response, abort, request, stream_with_context
from flask.typing import ResponseReturnValue

from ...consent.ledger.export import list_csv_lines, list_json_lines, read_wordings
from ...consent.ledger.records import describe_record
from ...consent.ledger.verifying import count_records, read_records
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, snapshot, writing
from ..gate import current_user, make_blueprint
from ..journal.reading import find_done
from ..journal.writing import LEDGER, write_entry
from ..roles import OWNER, allow
from ..showing import show, show_in_steps
from .receipts import find_receipt
from .verifying import CHOICES, Verification, find_last_verified

blueprint = make_blueprint("privacy", __name__, told={"email": N_("E-mail"), "receipt": N_("Receipt")})

NO_RECEIPT = N_(
    "This is neither the number of a receipt nor its file. Paste the file from the first bracket to the last."
)
FILES = {"jsonl": "application/jsonl", "csv": "text/csv", "wordings": "application/jsonl"}
LINES_AT_ONCE = 200


@blueprint.get("/privacy")
@allow(OWNER)
def show_privacy() -> ResponseReturnValue:
    return render_privacy()


@blueprint.post("/privacy/receipt")
@allow(OWNER)
def look_up_receipt() -> ResponseReturnValue:
    typed = request.form.get("receipt", "")
    found = find_receipt(reading(), typed)
    if found is None:
        return render_privacy("receipt", NO_RECEIPT, typed), 422
    return show("privacy/receipt.html", found=found)


@blueprint.post("/privacy/verify")
@allow(OWNER)
def verify() -> ResponseReturnValue:
    return show_in_steps("privacy/verified.html", verification=Verification(current_user().name))


@blueprint.post("/privacy/export")
@allow(OWNER)
def export() -> ResponseReturnValue:
    """Send the ledger as a file while it is read: `format` is jsonl, csv or, for the words behind it, wordings."""
    kind = request.form.get("format", "")
    if kind not in FILES:
        abort(400)
    with writing() as session:
        after = {"format": kind, "records": count_records(session)}
        write_entry(session, current_user().name, "export", LEDGER, CHOICES, after=after)
    response = Response(stream_with_context(_read_lines(kind)), content_type=f"{FILES[kind]}; charset=utf-8")
    name = f"privacy-{'choices.' + kind if kind != 'wordings' else 'wordings.jsonl'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read_lines(kind: str) -> Iterator[str]:
    with snapshot() as session:
        if kind == "wordings":
            lines = list_json_lines(read_wordings(session))
        else:
            described = map(describe_record, read_records(session))
            lines = list_csv_lines(described) if kind == "csv" else list_json_lines(described)
        while some := "".join(line for _, line in zip(range(LINES_AT_ONCE), lines, strict=False)):
            yield some


def render_privacy(form: str = "", problem: str = "", typed: str = "") -> Response:
    """Return the page of privacy; `problem` is what is wrong in one of its forms, where `typed` stood."""
    session = reading()
    return show(
        "privacy/privacy.html",
        records=count_records(session),
        verified=find_last_verified(session),
        done=find_done(session, request.args.get("done", ""), current_user().name),
        form=form,
        problem=gettext(problem) if problem else "",
        typed=typed,
    )
