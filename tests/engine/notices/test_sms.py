"""How long a short message is, that ours fit, and which numbers can take one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.notices.sms import PARTS, fitted, mobile, parts
from engine.notices.wording import short_words
from engine.releases.texts import read_texts

TEXTS = read_texts((Path(__file__).parents[3] / "processes/cv731/texts.yaml").read_bytes())
LONGEST = {
    "report_no": "PA-2026-000123-12",
    "domain": "phananh.daklak.gov.vn",
    "hotline": "0262 3 800 800",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # two septets each
        ("€" * 81, 2),
        ("ả" * 70, 1),
        ("ả" * 71, 2),
        ("ả" * 134, 2),
        ("ả" * 135, 3),
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, expected: int) -> None:
    assert parts(text) == expected


def test_a_text_too_long_loses_its_marks_and_only_then_its_end() -> None:
    marked = "Phản ánh đã được chuyển đến Ủy ban nhân dân phường. " * 4
    assert parts(marked) > PARTS
    assert fitted(marked).startswith("Phan anh da duoc chuyen den Uy ban nhan dan phuong. Phan anh")
    assert fitted(marked) != fitted(marked * 3) and parts(fitted(marked * 3)) == PARTS
    assert fitted("Đường ngập") == "Đường ngập"


@pytest.mark.parametrize("name", [name for name in sorted(TEXTS.entries) if name.startswith("reporter.")])
def test_every_notice_fits_two_parts_with_its_marks(name: str) -> None:
    text = short_words(TEXTS, name, LONGEST, "sms")
    assert parts(text) <= PARTS and LONGEST["domain"] in text
    assert any(ord(letter) > 0x300 for letter in text)  # it kept its marks: nothing had to be taken away


def test_a_notice_without_short_words_of_its_own_says_nothing_of_its_matter() -> None:
    neutral = short_words(TEXTS, "notice.neutral", LONGEST, "sms")
    assert short_words(TEXTS, "reporter.refusal", LONGEST, "sms") == neutral
    assert short_words(TEXTS, "no.such.notice", LONGEST, "zalo") != neutral


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0905000111", "+84905000111"),
        ("+84905000111", "+84905000111"),
        ("02623852222", None),  # a landline of Buôn Ma Thuột
        ("12", None),
        ("abc", None),
        (None, None),
    ],
)
def test_only_mobile_numbers_take_short_messages(number: str | None, expected: str | None) -> None:
    assert mobile(number) == expected
