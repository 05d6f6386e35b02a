"""The Content-Security-Policy: nothing but ourselves, and what a provider adds for this request."""

from collections.abc import Callable, Mapping

from flask import Flask, Response, current_app, request, url_for

Sources = Mapping[str, frozenset[str]]
Provider = Callable[[], Sources]

OURSELVES: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "frame-src": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
REPORT_GROUP = "refused"
# The directives whose hosts a service may extend; the others protect the page and stay as they are.
EXTENSIBLE = frozenset(
    {"script-src", "style-src", "img-src", "font-src", "connect-src", "media-src", "frame-src"}
)


def init_app(app: Flask) -> None:
    """Send the policy with every response that has none of its own."""
    if "broadsheet.content_policy" not in app.extensions:
        app.extensions["broadsheet.content_policy"] = []
        app.after_request(_send_policy)


def add_provider(app: Flask, provider: Provider) -> None:
    """Let `provider` add hosts, by directive, to the policy of a page."""
    init_app(app)
    app.extensions["broadsheet.content_policy"].append(provider)


def report_to(app: Flask, endpoint: str) -> None:
    """Let browsers report to the address of `endpoint` what they refused (CSP 3, Reporting API)."""
    app.extensions["broadsheet.content_policy.reports"] = endpoint


def build_policy(added: Sources) -> str:
    """Return the header's value: our own policy with the hosts in `added` joined to it."""
    directives = []
    for directive, own in OURSELVES.items():
        hosts = sorted(added.get(directive, frozenset()))
        kept = [own] if own != "'none'" or not hosts else []
        directives.append(" ".join([directive, *kept, *hosts]))
    return "; ".join(directives)


OWN_POLICY = build_policy({})


def _send_policy(response: Response) -> Response:
    """Only a page loads anything, so only for a page are the providers asked; what leads elsewhere is none."""
    if "Content-Security-Policy" in response.headers:
        return response
    is_page = response.mimetype == "text/html" and response.location is None
    response.headers["Content-Security-Policy"] = build_policy(_collect()) if is_page else OWN_POLICY
    endpoint = current_app.extensions.get("broadsheet.content_policy.reports")
    if is_page and endpoint:
        _ask_for_reports(response, url_for(endpoint))
    return response


def _ask_for_reports(response: Response, address: str) -> None:
    """Name the address in both ways; browsers that know the newer one forget the older, but take it over HTTPS only."""
    response.headers["Content-Security-Policy"] += f"; report-uri {address}"
    if request.is_secure:
        response.headers["Content-Security-Policy"] += f"; report-to {REPORT_GROUP}"
        response.headers["Reporting-Endpoints"] = f'{REPORT_GROUP}="{address}"'


def _collect() -> Sources:
    collected: dict[str, frozenset[str]] = {}
    for provide in current_app.extensions["broadsheet.content_policy"]:
        for directive, hosts in provide().items():
            collected[directive] = collected.get(directive, frozenset()) | hosts
    return collected
