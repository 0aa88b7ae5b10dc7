"""Pages work without JavaScript, say everything in words, and escape whatever people wrote."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

import forms
from forms import Evaluate, Problem
from tests.forms.conftest import form_of

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """Collects elements and checks that every one that opens also closes."""

    void = frozenset({"input", "br", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, name: str) -> dict[str, str | None]:
        return next(attributes for _, attributes in self.elements if attributes.get("name") == name)

    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


OPTIONS = [{"label": HOSTILE, "value": "a", "label_en": "Yes"}, {"label": "Không", "value": "b"}]
EVERY_KIND = form_of(
    *(
        {
            "type": kind,
            "key": f"k_{kind}",
            "label": HOSTILE,
            "description": HOSTILE,
            "validate": {"required": True},
        }
        for kind in ("textfield", "textarea", "number", "checkbox", "datetime", "filepicker")
    ),
    *(
        {"type": kind, "key": f"k_{kind}", "label": HOSTILE, "description": HOSTILE, "values": OPTIONS}
        for kind in ("select", "radio", "checklist", "taglist")
    ),
    {
        "type": "text",
        "text": f'# {HOSTILE}\n\n**{HOSTILE}** [x](javascript:alert(1)) [y](https://vidu.vn/"onclick=x)',
    },
    {"type": "separator"},
    {"type": "spacer"},
    {"type": "expression", "key": "sum", "label": "S", "expression": "=x"},
    {
        "type": "group",
        "path": "g",
        "label": HOSTILE,
        "components": [{"type": "textfield", "key": "in", "label": "I"}],
    },
    {
        "type": "dynamiclist",
        "path": "rows",
        "label": HOSTILE,
        "components": [{"type": "textfield", "key": "r", "label": "R"}],
    },
)


def every_name() -> list[str]:
    kinds = [
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "datetime",
        "filepicker",
        "select",
        "radio",
        "checklist",
        "taglist",
    ]
    return [f"k_{kind}" for kind in kinds] + ["g.in", "rows", "rows.0.r"]


@pytest.fixture
def hostile_page(evaluate: Evaluate) -> str:
    values = dict.fromkeys(every_name()[:7], HOSTILE) | {"k_filepicker": [{"id": HOSTILE, "name": HOSTILE}]}
    problems = [Problem(name, HOSTILE, HOSTILE) for name in every_name()]
    return str(forms.render(EVERY_KIND, values, problems, evaluate, {"x": HOSTILE}))


def test_hostile_text_stays_text_in_every_kind_of_field(hostile_page: str) -> None:
    page = Page(hostile_page)
    assert not {"script", "img", "style"} & {tag for tag, _ in page.elements}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not (attributes.get("href") or "").startswith("javascript")


def test_every_field_has_a_label_and_its_error_beside_it(hostile_page: str) -> None:
    page = Page(hostile_page)
    ids = page.ids()
    assert len(ids) == len(set(ids))
    labelled = {attributes.get("for") for tag, attributes in page.elements if tag == "label"}
    for tag, attributes in page.elements:
        if tag in ("input", "select", "textarea") and attributes.get("type") != "hidden":
            assert attributes.get("id") in labelled
        for reference in (attributes.get("aria-describedby") or "").split():
            assert reference in ids
    for name in every_name():
        assert f"f-{name}-error" in ids


def test_the_summary_links_to_inputs_that_exist(hostile_page: str) -> None:
    problems = [Problem(name, "Xin sửa.", "Fix.") for name in every_name()]
    box = Page(str(forms.summary(problems)))
    targets = [attributes["href"] for tag, attributes in box.elements if tag == "a"]
    assert len(targets) == len(problems)
    assert {str(target)[1:] for target in targets} <= set(map(str, Page(hostile_page).ids()))
    assert forms.summary([]) == ""


SHOWN = form_of(
    {"type": "textfield", "key": "phone", "label": "Điện thoại", "validate": {"validationType": "phone", "required": True},
     "properties": {"autocomplete": "tel", "label_en": "Phone", "description_en": "Any"}, "description": "Số di động"},
    {"type": "number", "key": "n", "label": "Số", "appearance": {"suffixAdorner": "km"}},
    {"type": "datetime", "subtype": "datetime", "key": "at", "label": "Lúc"},
    {"type": "filepicker", "key": "photo", "label": "Ảnh", "multiple": True, "accept": "image/*", "properties": {"capture": "true"}},
    {"type": "textfield", "key": "why", "label": "Vì sao", "conditional": {"hide": '=n != 5'}},
    {"type": "checkbox", "key": "ok", "label": "Đồng ý", "defaultValue": True},
)  # fmt: skip


def draw(evaluate: Evaluate, values: dict[str, Any] | None = None, **more: Any) -> str:
    return str(forms.render(SHOWN, values or {}, more.pop("problems", ()), evaluate, {}, **more))


def test_inputs_bring_up_the_right_keyboard_and_camera(evaluate: Evaluate) -> None:
    page = Page(draw(evaluate))
    phone, photo = page.named("phone"), page.named("photo")
    assert (phone["type"], phone["inputmode"], phone["autocomplete"], phone["aria-required"]) == (
        "tel",
        "tel",
        "tel",
        "true",
    )
    assert (photo["accept"], photo["capture"], "multiple" in photo) == ("image/*", "environment", True)
    assert (page.named("n")["inputmode"], page.named("at")["type"]) == ("decimal", "datetime-local")
    assert "checked" in page.named("ok")


def test_values_are_kept_also_where_they_are_wrong(evaluate: Evaluate) -> None:
    reading = SHOWN.read({"phone": "abc", "n": "1,5x", "at": "hôm qua"}, {}, evaluate, {})
    html = draw(evaluate, dict(reading.kept), problems=reading.problems)
    page = Page(html)
    assert [page.named(name)["value"] for name in ("phone", "n", "at")] == ["abc", "1,5x", "hôm qua"]
    assert (page.named("at")["type"], page.named("at")["aria-invalid"]) == ("text", "true")
    assert "checked" not in page.named("ok"), "a tick taken away stays away"
    assert "Lỗi:" in html and "(bắt buộc)" in html


def test_stored_answers_are_shown_in_the_inputs(evaluate: Evaluate) -> None:
    page = Page(draw(evaluate, {"n": 1234.5, "at": "2023-05-16T08:30:00+07:00"}))
    assert (page.named("n")["value"], page.named("at")["value"]) == ("1234,5", "2023-05-16T08:30")


def test_a_conditional_field_appears_when_the_page_is_updated(evaluate: Evaluate) -> None:
    hidden, shown = draw(evaluate, {"n": "4"}), draw(evaluate, {"n": "5"})
    assert "<div data-conditional hidden></div>" in hidden and 'name="why"' not in hidden
    assert re.search(r'<div data-conditional><div[^>]*>\s*<label for="f-why">', shown)
    assert 'name="_update"' in hidden and "Cập nhật" in hidden


def test_enter_presses_a_button_that_submits(evaluate: Evaluate) -> None:
    buttons = [attributes for tag, attributes in Page(draw(evaluate)).elements if tag == "button"]
    assert buttons[0].get("name") is None
    assert all("formnovalidate" in button for button in buttons[1:])


def test_files_already_sent_stay_with_a_way_to_drop_them(evaluate: Evaluate) -> None:
    page = Page(
        draw(evaluate, {"photo": [{"id": "id-1", "name": "anh.jpg", "media_type": "image/jpeg", "size": 1}]})
    )
    assert (page.named("photo.kept")["value"], page.named("photo.drop")["value"]) == ("id-1", "id-1")


def test_english_is_shown_where_the_form_has_it(evaluate: Evaluate) -> None:
    html = draw(evaluate, language="en")
    assert "Phone" in html and "(required)" in html and "Update" in html and "Số di động" not in html


def test_long_lists_are_grouped(evaluate: Evaluate) -> None:
    communes = [{"value": f"com-{n}", "label": f"Xã {n}", "group": f"Huyện {n % 15}"} for n in range(184)]
    plain = form_of({"type": "select", "key": "c", "label": "Xã", "valuesKey": "communes"})
    typed = form_of(
        {
            "type": "select",
            "key": "c",
            "label": "Xã",
            "valuesKey": "communes",
            "properties": {"display": "datalist"},
        }
    )
    html = str(forms.render(plain, {"c": "com-7"}, (), evaluate, {}, {"communes": communes}))
    assert html.count("<optgroup") == 15 and html.count("<option") == 185
    assert '<option value="com-7" selected>Xã 7</option>' in html
    page = Page(str(forms.render(typed, {"c": "com-7"}, (), evaluate, {}, {"communes": communes})))
    assert (page.named("c")["list"], page.named("c")["value"]) == ("f-c-list", "Xã 7")


def test_rows_grow_up_to_their_cap(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "dynamiclist", "path": "r", "label": "R", "properties": {"max_rows": "2"},
         "components": [{"type": "textfield", "key": "a", "label": "A"}]},
    )  # fmt: skip
    fresh = str(forms.render(form, {}, (), evaluate, {}))
    full = str(forms.render(form, {"r": [{"a": "1"}, {"a": "2"}]}, (), evaluate, {}))
    assert 'value="add:r"' in fresh and 'name="r.0.a"' in fresh
    assert 'value="add:r"' not in full and 'value="remove:r.1"' in full


def test_what_the_case_knows_is_filled_in_until_somebody_writes_over_it(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "textfield", "key": "unit", "label": "U", "properties": {"prefill": "proposed"}},
        {"type": "datetime", "subtype": "date", "key": "day", "label": "D", "properties": {"prefill": "now"}},
    )
    context = {"proposed": "team-643", "now": datetime(2023, 5, 16, 20, 30, tzinfo=UTC)}
    fresh = Page(str(forms.render(form, {}, (), evaluate, context)))
    assert (fresh.named("unit")["value"], fresh.named("day")["value"]) == ("team-643", "2023-05-17")
    again = Page(str(forms.render(form, {"unit": "", "day": None}, (), evaluate, context)))
    assert (again.named("unit")["value"], again.named("day")["value"]) == ("", "")
    assert [read.part for read in forms.reads(form)] == ["prefill", "prefill"]


def test_a_folded_group_opens_where_something_is_wrong(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "group", "label": "Gửi thay", "properties": {"folded": "true"},
         "components": [{"type": "textarea", "key": "a", "label": "A", "properties": {"rows": "4"}}]},
    )  # fmt: skip
    closed = str(forms.render(form, {}, (), evaluate, {}))
    opened = str(forms.render(form, {}, [Problem("a", "Xin sửa.", "Fix.")], evaluate, {}))
    assert '<details class="field-group">' in closed and 'rows="4"' in closed
    assert '<details class="field-group" open>' in opened


def test_text_may_speak_of_the_case(evaluate: Evaluate) -> None:
    form = form_of({"type": "text", "text": "## Hạn\n\nTrước **{{due}}**\n\n- một\n- [hai](https://vidu.vn)"})
    html = str(forms.render(form, {}, (), evaluate, {"due": "<17:00>"}))
    assert "<h4>Hạn</h4>" in html and "<strong>&lt;17:00&gt;</strong>" in html
    assert '<li><a href="https://vidu.vn">hai</a></li>' in html


def test_history_shows_words_instead_of_codes(evaluate: Evaluate) -> None:
    form = form_of(
        {"type": "radio", "key": "outcome", "label": "Kết quả", "values": OPTIONS},
        {"type": "datetime", "subtype": "datetime", "key": "at", "label": "Lúc"},
        {"type": "number", "key": "n", "label": "Số"},
        {"type": "checkbox", "key": "ok", "label": "Đồng ý"},
        {"type": "textfield", "key": "none", "label": "Trống"},
        {"type": "textfield", "key": "phone", "label": "SĐT", "validate": {"validationType": "phone"}},
        {"type": "filepicker", "key": "f", "label": "Tệp"},
        {"type": "dynamiclist", "path": "r", "label": "Dòng", "components": [{"type": "textfield", "key": "a", "label": "A"}]},
    )  # fmt: skip
    answers = {
        "outcome": "b", "at": "2026-03-03T17:00:00+07:00", "n": 1234.5, "ok": True, "none": None, "phone": "+84901234567",
        "f": [{"name": "anh.jpg"}], "r": [{"a": "x"}],
    }  # fmt: skip
    assert forms.show(form, answers, evaluate) == [
        ("Kết quả", "Không"),
        ("Lúc", "17:00 ngày 03/03/2026"),
        ("Số", "1.234,5"),
        ("Đồng ý", "Có"),
        ("SĐT", "0901 234 567"),
        ("Tệp", "anh.jpg"),
        ("Dòng 1 – A", "x"),
    ]
    assert forms.show(form, {"outcome": "a"}, evaluate, language="en") == [("Kết quả", "Yes")]
