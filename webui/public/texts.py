"""Texts of the release in force, which analysts word; a catalogue entry where it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import Formatter

from engine.errors import NotFound
from engine.releases import Texts
from engine.work import Work
from webui import here, words
from webui.pages import say

_NONE = Texts({})
_CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
# A sentence ends at a full stop, or where a placeholder is followed by a new sentence.
_SENTENCES = re.compile(rf"(?<=[.!?}}])\s+(?=[{_CAPITALS}“*{{])")


def texts(work: Work) -> Texts:
    """The texts in force; none before the first release."""
    try:
        return work.platform.library.in_force(work).texts
    except NotFound:
        return _NONE


def text(work: Work, name: str, *, say_instead: str, **values: object) -> str:
    """A text of the release in force, or this site's own words for the same."""
    known = texts(work)
    if name in known:
        return known.say(name, values, language=here.language())
    return say(say_instead, **values)


def sentences(known: Texts, name: str, values: Mapping[str, object], *, form: str | None = None) -> str:
    """A text without those of its sentences for which a fact is missing: nothing is shown as a dash."""
    if name not in known:
        return _without_gaps(words.template(name, here.language()), values).format(**values)
    entry = known.entries[name]
    told = {key: _without_gaps(template, values) for key, template in entry.items()}
    return replace(known, entries={name: told}).say(name, values, language=here.language(), form=form)


def _without_gaps(template: str, values: Mapping[str, object]) -> str:
    kept = [each for each in _SENTENCES.split(template) if _is_known(each, values)]
    return " ".join(kept)


def _is_known(sentence: str, values: Mapping[str, object]) -> bool:
    named = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return all(values.get(name) not in (None, "") for name in named)
