"""Fill a fresh data folder once; print who may log in, every time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from engine.demo.courses import AGENCIES, ALONE, COURSES
from engine.demo.filling import Filling
from engine.demo.people import POSITIONS, staff
from engine.demo.samples import read_samples
from engine.demo.script import Walker
from engine.demo.timing import MovableClock
from engine.errors import PhananhError
from engine.installing import install
from engine.keys import shown_code
from engine.notices.mail import MailFolder
from engine.people import officers, passwords
from engine.store.tables import officers as officer_table
from engine.store.tables import units
from engine.work import Platform, Work, open_platform, wall_clock

ACCOUNTS = "demo-accounts.txt"
UNFINISHED = "demo-unfinished"
ADDRESS = "http://127.0.0.1:8731/"
ADMINISTRATOR = "quantri"
Echo = Callable[[str], None]
# How long before the first report the units take up their service.
LEAD_IN = timedelta(days=2)
# One user name of each role to begin with; the rest is in the list of accounts.
FIRST = (
    ("ioc_operator", "truc1"),
    ("ioc_lead", "truongca"),
    ("team_leader", "643.totruong"),
    ("team_member", "643.tovien1"),
    ("focal_officer", "643-qldt.daumoi"),
    ("handling_officer", "643-qldt.xuly1"),
    ("agency_head", "643-qldt.thutruong"),
    ("administrator", ADMINISTRATOR),
    ("analyst", "quytrinh"),
    ("auditor", "thanhtra"),
)
FOLLOWED = ("S07", "S37", "S39")


class NotADemo(PhananhError):
    """Thư mục {data} đã có dữ liệu thật. Hãy chọn thư mục khác cho bản chạy thử."""

    en = "The folder {data} holds a real installation. Please choose another one for the demonstration."


class LeftUnfinished(PhananhError):
    """Lần nạp dữ liệu mẫu trước bị dừng giữa chừng. Hãy xóa cơ sở dữ liệu đó rồi chạy lại."""

    en = "Filling was interrupted before. Please remove that database and start again."


def run_demo(data: Path, url: str | None = None, echo: Echo = print, address: str = ADDRESS) -> None:
    """Fill the installation in `data` if it is fresh, then say where it is and how to log in."""
    if not (data / ACCOUNTS).exists():
        _fill(data, url, echo)
    echo(f"\nMở trình duyệt | Open in a browser: {address}\nDữ liệu | Data: {data.resolve()}\n")
    echo((data / ACCOUNTS).read_text())


def _fill(data: Path, url: str | None, echo: Echo) -> None:
    _make_room(data, url)
    now = wall_clock().replace(microsecond=0)
    clock = MovableClock(now)
    platform = open_platform(data, url, clock=clock)
    try:
        _must_be_fresh(platform)
        (data / UNFINISHED).touch()
        known, filling = _live(platform, clock, now, echo)
        _write_accounts(data, known, filling)
        (data / UNFINISHED).unlink()
    finally:
        platform.engine.dispose()


def _make_room(data: Path, url: str | None) -> None:
    """Clear away what an interrupted filling left, which is ours alone."""
    if not (data / UNFINISHED).exists():
        return
    if url is not None:
        raise LeftUnfinished
    for left in data.glob("phananh.sqlite3*"):
        left.unlink()
    for folder in ("files", "mail"):
        shutil.rmtree(data / folder, ignore_errors=True)
    (data / UNFINISHED).unlink()


def _must_be_fresh(platform: Platform) -> None:
    if not sa.inspect(platform.engine).has_table(officer_table.name):
        return
    with platform.look() as work:
        if work.connection.execute(sa.select(officer_table.c.id).limit(1)).first():
            raise NotADemo(data=str(platform.data))


def _live(
    platform: Platform, clock: MovableClock, now: datetime, echo: Echo
) -> tuple[dict[str, str], Filling]:
    walker = Walker(platform, MailFolder(platform.data / "mail"))
    filling = Filling(walker, clock, now, read_samples(), COURSES)
    clock.at = min(filling.arrivals().values()) - LEAD_IN
    echo("· Tạo cơ sở dữ liệu, nhập danh mục, kiểm tra quy trình | Database, reference data, procedure")
    known = _people(platform)
    echo("· Nạp 40 phản ánh mẫu, cán bộ mẫu xử lý từng việc | Living through 40 invented reports")
    filling.run(_Progress(echo))
    return known, filling


def _people(platform: Platform) -> dict[str, str]:
    """Install, enter the officers, and give back one password for each role."""
    first = install(platform, administrator=ADMINISTRATOR).password
    known = {role: passwords.readable_password() for role in POSITIONS}
    known["administrator"] = first or known["administrator"]
    with platform.work() as work:
        staff(work, ("ioc", *_teams(work), *AGENCIES), known, ALONE)
        _ready(work, ADMINISTRATOR)
    return known


def _teams(work: Work) -> list[str]:
    query = sa.select(units.c.code).where(units.c.kind == "team").order_by(units.c.code)
    return list(work.connection.execute(query).scalars())


def _ready(work: Work, login: str) -> None:
    """The printed password of the demonstration is good for every visit."""
    found = officers.by_login(work, login)
    if found is not None:
        here = sa.update(officer_table).where(officer_table.c.id == found.id)
        work.run(here.values(must_change_password=False))


class _Progress:
    """Says about every tenth of the way how far it is."""

    def __init__(self, echo: Echo) -> None:
        self._echo = echo
        self._said = -1

    def __call__(self, day: int, days: int) -> None:
        step = day * 8 // max(days, 1)
        if step > self._said:
            self._said = step
            self._echo(f"  ngày {day}/{days} | day {day} of {days}")


def _write_accounts(data: Path, known: dict[str, str], filling: Filling) -> None:
    """Keep what a second start prints again, for the owner's eyes only."""
    descriptor = os.open(data / ACCOUNTS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_accounts(known, filling))


def _accounts(known: dict[str, str], filling: Filling) -> str:
    wide = max(len(login) for _, login in FIRST)
    people = [f"  {login:<{wide}}  {known[role]:<40}  {POSITIONS[role]}" for role, login in FIRST]
    numbers = {name: filling.walker.case(filling.cases[name]).report_no for name in FOLLOWED}
    codes = [f"  {numbers[name]}  {shown_code(filling.codes[name])}" for name in FOLLOWED]
    lines = [
        "Đăng nhập | Log in (mọi người cùng vai trò dùng chung mật khẩu | one password for each role):",
        *people,
        "  Đơn vị khác | Other units: 654.totruong, 651-nv.xuly1, stnmt.daumoi …",
        "",
        "Mã tra cứu của người gửi | Tracking codes of reporters:",
        *codes,
        "",
        "Người, đơn vị xử lý và phản ánh đều là bịa | People, their work and the reports are invented.",
        "",
    ]
    return "\n".join(lines)
