"""An expression that gives null because of a mistake says which."""

from __future__ import annotations

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('abs("x")', ["Hàm «abs» không nhận đối số (chuỗi)."]),
        ("abs()", ["Hàm «abs» không nhận lời gọi không có đối số."]),
        ('modulo(1, "x")', ["Hàm «modulo» không nhận đối số (số, chuỗi)."]),
        ("abs(number: 1)", ["Hàm «abs» không nhận đối số (number: số)."]),
        ('1 + "x"', ["Phép «+» không có nghĩa giữa số và chuỗi."]),
        ('@"2021-01-01" < 1', ["Phép «<» không có nghĩa giữa ngày và số."]),
        ("1 / 0", ["Phép chia cho 0 không có kết quả."]),
        (
            'abs("x") + abs(true)',
            ["Hàm «abs» không nhận đối số (chuỗi).", "Hàm «abs» không nhận đối số (giá trị đúng/sai)."],
        ),
        # What is merely missing is no mistake.
        ("abs(null)", []),
        ("missing + 1", []),
        ("1 + 1", []),
    ],
)
def test_a_mistake_is_told(text: str, said: list[str]) -> None:
    with feel.heard() as reasons:
        feel.parse(text).evaluate()
    assert reasons == said


def test_a_loop_of_mistakes_is_told_a_few_times() -> None:
    with feel.heard() as reasons:
        feel.parse('for i in 1..100 return i + "x"').evaluate()
    assert 0 < len(reasons) < 10


def test_nobody_hears_what_was_said_before() -> None:
    feel.parse("1 / 0").evaluate()
    with feel.heard() as outer:
        with feel.heard() as inner:
            feel.parse("1 / 0").evaluate()
        feel.parse('abs("x")').evaluate()
    assert len(inner) == 1
    assert outer == ["Hàm «abs» không nhận đối số (chuỗi)."]
