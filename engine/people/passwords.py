"""Passwords: how they are kept, which are refused, and ones that can be read over the telephone."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.folding import fold
from engine.people.errors import WeakPassword

SHORTEST = 12
LONGEST = 128

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_WORDS = Path(__file__).parent / "words"


def hash_password(password: str) -> str:
    return _HASHER.hash(_normal(password))


def verify(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def nobodys_hash() -> str:
    """A hash that no password opens, to spend on unknown users the time that known ones cost."""
    return _HASHER.hash(secrets.token_hex(32))


def _normal(password: str) -> str:
    # Two keyboards may write one Vietnamese letter in two ways.
    return unicodedata.normalize("NFC", password)


def check(password: str, *, login: str = "") -> None:
    """Refuse a password that is too short, too long or among the first that anybody would try."""
    length = len(_normal(password))
    if length < SHORTEST:
        raise WeakPassword(
            why=f"cần ít nhất {SHORTEST} ký tự", why_en=f"at least {SHORTEST} characters are needed"
        )
    if length > LONGEST:
        raise WeakPassword(why=f"dài quá {LONGEST} ký tự", why_en=f"it is longer than {LONGEST} characters")
    if _is_common(password, login):
        raise WeakPassword(why="quá dễ đoán", why_en="it is too easy to guess")


def _is_common(password: str, login: str) -> bool:
    """Say whether nothing is left once digits, known words and the user name are taken out."""
    letters = re.sub(r"[^a-z]", "", fold(password))
    own = re.sub(r"[^a-z]", "", fold(login))
    words = common_words() | ({own} if len(own) > 2 else set())
    return len(set(letters)) < 4 or _is_made_of(letters, words)


def _is_made_of(letters: str, words: set[str] | frozenset[str]) -> bool:
    reached = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        reached[end] = any(reached[end - len(word)] for word in words if letters[:end].endswith(word))
    return reached[-1]


@cache
def common_words() -> frozenset[str]:
    return frozenset((_WORDS / "common.txt").read_text().split())


@cache
def spoken_words() -> tuple[str, ...]:
    return tuple((_WORDS / "spoken.txt").read_text().split())


def readable_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Five plain words and two digits: easy to read aloud, and to be changed at first use."""
    words = [choose(spoken_words()) for _ in range(5)]
    return "-".join([*words, choose("23456789") + choose("23456789")])
