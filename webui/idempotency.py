"""A key in every unsafe form, so that a form sent twice is done once."""

from __future__ import annotations

import hashlib
import secrets

from flask import request

from webui import here

FIELD = "_key"
HEADER = "Idempotency-Key"
_SHORTEST = 16
_LONG_ENOUGH = 32


def new_key() -> str:
    """A key for a form that is being drawn; signed, so that nobody can choose a weak one."""
    nonce = secrets.token_urlsafe(_SHORTEST)
    return f"{nonce}.{here.sign('key', nonce)}"


def key() -> str:
    """The key of the form that was sent; a new one when it carries none of ours."""
    sent = request.form.get(FIELD) or request.headers.get(HEADER, "")
    nonce, _, mark = sent.rpartition(".")
    return sent if nonce and here.is_signed("key", nonce, mark) else new_key()


def key_of(*said: object) -> str:
    """The key of these words in that form: sent twice they are one act; other words, from the page before,
    are another, and must not be dropped as a repeat."""
    words = hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:_LONG_ENOUGH]
    return f"{key()}.{words}"


def kept_key() -> str:
    """The key for the form on this page: the one that was sent if it is shown again, else a new one."""
    return key() if request.method == "POST" else new_key()
