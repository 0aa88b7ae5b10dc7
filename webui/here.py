"""What the present request knows: the installation, who asks, and in which language."""

from __future__ import annotations

import hashlib
import hmac
from typing import cast

from flask import current_app, g, request

from engine.people.logins import Session
from engine.people.standing import Standing
from engine.work import Platform
from webui.config import Config

EXTENSION = "phananh"
LANGUAGES = ("vi", "en")


def platform() -> Platform:
    return cast(Platform, current_app.extensions[EXTENSION])


def config() -> Config:
    return cast(Config, current_app.config["PHANANH"])


def session() -> Session | None:
    """The officer's session, or none for citizens."""
    return cast("Session | None", g.get("officer_session"))


def standing() -> Standing:
    """The officer who asks; only for views that are open to officers."""
    found = session()
    if found is None:
        raise LookupError("this view is open to people without an account")
    return found.standing


def language() -> str:
    """The officer's own language, else what this browser chose, else Vietnamese."""
    found = session()
    chosen = found.standing.language if found else request.cookies.get("ngon-ngu", "vi")
    return chosen if chosen in LANGUAGES else "vi"


def address() -> str:
    """Where the request comes from, for counting only."""
    return request.remote_addr or "unknown"


def sign(purpose: str, text: str) -> str:
    """A short proof that this server wrote `text` for this purpose."""
    secret = cast(bytes, current_app.config["SECRET_KEY"])
    return hmac.new(secret, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(purpose: str, text: str, mark: str) -> bool:
    return hmac.compare_digest(sign(purpose, text).encode(), mark.encode())
