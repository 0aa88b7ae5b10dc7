"""What an account may be called: names that somebody can type, read, tell apart and write to."""

from __future__ import annotations

import re

from engine.people.errors import WrongAccount

LONGEST = 200
# Letters that look alike in other alphabets, and signs that nobody sees, would make twins of an account.
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_EMAIL = re.compile(r"[^\s@<>\"',;:\x00-\x1f\x7f]{1,64}@[^\s@<>\"',;:\x00-\x1f\x7f]{1,190}")


def check(login: str, name: str, position: str, email: str) -> None:
    """Refuse what does not name a person or an address."""
    if not _LOGIN.fullmatch(login):
        raise WrongAccount(
            why="tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số hoặc . - _",
            why_en="a user name has 2 to 60 plain letters, digits or . - _",
        )
    if not name.strip() or not (name + position).isprintable():
        raise WrongAccount(why="xin ghi họ và tên trên một dòng", why_en="a name is needed, on one line")
    if max(len(name), len(position)) > LONGEST:
        raise WrongAccount(
            why=f"họ tên hoặc chức vụ dài quá {LONGEST} ký tự",
            why_en=f"the name or the position is longer than {LONGEST} characters",
        )
    if email and not _EMAIL.fullmatch(email):
        raise WrongAccount(why="địa chỉ thư điện tử chưa đúng", why_en="this is not an e-mail address")
