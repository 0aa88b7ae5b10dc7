"""Officers, their posts, and what they are at a given moment."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import letters, membership, officers, passwords
from engine.people.errors import LoginTaken, WeakPassword, WrongRole
from engine.people.standing import roles
from engine.store import tables
from engine.work import Platform, Work
from tests import rosters
from tests.clocks import FakeClock, moment

GOOD = "mua rào trên sông Krông Ana"


def test_an_account_is_opened_with_a_password_that_is_only_kept_as_a_hash(work: Work) -> None:
    made = officers.add_officer(work, " An.Nguyen ", "Nguyễn An", password=GOOD)
    kept = work.connection.execute(sa.select(tables.officers.c.password_hash)).scalar_one()
    assert made.login == "an.nguyen" and made.must_change_password
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and passwords.verify(kept, GOOD)
    assert officers.by_login(work, "AN.NGUYEN") == made


def test_two_people_cannot_have_one_user_name(work: Work) -> None:
    officers.add_officer(work, "an", "An", password=GOOD)
    with pytest.raises(LoginTaken) as caught:
        officers.add_officer(work, "AN", "Another", password=GOOD)
    assert caught.value.vi == "Tên đăng nhập an đã có người dùng."


def test_a_weak_password_opens_no_account(work: Work) -> None:
    with pytest.raises(WeakPassword):
        officers.add_officer(work, "an", "An", password="matkhau12345")
    assert officers.by_login(work, "an") is None


def test_a_post_lasts_from_its_first_moment_up_to_its_last(platform: Platform, clock: FakeClock) -> None:
    since, until = moment("2026-03-03 08:00"), moment("2026-03-05 08:00")
    with platform.work() as work:
        rosters.add_units(work)
        an = rosters.add_officer(work, "an")
        membership.join(work, an, "team-643", "team_member", since, until)
    seen = {}
    for hour in ("2026-03-03 07:59", "2026-03-03 08:00", "2026-03-05 07:59", "2026-03-05 08:00"):
        clock.set(hour)
        with platform.look() as work:
            seen[hour] = [post.unit_code for post in roles(work, an).posts]
    assert list(seen.values()) == [[], ["team-643"], ["team-643"], []]


def test_a_standing_names_each_post_with_the_units_above(work: Work) -> None:
    rosters.add_units(work)
    an = rosters.add_officer(work, "an", ("com-24118", "focal_officer"), ("team-643", "team_member"))
    standing = roles(work, an)
    assert [(post.unit_code, post.unit_kind, post.role, post.above) for post in standing.posts] == [
        ("com-24118", "commune", "focal_officer", ("team-643",)),
        ("team-643", "team", "team_member", ()),
    ]
    assert standing.holds("team_member") and not standing.holds("team_leader") and not standing.in_ioc


def test_a_standing_costs_one_query_once_the_units_are_known(work: Work) -> None:
    rosters.add_units(work)
    an = rosters.add_officer(work, "an", ("ioc", "ioc_lead"))
    roles(work, an)
    asked: list[str] = []

    def count(*args: Any) -> None:
        asked.append(args[2])

    sa.event.listen(work.connection, "before_cursor_execute", count)
    roles(work, an)
    assert len(asked) == 1


def test_leaving_a_unit_ends_its_posts_alone(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        rosters.add_units(work)
        an = rosters.add_officer(work, "an", ("team-643", "team_member"), ("com-24118", "agency_head"))
    clock.advance(days=1)
    with platform.work() as work:
        membership.leave(work, an, "team-643")
        assert [post.unit_code for post in roles(work, an).posts] == ["com-24118"]


def test_joining_twice_is_one_post(work: Work) -> None:
    rosters.add_units(work)
    an = rosters.add_officer(work, "an", ("team-643", "team_member"), ("team-643", "team_member"))
    assert len(roles(work, an).posts) == 1
    team = roles(work, an).posts[0].unit_id
    assert [(person.login, role) for person, role in officers.in_unit(work, team)] == [("an", "team_member")]


@pytest.mark.parametrize(
    ("unit", "role"), [("team-643", "ioc_operator"), ("ioc", "team_leader"), ("com-24118", "emperor")]
)
def test_a_role_is_given_only_where_it_exists(work: Work, unit: str, role: str) -> None:
    rosters.add_units(work)
    an = rosters.add_officer(work, "an")
    with pytest.raises(WrongRole):
        membership.join(work, an, unit, role)


def test_a_closed_account_has_no_standing(work: Work) -> None:
    rosters.add_units(work)
    an = rosters.add_officer(work, "an", ("ioc", "ioc_lead"))
    officers.deactivate(work, an)
    with pytest.raises(NotFound):
        roles(work, an)


def test_a_changed_password_replaces_the_old_one(work: Work) -> None:
    an = officers.add_officer(work, "an", "An", password=GOOD).id
    officers.change_password(work, an, "bảy con cò bay qua đồng")
    kept = work.connection.execute(sa.select(tables.officers.c.password_hash)).scalar_one()
    assert passwords.verify(kept, "bảy con cò bay qua đồng") and not passwords.verify(kept, GOOD)
    assert not officers.officer(work, an).must_change_password


def test_a_letter_is_kept_as_it_was_written(work: Work) -> None:
    number = letters.record_letter(work, " 12/CV-UBND ", issuer="UBND TP", signer="A", purpose="roster")
    row = work.connection.execute(sa.select(tables.letters).where(tables.letters.c.id == number)).one()
    assert (row.number, row.purpose, row.direction, row.recorded_at) == (
        "12/CV-UBND",
        "roster",
        "in",
        work.now,
    )
    with pytest.raises(ValueError, match="in or out"):
        letters.record_letter(work, "13", direction="sideways")
