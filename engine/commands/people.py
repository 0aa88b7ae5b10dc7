"""`phananh user …`: accounts and posts, for the first day and for when nobody can log in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
import sqlalchemy as sa

from engine import audit
from engine.commands.installation import as_json, on_present_installation, print_json
from engine.errors import NotFound
from engine.people import membership, officers, passwords
from engine.people.standing import in_force
from engine.store import tables
from engine.work import Platform, Work

_GENERATED = "Mật khẩu, chỉ hiện một lần | Password, shown this once: "


@click.group("user")
def user() -> None:
    """Tài khoản cán bộ và vai trò của họ.

    Officers' accounts and the roles they hold in units.
    """


@user.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--position", default="", help="Chức vụ | Position.")
@click.option("--email", help="Thư điện tử | E-mail.")
@click.option("--phone", help="Điện thoại | Telephone.")
@click.option("--role", "posts", multiple=True, metavar="UNIT:ROLE", help="Ví dụ | Such as ioc:ioc_operator.")
@as_json
@on_present_installation
def add(
    platform: Platform,
    login: str,
    name: str,
    position: str,
    email: str | None,
    phone: str | None,
    posts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Mở tài khoản; mật khẩu được tạo ra và phải đổi ở lần đăng nhập đầu.

    Open an account. The password is generated, printed once and must be changed at first login.
    """
    password = passwords.readable_password()
    with platform.work() as work:
        made = officers.add_officer(
            work, login, name, password=password, position=position, email=email, phone=phone
        )
        for unit, role in _read_posts(posts):
            membership.join(work, made.id, unit, role)
        _write_down(work, "account_opened", {"officer": made.id, "posts": list(posts)})
    if as_json:
        print_json({"id": made.id, "login": made.login, "password": password})
    else:
        click.echo(f"{made.login}: {_GENERATED}{password}")


@user.command("password")
@click.argument("login")
@on_present_installation
def password(platform: Platform, login: str) -> None:
    """Cấp mật khẩu mới và đăng xuất mọi nơi.

    Give a new generated password; the officer is logged out everywhere and must change it at login.
    """
    new = passwords.readable_password()
    with platform.work() as work:
        person = _officer(work, login)
        officers.change_password(work, person, new, must_change=True)
        _write_down(work, "password_reset", {"officer": person})
    click.echo(f"{_GENERATED}{new}")


@user.command("role")
@click.argument("login")
@click.argument("post", metavar="UNIT:ROLE")
@click.option("--end", is_flag=True, help="Thôi giữ vai trò này từ bây giờ | End the role from now.")
@on_present_installation
def role(platform: Platform, login: str, post: str, end: bool) -> None:
    """Giao cho cán bộ một vai trò trong một đơn vị, hoặc cho thôi.

    Give an officer a role in a unit from now on, or end it. What was done in it stays on record.
    """
    [(unit, held)] = _read_posts([post])
    with platform.work() as work:
        person = _officer(work, login)
        (membership.leave if end else membership.join)(work, person, unit, held)
        _write_down(work, "role_ended" if end else "role_given", {"officer": person, "post": post})
    click.echo(f"{login}: {'−' if end else '+'} {post}")


@user.command("list")
@as_json
@on_present_installation
def list_officers(platform: Platform, as_json: bool) -> None:
    """Liệt kê tài khoản và vai trò đang giữ.

    List the accounts and the roles held now.
    """
    with platform.look() as work:
        rows = _listed(work)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        sign = " " if row["active"] else "×"
        click.echo(f"{sign} {row['login']:20} {row['name']:30} {', '.join(row['posts'])}")


def _read_posts(texts: Iterable[str]) -> list[tuple[str, str]]:
    pairs = [text.partition(":") for text in texts]
    if not all(unit and role for unit, _, role in pairs):
        raise click.BadParameter("viết ĐƠN_VỊ:VAI_TRÒ | write UNIT:ROLE, such as ioc:ioc_operator")
    return [(unit, role) for unit, _, role in pairs]


def _officer(work: Work, login: str) -> int:
    found = officers.by_login(work, login)
    if found is None:
        raise NotFound
    return found.id


def _write_down(work: Work, action: str, detail: dict[str, Any]) -> None:
    """Note in the audit log what was done from the machine itself, where no officer is logged in."""
    audit.record(work, action, officer=None, detail={"from": "command line", **detail})


def _listed(work: Work) -> list[dict[str, Any]]:
    people, held, units = tables.officers, tables.memberships, tables.units
    posts = held.join(units, units.c.id == held.c.unit_id)
    query = (
        sa.select(people.c.id, people.c.login, people.c.name, people.c.active, units.c.code, held.c.role)
        .select_from(people.outerjoin(posts, (held.c.officer_id == people.c.id) & in_force(held, work.now)))
        .order_by(people.c.login, held.c.id)
    )
    rows: dict[int, dict[str, Any]] = {}
    for id, login, name, active, unit, role in work.connection.execute(query):
        row = rows.setdefault(id, {"login": login, "name": name, "active": active, "posts": []})
        if unit:
            row["posts"].append(f"{unit}:{role}")
    return list(rows.values())
