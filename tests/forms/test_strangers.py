"""Whatever a stranger posts, nothing raises, and all of it can be drawn again."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from tests.forms.conftest import form_of, python_evaluate
from tests.forms.submitting import CHOICE, answer, one, read

EVERYTHING = form_of(
    {"type": "textfield", "key": "text", "label": "T", "validate": {"pattern": "^a+$", "required": True}},
    {"type": "textarea", "key": "long", "label": "L"},
    {"type": "textfield", "key": "phone", "label": "P", "validate": {"validationType": "phone"}},
    {"type": "textfield", "key": "mail", "label": "M", "validate": {"validationType": "email"}},
    {"type": "number", "key": "number", "label": "N", "validate": {"min": 1}},
    {"type": "select", "key": "select", "label": "S", "values": CHOICE},
    {"type": "checklist", "key": "list", "label": "C", "values": CHOICE},
    {"type": "checkbox", "key": "tick", "label": "K"},
    {"type": "datetime", "subtype": "date", "key": "date", "label": "D"},
    {"type": "datetime", "subtype": "time", "key": "time", "label": "H"},
    {"type": "datetime", "subtype": "datetime", "key": "moment", "label": "H"},
    {"type": "filepicker", "key": "file", "label": "F"},
    {"type": "expression", "key": "sum", "expression": "=number * 2"},
    {
        "type": "dynamiclist",
        "path": "rows",
        "label": "R",
        "components": [
            {"type": "number", "key": "n", "label": "n"},
            {"type": "select", "key": "s", "label": "s", "values": CHOICE},
        ],
    },
)


NAMES = st.sampled_from(
    [
        "text",
        "long",
        "phone",
        "mail",
        "number",
        "select",
        "list",
        "tick",
        "date",
        "time",
        "moment",
        "file",
        "sum",
        "rows",
        "rows.rows",
        "rows.0.n",
        "rows.1.s",
        "rows.x",
        "_row",
        "_update",
        "file.kept",
    ]
)


SCALARS = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none(), st.binary(max_size=5)
)


HINTS = st.sampled_from(
    [
        "1,5",
        "16/05/2023",
        "24:00",
        "add:rows",
        "remove:rows.0",
        "accept",
        "99999999999999999999",
        "0001-01-01T00:00Z",
    ]
)


VALUES = st.recursive(
    SCALARS | HINTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | NAMES, inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES | st.text(max_size=8), VALUES, max_size=12))
def test_nothing_a_stranger_posts_raises_and_all_of_it_can_be_drawn_again(posted: dict[str, object]) -> None:
    reading = read(EVERYTHING, posted)
    json.dumps(reading.answers, allow_nan=False)
    forms.render(EVERYTHING, reading.kept, reading.problems, python_evaluate, {})
    assert not reading.answers or "text" in reading.answers


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_reading_an_answer_again_changes_nothing(typed: str) -> None:
    form = one(type="textarea")
    kept = answer(form, typed)
    assert kept is None or answer(form, kept) == kept
