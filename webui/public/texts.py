"""Texts of the release in force, which analysts word; a catalogue entry where it has none."""

from __future__ import annotations

from engine.errors import NotFound
from engine.releases import Texts
from engine.work import Work
from webui import here
from webui.pages import say

_NONE = Texts({})


def texts(work: Work) -> Texts:
    """The texts in force; none before the first release."""
    try:
        return work.platform.library.in_force(work).texts
    except NotFound:
        return _NONE


def text(work: Work, name: str, *, say_instead: str, **values: object) -> str:
    """A text of the release, or this site's own words for the same."""
    known = texts(work)
    if name in known:
        return known.say(name, values, language=here.language())
    return say(say_instead, **values)
