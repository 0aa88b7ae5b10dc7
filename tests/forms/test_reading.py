"""What is posted becomes answers that can be trusted, or problems that can be mended."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

import forms
from forms import Evaluate, File, RefusedFile
from tests.forms.conftest import form_of
from tests.forms.submitting import CHOICE, answer, fault, one, read


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
    assert read(one(type="textfield"), {"a": "x", "assignee": "me", "a.b": "y"}).answers == {"a": "x"}


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


def test_evaluate_is_given_case_data_under_the_answers(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"},
        {"type": "expression", "key": "product", "expression": "=n * factor"},
    )
    assert form.read({"n": "4"}, {}, evaluate, {"factor": 3, "n": 100}).answers == {"n": 4, "product": 12}
