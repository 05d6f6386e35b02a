"""The address to which browsers report what they refused to load. They prove nothing, so little is kept of it."""

import threading
import time

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from ..delivery import content_policy
from ..delivery.same_origin import refuse_other_sites
from ..storage import writing
from .watching.reports import LONGEST_REPORT, count_refusals, read_reports

blueprint = Blueprint("broadsheet_reports", __name__)
blueprint.before_request(refuse_other_sites)

MOST_A_MINUTE = 60  # requests written by each process; what comes beyond is dropped


class MinuteLimit:
    """Lets a number of events pass in each minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.minute, self.passed = 0, 0

    def lets_pass(self) -> bool:
        with self.lock:
            minute = int(time.monotonic() // 60)
            if minute != self.minute:
                self.minute, self.passed = minute, 0
            self.passed += 1
            return self.passed <= self.most


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["broadsheet.consent.report_limit"] = MinuteLimit(MOST_A_MINUTE)
    content_policy.report_to(app, "broadsheet_reports.take_reports")


@blueprint.post("/privacy/reports")
def take_reports() -> ResponseReturnValue:
    """Count what a browser refused; the answer is always the same, and empty."""
    limit: MinuteLimit = current_app.extensions["broadsheet.consent.report_limit"]
    if limit.lets_pass():
        body = request.get_data()
        keys = read_reports(body) if len(body) <= LONGEST_REPORT else []
        if keys:
            with writing() as session:
                count_refusals(session, keys)
    return "", 204
