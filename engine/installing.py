"""From an empty folder to a system that can take its first report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from engine import releases
from engine.people import membership, officers, passwords
from engine.people.standing import in_force
from engine.reference import import_reference
from engine.store import migrating
from engine.store.tables import activations, memberships
from engine.work import Platform, Work

PROCESSES = Path(__file__).parents[1] / "processes"
PROVINCE = PROCESSES / "dak-lak"
RELEASE = PROCESSES / "cv731"
ADMINISTRATOR = "quantri"


@dataclass(frozen=True)
class Installed:
    """What was put in place; `password` is None where somebody administers already."""

    rows: int
    release_id: int
    password: str | None


def install(
    platform: Platform,
    *,
    province: Path = PROVINCE,
    release: Path = RELEASE,
    administrator: str = ADMINISTRATOR,
    tell: Callable[[str, str], None] = lambda vi, en: None,
) -> Installed:
    """Make or bring up to date the database, the units, the procedure and the first administrator.

    What is there already stays: a second run changes only what the folders say differently.
    """
    tell("Tạo cơ sở dữ liệu", "Making the database")
    migrating.upgrade(platform.engine)
    tell("Nhập danh mục của tỉnh", "Importing the province's reference data")
    with platform.work() as work:
        rows = sum(import_reference(work, province).values())
    tell("Kiểm tra và đưa quy trình vào sử dụng", "Checking the procedure and putting it in force")
    with platform.work() as work:
        release_id = releases.deploy(work, release)
        if not _is_in_force(work, release_id):
            releases.put_in_force(work, release_id)
        return Installed(rows, release_id, _first_administrator(work, administrator))


def _is_in_force(work: Work, release_id: int) -> bool:
    """Say whether the release is the one that new cases take, or was so once before another replaced it."""
    found = sa.select(activations.c.id).where(activations.c.release_id == release_id)
    return work.connection.execute(found.limit(1)).first() is not None


def _first_administrator(work: Work, login: str) -> str | None:
    held = sa.select(memberships.c.id).where(
        memberships.c.role == "administrator", in_force(memberships, work.now)
    )
    if work.connection.execute(held.limit(1)).first():
        return None
    password = passwords.readable_password()
    person = officers.add_officer(work, login, "Quản trị viên", password=password)
    membership.join(work, person.id, "ioc", "administrator")
    return password
