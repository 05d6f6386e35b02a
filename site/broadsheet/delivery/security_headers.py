"""The security headers that every response carries, whatever it is."""

from flask import Flask, Response, request

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would break the strict check of the form token over HTTPS.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
ONE_YEAR_OF_HTTPS = "max-age=31536000"


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    present = {name.lower() for name, _value in response.headers}
    response.headers.extend((name, value) for name, value in ALWAYS.items() if name.lower() not in present)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR_OF_HTTPS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
