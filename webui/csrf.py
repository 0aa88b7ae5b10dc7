"""Forms are taken only from our own pages.

An officer's form carries the token of the session; a citizen's carries a signature of a random mark that
lies in a signed cookie of this browser. Both also need an Origin that is ours.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from flask import request
from flask import session as visit

from webui import here
from webui.errors import OutOfDate, Stranger

FIELD = "_csrf"
HEADER = "X-CSRF-Token"
_MARK = "mark"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def visit_mark() -> str:
    """The random mark of this browser's visit; the cookie that holds it ends with the browser."""
    if _MARK not in visit:
        visit[_MARK] = secrets.token_urlsafe(24)
    return str(visit[_MARK])


def token() -> str:
    """What the forms of this page must carry."""
    session = here.session()
    return session.csrf if session else here.sign("csrf", visit_mark())


def check() -> None:
    """Refuse an unsafe request that no page of ours has sent."""
    if request.method in SAFE or request.endpoint is None:
        return
    if not _from_here():
        raise Stranger
    sent = request.form.get(FIELD) or request.headers.get(HEADER, "")
    known = here.session() is not None or _MARK in visit
    if not known or not hmac.compare_digest(sent.encode(), token().encode()):
        raise OutOfDate


def _from_here() -> bool:
    """Browsers name the page's origin on every post; programs that send none must still hold the token."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return _host_of(origin) == request.host
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as half an IPv6 address
        return ""
