"""Invented officers: named by their post, one password for each role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from engine.people import passwords, units
from engine.store.tables import memberships, officers
from engine.work import Work

POSITIONS = {
    "ioc_operator": "Trực tiếp nhận",
    "ioc_lead": "Trưởng ca",
    "administrator": "Quản trị viên",
    "analyst": "Cán bộ quy trình",
    "auditor": "Thanh tra, kiểm toán nội bộ",
    "team_leader": "Tổ trưởng",
    "team_member": "Tổ viên",
    "focal_officer": "Cán bộ đầu mối",
    "handling_officer": "Cán bộ xử lý",
    "agency_head": "Thủ trưởng cơ quan",
}
# What a role's user names end in, and how many officers hold it in one unit.
CENTRE = {
    "ioc_operator": ("truc", 3),
    "ioc_lead": ("truongca", 1),
    "analyst": ("quytrinh", 1),
    "auditor": ("thanhtra", 1),
}
TEAM = {"team_leader": ("totruong", 1), "team_member": ("tovien", 2)}
AGENCY = {"focal_officer": ("daumoi", 1), "handling_officer": ("xuly", 2), "agency_head": ("thutruong", 1)}
POSTS = {"ioc": CENTRE, "team": TEAM, "division": AGENCY, "commune": AGENCY, "department": AGENCY}


@dataclass(frozen=True)
class Person:
    """An officer to be entered: one post, or all posts of a unit that has nobody else."""

    login: str
    name: str
    roles: tuple[str, ...]
    unit: units.Unit

    @property
    def role(self) -> str:
        return self.roles[0]


def staff(
    work: Work, codes: Iterable[str], known: Mapping[str, str], alone: Iterable[str] = ()
) -> list[Person]:
    """Enter officers for these units; in those `alone` one person holds every post.

    `known` are the passwords by role; each is hashed once, because hashing is made to be slow.
    """
    hashes = {role: passwords.hash_password(password) for role, password in known.items()}
    lonely = set(alone)
    people = [person for code in codes for person in _of_unit(units.unit(work, code), alone=code in lonely)]
    _enter(work, people, hashes)
    return people


def _of_unit(unit: units.Unit, *, alone: bool) -> Iterator[Person]:
    posts = POSTS[unit.kind]
    if alone:
        yield Person(_login(unit, "motnguoi"), f"Cán bộ duy nhất – {unit.short_name}", tuple(posts), unit)
        return
    for role, (word, count) in posts.items():
        for number in range(1, count + 1):
            tail = str(number) if count > 1 else ""
            name = f"{POSITIONS[role]} {tail}".strip()
            yield Person(_login(unit, word + tail), f"{name} – {unit.short_name}", (role,), unit)


def _login(unit: units.Unit, word: str) -> str:
    """`truc1` at the centre, `643.totruong` in a team, `643-qldt.daumoi` in an agency."""
    if unit.kind == "ioc":
        return word
    return f"{unit.code.partition('-')[2]}.{word}"


def _enter(work: Work, people: list[Person], hashes: Mapping[str, str]) -> None:
    rows = [
        {
            "login": person.login,
            "name": person.name,
            "position": POSITIONS[person.role],
            "email": f"{person.login}@coquan.example.test",
            "password_hash": hashes[person.role],
            "must_change_password": False,
            "created_at": work.now,
        }
        for person in people
    ]
    work.run(sa.insert(officers), rows)
    _give_posts(work, people)


def _give_posts(work: Work, people: list[Person]) -> None:
    logins = [person.login for person in people]
    query = sa.select(officers.c.id, officers.c.login).where(officers.c.login.in_(logins))
    ids = {row.login: row.id for row in work.connection.execute(query)}
    held = [
        {"officer_id": ids[person.login], "unit_id": person.unit.id, "role": role, "valid_from": work.now}
        for person in people
        for role in person.roles
    ]
    work.run(sa.insert(memberships), held)
