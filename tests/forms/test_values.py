"""One value as it is typed: texts, numbers, moments, each read or told what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import forms
from tests.forms.submitting import answer, fault, one, read


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
        (text(required=True), "\u2800\u3164\uffa0", "required"),
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
