"""A reporter's own case, opened by its code."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webui import here
from webui.permissions import PUBLIC, open_to
from webui.public import pages
from webui.public.about import centre_number


@pages.get("/tra-cuu")
@open_to(PUBLIC)
def look_up() -> ResponseReturnValue:
    with here.platform().look() as work:
        return render_template("public/look_up.html", problem="", code="", number=centre_number(work))


@pages.post("/tra-cuu", endpoint="find")
@open_to(PUBLIC)
def find() -> ResponseReturnValue:
    return redirect(url_for("public.look_up"), code=303)


@pages.get("/tra-cuu/ho-so")
@open_to(PUBLIC)
def status() -> ResponseReturnValue:
    return redirect(url_for("public.look_up"))
