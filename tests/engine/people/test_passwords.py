"""Passwords: which are refused, how they are kept."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher

from engine.people import passwords
from engine.people.errors import WeakPassword


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12"),
        ("ngắn quá đi", "12"),
        ("a" * 129, "128"),
        ("123456789012", "dễ đoán"),
        ("aaaaaaaaaaaab", "dễ đoán"),
        ("Matkhau@12345", "dễ đoán"),
        ("Mật khẩu 2026!", "dễ đoán"),
        ("DakLak-IOC-2023", "dễ đoán"),
        ("qwertyuiop123", "dễ đoán"),
        ("phản ánh hiện trường", "dễ đoán"),
        ("an.nguyen.2026!", "dễ đoán"),
    ],
)
def test_a_password_that_anybody_would_try_is_refused(password: str, why: str) -> None:
    with pytest.raises(WeakPassword) as caught:
        passwords.check(password, login="an.nguyen")
    assert why in caught.value.vi


@pytest.mark.parametrize(
    "password", ["con trâu đi trước cày", "xK9#mP2$vL7q", "rừng khộp tháng ba", "b" + "xyzt" * 20]
)
def test_a_long_password_of_any_make_is_taken(password: str) -> None:
    passwords.check(password, login="an.nguyen")


def test_one_vietnamese_password_opens_from_two_keyboards() -> None:
    kept = passwords.hash_password(unicodedata.normalize("NFC", "rừng khộp tháng ba"))
    assert passwords.verify(kept, unicodedata.normalize("NFD", "rừng khộp tháng ba"))


def test_a_hash_that_is_none_opens_nothing() -> None:
    assert not passwords.verify("-", "rừng khộp tháng ba")


def test_a_weaker_hash_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not passwords.is_outdated(passwords.hash_password("x"))


def test_a_password_to_read_aloud_is_plain_and_passes() -> None:
    for _ in range(200):
        made = passwords.readable_password()
        assert made.isascii() and made == made.lower() and set(made) & set("01il") <= {"i", "l"}
        passwords.check(made)


def test_the_words_to_read_aloud_are_many_and_different() -> None:
    words = passwords.spoken_words()
    assert len(words) == len(set(words)) >= 64 and not set(words) & passwords.common_words()
