"""Telling people from programs without asking people anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request
from markupsafe import Markup

from webui import here
from webui.pages import say

TRAP = "website"
OPENED = "_opened"
FASTEST = timedelta(seconds=3)


def fields() -> Markup:
    """A field that nobody sees, and the signed moment at which the page was opened."""
    opened = request.form.get(OPENED) if request.method == "POST" else None
    now = here.platform().clock().isoformat()
    return Markup(
        '<div class="nobody" aria-hidden="true"><label for="{0}">{1}</label>'
        '<input id="{0}" name="{0}" tabindex="-1" autocomplete="off"></div>'
        '<input type="hidden" name="{2}" value="{3}">'
    ).format(TRAP, say("report.leave_empty"), OPENED, opened or f"{now}|{here.sign('opened', now)}")


def looks_like_one() -> bool:
    """Was the hidden field filled in, or all of it within a breath? People just press Send once more."""
    return bool(request.form.get(TRAP)) or not _opened_long_ago(request.form.get(OPENED, ""))


def _opened_long_ago(text: str) -> bool:
    moment, _, mark = text.partition("|")
    if not here.is_signed("opened", moment, mark):
        return False
    return here.platform().clock() - datetime.fromisoformat(moment) >= FASTEST
