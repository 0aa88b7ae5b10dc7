"""What is posted becomes answers that can be trusted, or problems that can be mended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

import forms
from forms import Evaluate, File, Reading, RefusedFile
from tests.forms.conftest import python_evaluate


def form_of(*components: Any) -> forms.Form:
    return forms.read_form(json.dumps({"schemaVersion": 19, "components": list(components)}).encode())


def one(**field: Any) -> forms.Form:
    return form_of({"key": "a", "label": "Ô này", **field})


def read(form: forms.Form, submitted: Mapping[str, object], **more: Any) -> Reading:
    uploads, context, lookups = more.get("uploads", {}), more.get("context", {}), more.get("lookups")
    return form.read(submitted, uploads, python_evaluate, context, lookups)


def answer(form: forms.Form, value: object) -> object:
    reading = read(form, {"a": value})
    assert reading.problems == ()
    return reading.answers["a"]


def fault(form: forms.Form, value: object) -> str:
    reading = read(form, {"a": value})
    assert [problem.key for problem in reading.problems] == ["a"]
    assert (reading.answers, reading.kept["a"]) == ({}, value), (
        "the value is kept as typed, and nothing is answered"
    )
    assert "Ô này" in reading.problems[0].vi and "Ô này" in reading.problems[0].en
    return reading.problems[0].code


def text(**validate: Any) -> forms.Form:
    return one(type="textfield", validate=validate)


PHONE = text(validationType="phone")
HOTLINE = one(type="textfield", validate={"validationType": "phone"}, properties={"short_numbers": "true"})


@pytest.mark.parametrize(
    ("form", "typed", "kept"),
    [
        (text(), "  Nguye\u0302\u0303n   Tha\u0301i ", "Nguyễn Thái"),
        (text(), "a\x00b\u202ec\r\nd", "a bc d"),
        (text(), "   ", None),
        (one(type="textarea"), " một\r\nhai\x07 ", "một\nhai"),
        (PHONE, "0901 234 567", "+84901234567"),
        (PHONE, "(0262) 385.0850", "+842623850850"),
        (PHONE, "+84 90 123 45 67", "+84901234567"),
        (PHONE, "1900 1022", "+8419001022"),
        (HOTLINE, "113", "113"),
        (HOTLINE, "1022", "1022"),
        (text(validationType="email"), "a.b@vidu.vn", "a.b@vidu.vn"),
        (text(pattern=r"^\d+/QĐ-UBND$"), "1523/QĐ-UBND", "1523/QĐ-UBND"),
        (one(type="checkbox"), "true", True),
        (one(type="checkbox"), "", False),
    ],
)
def test_text_is_cleaned_and_kept_in_one_spelling(form: forms.Form, typed: str, kept: object) -> None:
    assert answer(form, typed) == kept


@pytest.mark.parametrize(
    ("form", "typed", "code"),
    [
        (text(required=True), "  ", "required"),
        (text(required=True), "\u200b\ufeff", "required"),
        (text(minLength=5), "abc", "too_short"),
        (text(maxLength=3), "abcd", "too_long"),
        (text(), "x" * 4001, "too_long"),
        (text(pattern="^a*$"), "a" * 201, "too_long"),
        (text(pattern=r"^\d+$"), "abc", "pattern"),
        (PHONE, "113", "not_phone"),
        (PHONE, "0169 123 4567", "not_phone"),
        (PHONE, "+1 202 555 0123", "not_phone"),
        (PHONE, "gọi tôi", "not_phone"),
        (text(validationType="email"), "a@b", "not_email"),
        (text(validationType="email"), "a@b.vn\n.com x", "not_email"),
        (one(type="checkbox", validate={"required": True}), False, "required_tick"),
    ],
)
def test_text_that_does_not_fit_is_told(form: forms.Form, typed: object, code: str) -> None:
    assert fault(form, typed) == code


NUMBER = one(type="number")


@pytest.mark.parametrize(
    ("form", "typed", "number"),
    [
        (NUMBER, "12", 12),
        (NUMBER, "1,5", 1.5),
        (NUMBER, "1.5", 1.5),
        (NUMBER, "-0,25", -0.25),
        (NUMBER, "\u22123", -3),
        (NUMBER, "1.234,5", 1234.5),
        (NUMBER, "1,234.5", 1234.5),
        (NUMBER, "1.500", 1500),
        (NUMBER, "2.000.000", 2000000),
        (NUMBER, "2 000 000", 2000000),
        (NUMBER, "0.125", 0.125),
        (one(type="number", decimalDigits=6), "12.707", 12.707),
        (one(type="number", decimalDigits=6), "108.056365", 108.056365),
        (NUMBER, "", None),
        (NUMBER, 7, 7),
        (NUMBER, 1.5, 1.5),
    ],
)
def test_numbers_are_read_as_they_are_written_here(form: forms.Form, typed: object, number: object) -> None:
    assert answer(form, typed) == number


@pytest.mark.parametrize(
    ("form", "typed", "code"),
    [
        (NUMBER, "mười", "not_number"),
        (NUMBER, "1e5", "not_number"),
        (NUMBER, "NaN", "not_number"),
        (NUMBER, "1,2,3", "not_number"),
        (NUMBER, "1.2.3", "not_number"),
        (NUMBER, "١٢", "not_number"),
        (NUMBER, "9" * 16, "too_many_digits"),
        (NUMBER, "9" * 5000, "too_many_digits"),
        (one(type="number", decimalDigits=0), "1,5", "not_whole"),
        (one(type="number", decimalDigits=1), "1,55", "too_precise"),
        (one(type="number", validate={"min": 1}), "0", "too_small"),
        (one(type="number", validate={"max": 10}), "10,5", "too_big"),
    ],
)
def test_numbers_that_do_not_fit_are_told(form: forms.Form, typed: str, code: str) -> None:
    assert fault(form, typed) == code


def moment(subtype: str) -> forms.Form:
    return one(type="datetime", subtype=subtype)


@pytest.mark.parametrize(
    ("subtype", "typed", "kept"),
    [
        ("date", "2023-05-16", "2023-05-16"),
        ("date", "16/05/2023", "2023-05-16"),
        ("date", "6/5/2023", "2023-05-06"),
        ("time", "8:05", "08:05:00+07:00"),
        ("time", "17h", "17:00:00+07:00"),
        ("time", "17 giờ 30", "17:30:00+07:00"),
        ("time", "08:05:00+07:00", "08:05:00+07:00"),
        ("datetime", "2023-05-16T08:30", "2023-05-16T08:30:00+07:00"),
        ("datetime", "16/05/2023 08:30", "2023-05-16T08:30:00+07:00"),
        ("datetime", "08:30 16/05/2023", "2023-05-16T08:30:00+07:00"),
        ("datetime", "17:00 ngày 03/03/2026", "2026-03-03T17:00:00+07:00"),
        ("datetime", "2023-05-16T01:30:00Z", "2023-05-16T08:30:00+07:00"),
    ],
)
def test_moments_carry_the_offset_of_the_province(subtype: str, typed: str, kept: str) -> None:
    assert answer(moment(subtype), typed) == kept


@pytest.mark.parametrize(
    ("subtype", "typed", "code"),
    [
        ("date", "31/02/2023", "not_date"),
        ("date", "05/16/2023", "not_date"),
        ("date", "9999-01-01", "not_date"),
        ("time", "24:00", "not_time"),
        ("datetime", "16/05/2023", "not_moment"),
        ("datetime", "0001-01-01T00:00:00+14:00", "not_moment"),
    ],
)
def test_moments_that_do_not_exist_are_told(subtype: str, typed: str, code: str) -> None:
    assert fault(moment(subtype), typed) == code


def test_a_date_that_must_lie_ahead_is_compared_with_the_instant_given() -> None:
    form = one(type="datetime", subtype="date", disallowPassedDates=True)
    now = datetime(2023, 5, 16, 18, 0, tzinfo=UTC)  # already the 17th here
    assert read(form, {"a": "16/05/2023"}, context={"now": now}).problems[0].code == "passed"
    assert read(form, {"a": "17/05/2023"}, context={"now": now}).answers == {"a": "2023-05-17"}


CHOICE = [{"label": "Chấp nhận", "value": "accept"}, {"label": "Ba", "value": 3}]


def test_only_what_is_offered_can_be_chosen() -> None:
    select = one(type="select", values=CHOICE)
    assert answer(select, "accept") == "accept"
    assert answer(select, "3") == 3
    assert answer(select, "") is None
    assert fault(select, "refuse") == "not_option"
    several = one(type="checklist", values=CHOICE)
    assert answer(several, ["3", "accept", "3"]) == [3, "accept"]
    assert fault(several, ["accept", "x"]) == "not_option"
    assert fault(one(type="radio", values=CHOICE, validate={"required": True}), "") == "required_choice"


COMMUNES = [{"value": f"com-{n}", "label": f"Xã số {n}", "group": f"Huyện {n % 15}"} for n in range(184)]


def test_options_come_from_a_named_list_and_a_datalist_takes_their_labels() -> None:
    form = one(type="select", valuesKey="communes", properties={"display": "datalist"})
    lookups = {"communes": COMMUNES}
    assert read(form, {"a": "xã số 7"}, lookups=lookups).answers == {"a": "com-7"}
    assert read(form, {"a": "com-183"}, lookups=lookups).answers == {"a": "com-183"}
    assert read(form, {"a": "Xã số 184"}, lookups=lookups).problems[0].code == "not_option"
    assert read(form, {"a": "com-7"}).problems[0].code == "not_option", "without the list nothing is on offer"


def test_options_may_be_worked_out_from_the_case() -> None:
    form = one(type="select", valuesExpression="=units")
    assert read(form, {"a": "x"}, context={"units": ["x"]}).answers == {"a": "x"}


CONDITIONAL = form_of(
    {"type": "radio", "key": "outcome", "label": "Kết quả", "values": ["accept", "refuse"]},
    {
        "type": "group",
        "path": "no",
        "label": "Từ chối",
        "conditional": {"hide": '=outcome != "refuse"'},
        "components": [
            {"type": "textfield", "key": "why", "label": "Vì sao", "validate": {"required": True}}
        ],
    },
)


def test_a_hidden_answer_is_dropped_whatever_was_posted() -> None:
    assert read(CONDITIONAL, {"outcome": "accept", "no.why": "x"}).answers == {"outcome": "accept"}


def test_a_visible_one_is_asked_for() -> None:
    reading = read(CONDITIONAL, {"outcome": "refuse"})
    assert [(problem.key, problem.vi) for problem in reading.problems] == [("no.why", "Xin nhập “Vì sao”.")]
    assert read(CONDITIONAL, {"outcome": "refuse", "no.why": "x"}).answers == {
        "outcome": "refuse",
        "no": {"why": "x"},
    }


def test_hiding_one_field_hides_those_that_depend_on_it() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "label": "A"},
        {"type": "textfield", "key": "b", "label": "B", "conditional": {"hide": '=a = "x"'}},
        {"type": "textfield", "key": "c", "label": "C", "conditional": {"hide": '=b != "y"'}},
    )
    assert read(form, {"a": "x", "b": "y", "c": "z"}).answers == {"a": "x"}
    assert read(form, {"a": "-", "b": "y", "c": "z"}).answers == {"a": "-", "b": "y", "c": "z"}


def test_conditions_that_contradict_each_other_still_end() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "label": "A", "conditional": {"hide": '=b = "x"'}},
        {"type": "textfield", "key": "b", "label": "B", "conditional": {"hide": '=a = "x"'}},
    )
    assert set(read(form, {"a": "x", "b": "x"}).answers) <= {"a", "b"}


@pytest.mark.parametrize("lock", [{"disabled": True}, {"readonly": True}, {"readonly": '=role = "team"'}])
def test_what_is_locked_cannot_be_posted(lock: dict[str, object]) -> None:
    form = one(type="textfield", **lock)
    assert read(form, {"a": "x"}, context={"role": "team"}).answers == {}


def test_keys_nobody_asked_for_are_ignored() -> None:
    assert read(text(), {"a": "x", "assignee": "me", "a.b": "y"}).answers == {"a": "x"}


ROWS = form_of(
    {
        "type": "dynamiclist",
        "path": "units",
        "label": "Đơn vị",
        "properties": {"max_rows": "3", "min_rows": "1"},
        "components": [
            {"type": "textfield", "key": "name", "label": "Tên", "validate": {"required": True}},
            {"type": "number", "key": "share", "label": "Phần"},
            {"type": "expression", "key": "double", "expression": "=share * 2"},
        ],
    }
)


def test_rows_are_read_by_their_numbers_and_blank_ones_do_not_count() -> None:
    posted = {
        "units.rows": "3",
        "units.0.name": "A",
        "units.0.share": "1,5",
        "units.1.name": " ",
        "units.2.name": "B",
    }
    assert read(ROWS, posted).answers == {
        "units": [{"name": "A", "share": 1.5, "double": 3}, {"name": "B", "share": None, "double": None}]
    }


def test_a_problem_in_a_row_names_the_row() -> None:
    reading = read(ROWS, {"units.0.name": "A", "units.1.share": "2"})
    assert [problem.key for problem in reading.problems] == ["units.1.name"]


def test_rows_have_a_least_and_a_most() -> None:
    assert [problem.code for problem in read(ROWS, {}).problems] == ["too_few_rows"]
    many = {f"units.{n}.name": "x" for n in range(5000)}
    assert len(read(ROWS, many).answers["units"]) == 3
    assert len(read(ROWS, {**many, "units.rows": "999999999999"}).answers["units"]) == 3


def test_row_buttons_change_rows_and_save_nothing() -> None:
    posted = {"units.rows": "2", "units.0.name": "A", "units.1.name": "B"}
    added = read(ROWS, {**posted, "_row": "add:units"})
    assert (added.again, added.answers, added.problems, len(added.kept["units"])) == (True, {}, (), 3)
    removed = read(ROWS, {**posted, "_row": "remove:units.0"})
    assert [row["name"] for row in removed.kept["units"]] == ["B"]
    for odd in ("remove:units.9", "remove:units.-1", "remove:other.0", "add:other", "", "x" * 1000):
        assert len(read(ROWS, {**posted, "_row": odd}).kept["units"]) == 2


def test_nested_json_and_a_browsers_multidict_read_alike() -> None:
    nested = {"units": [{"name": "A", "share": 1.5}]}
    flat = MultiDict([("units.0.name", "A"), ("units.0.share", "1,5")])
    assert read(ROWS, nested).answers == read(ROWS, flat).answers


FILES = one(type="filepicker", multiple=True, accept="image/*,.pdf", properties={"max_files": "2"})
PHOTO = File("id-1", "anh.jpg", "image/jpeg", 1000)


def test_files_are_taken_from_the_uploads_only() -> None:
    assert read(FILES, {"a": "id-9", "a.kept": "id-9"}).answers == {"a": []}
    assert read(FILES, {}, uploads={"a": [PHOTO]}).answers["a"] == [PHOTO.to_answer()]


def test_files_that_do_not_fit_are_told_and_the_good_ones_kept() -> None:
    assert read(FILES, {}, uploads={"a": [PHOTO] * 3}).problems[0].code == "too_many_files"
    other = File("id-2", "x.bin", "application/octet-stream", 1)
    assert read(FILES, {}, uploads={"a": [other]}).problems[0].code == "file_kind"
    reading = read(
        FILES, {}, uploads={"a": [PHOTO, RefusedFile("to.gif", "Chỉ nhận ảnh.", "Only pictures.")]}
    )
    assert reading.problems[0].vi == "to.gif: Chỉ nhận ảnh."
    assert reading.kept["a"] == [PHOTO.to_answer()]
    needed = one(type="filepicker", validate={"required": True})
    assert read(needed, {}).problems[0].code == "required_file"


def test_the_page_says_which_files_it_still_holds() -> None:
    posted = {"a.kept": ["id-1", "id-2"], "a.drop": "id-2"}
    assert forms.kept_files(FILES, posted) == {"a": ["id-1"]}


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


def test_evaluate_is_given_case_data_under_the_answers(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"},
        {"type": "expression", "key": "product", "expression": "=n * factor"},
    )
    assert form.read({"n": "4"}, {}, evaluate, {"factor": 3, "n": 100}).answers == {"n": 4, "product": 12}
