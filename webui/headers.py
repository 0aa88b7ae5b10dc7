"""What every answer tells the browser: whom to trust, what to keep, what to send on."""

from __future__ import annotations

from flask import Flask, Response, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that, browsers hide the Origin of our own forms from us.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR = 365 * 24 * 60 * 60


def add(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", _keeping())
    return response


def _keeping() -> str:
    """Pages may hold what only one person should see; assets named by their content never change."""
    if request.endpoint != "static":
        return "no-store"
    return f"public, max-age={YEAR}, immutable" if "v" in request.args else "no-cache"


def install(app: Flask) -> None:
    # Flask would ask browsers to revalidate static files; the choice above is made by address instead.
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = None

    @app.after_request
    def headers(response: Response) -> Response:
        if request.endpoint == "static":
            response.headers["Cache-Control"] = _keeping()
        return add(response)
