"""The people of the scenarios: named in one file by the part they play."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from engine.people import membership
from engine.store import tables
from engine.work import Work


def enter(work: Work, path: Path) -> dict[str, int]:
    """Give everybody in the file an account and their posts; return their ids by name."""
    people = yaml.safe_load(path.read_text("utf-8"))["people"]
    return {login: _enter(work, login, person) for login, person in people.items()}


def _enter(work: Work, login: str, person: dict[str, Any]) -> int:
    row = {
        "login": login,
        "name": person["name"],
        "position": person.get("position", ""),
        "email": person.get("email"),
        "password_hash": "-",  # nobody logs in on the stage, and hashing is slow by design
        "created_at": work.now,
    }
    query = sa.insert(tables.officers).values(row).returning(tables.officers.c.id)
    made = int(work.connection.execute(query).scalar_one())
    for unit, role in person["posts"]:
        membership.join(work, made, unit, role)
    return made
