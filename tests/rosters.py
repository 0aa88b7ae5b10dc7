"""A small province for tests: an IOC, two districts with a team, a division and a commune each, a department."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from engine.people import membership, units
from engine.store import tables
from engine.work import Work

PROVINCE = (
    ("ioc", "Trung tâm điều hành", "ioc", None, None),
    ("team-643", "Tổ xử lý TP Buôn Ma Thuột", "team", None, "643"),
    ("div-643-qldt", "Phòng Quản lý đô thị", "division", "team-643", "643"),
    ("com-24118", "UBND phường Tân Lập", "commune", "team-643", "643"),
    ("team-644", "Tổ xử lý TX Buôn Hồ", "team", None, "644"),
    ("com-24305", "UBND phường Đạt Hiếu", "commune", "team-644", "644"),
    ("dept-gtvt", "Sở Giao thông vận tải", "department", None, None),
)
START = date(2023, 5, 15)


def add_units(work: Work) -> None:
    """Enter the units of the province, all serving since the start of the service."""
    rows = [
        {
            "code": code,
            "name": name,
            "short_name": name,
            "kind": kind,
            "parent_code": parent,
            "district_code": district,
            "valid_from": START,
            "serving_from": START,
            "folded": units.folded(name, name),
        }
        for code, name, kind, parent, district in PROVINCE
    ]
    work.run(sa.insert(tables.units), rows)
    units.changed(work)


def add_officer(work: Work, login: str, *posts: tuple[str, str], **more: Any) -> int:
    """Enter an officer with posts of (unit, role), sparing the hashing of a password nobody will use."""
    row = {"login": login, "name": login.capitalize(), "password_hash": "-", "created_at": work.now, **more}
    made = work.run(sa.insert(tables.officers).values(row).returning(tables.officers.c.id)).scalar_one()
    for unit, role in posts:
        membership.join(work, int(str(made)), unit, role)
    return int(str(made))


def add_release(work: Work) -> int:
    row = {"digest": "test", "name": "test", "process": "cv731", "created_at": work.now}
    return int(
        str(work.run(sa.insert(tables.releases).values(row).returning(tables.releases.c.id)).scalar_one())
    )


def add_case(work: Work, release: int, number: int, **more: Any) -> int:
    """Enter the row of a case without running it."""
    row = {
        "report_no": f"PA-{number:06}",
        "tracking_hash": f"hash {number}",
        "release_id": release,
        "process": "cv731",
        "original_text": "Ổ gà trước cổng trường",
        "received_at": work.now,
        "recorded_at": work.now,
        "facts": {},
        "tallies": {},
        **more,
    }
    return int(str(work.run(sa.insert(tables.cases).values(row).returning(tables.cases.c.id)).scalar_one()))
