"""Text that every database can keep: no browser sends the sign NUL, and PostgreSQL holds none."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, request

_NUL = "\x00"


def check() -> None:
    """Refuse a request with that sign before anything is asked of the database for it."""
    if any(_NUL in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for sent in (request.args, request.form):
        for name, value in sent.items(multi=True):
            yield name
            yield value
