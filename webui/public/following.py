"""“That is the matter, I follow it”: public matters nearby, offered before a report is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from engine.reading.nearby import Nearby, is_public, near
from engine.work import Work
from webui import places
from webui.pages import say

FIELD = "follows"
LOOK = "_nearby"
_WHAT = "what"


def offered(work: Work, values: Mapping[str, Any]) -> list[Nearby]:
    """Up to three public matters of the commune that is filled in; none before that."""
    found = places.resolve(work, str(values.get("commune") or ""))
    if len(found) != 1:
        return []
    return near(work, found[0].code, _degrees(values.get("lat")), _degrees(values.get("lon")))


def _degrees(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def chosen(work: Work) -> str | None:
    """The number of the public matter that the reporter follows, if it is one."""
    number = request.form.get(FIELD, "")
    return number if number and is_public(work, number) is not None else None


def with_words(work: Work, submitted: MultiDict[str, str]) -> MultiDict[str, str]:
    """Who follows a matter need not describe it again."""
    number = submitted.get(FIELD, "")
    title = is_public(work, number) if number and not submitted.get(_WHAT, "").strip() else None
    if title is None:
        return submitted
    copy: MultiDict[str, str] = MultiDict(submitted)
    copy[_WHAT] = say("follow.words", number=number, title=title)
    return copy
