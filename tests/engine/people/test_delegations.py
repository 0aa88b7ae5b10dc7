"""Delegation as data."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.people import delegations, membership, officers
from engine.people.errors import WrongDelegation
from engine.people.standing import roles
from engine.work import Platform, Work
from tests import rosters
from tests.clocks import FakeClock, moment

SINCE, UNTIL = moment("2026-03-02 08:00"), moment("2026-03-09 08:00")


def _pair(work: Work) -> tuple[int, int]:
    rosters.add_units(work)
    chair = rosters.add_officer(work, "chair", ("team-643", "team_leader"))
    return chair, rosters.add_officer(work, "clerk", ("team-643", "team_member"))


def _give(work: Work, chair: int, clerk: int) -> int:
    return delegations.delegate(
        work, chair, clerk, verbs=["verify"], capacity="thừa lệnh", since=SINCE, until=UNTIL
    )


def test_a_delegate_acts_for_the_posts_of_the_principal(work: Work) -> None:
    chair, clerk = _pair(work)
    _give(work, chair, clerk)
    (given,) = roles(work, clerk).acting_for
    assert (given.principal_id, given.principal_name, given.capacity) == (chair, "Chair", "thừa lệnh")
    assert [(post.unit_code, post.role) for post in given.posts] == [("team-643", "team_leader")]
    assert given.covers("verify") and not given.covers("decide_extension")


def test_a_delegation_lasts_from_its_first_moment_up_to_its_last(
    platform: Platform, clock: FakeClock
) -> None:
    with platform.work() as work:
        chair, clerk = _pair(work)
        _give(work, chair, clerk)
        hours = [SINCE.replace(hour=0), SINCE, UNTIL.replace(hour=0), UNTIL]
        assert [len(delegations.in_force(work, clerk, hour)) for hour in hours] == [0, 1, 1, 0]


def test_a_revoked_delegation_is_over_at_once(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        chair, clerk = _pair(work)
        given = _give(work, chair, clerk)
    later = clock.advance(days=1)
    with platform.work() as work:
        delegations.revoke(work, given)
        assert delegations.in_force(work, clerk, later) == ()
        assert len(delegations.in_force(work, clerk, SINCE)) == 1
        with pytest.raises(NotFound):
            delegations.revoke(work, given + 99)


def test_a_principal_who_left_leaves_nothing_to_act_for(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        chair, clerk = _pair(work)
        _give(work, chair, clerk)
    clock.advance(days=1)
    with platform.work() as work:
        membership.leave(work, chair, "team-643")
        assert [given.posts for given in roles(work, clerk).acting_for] == [()]
        officers.deactivate(work, chair)
        assert roles(work, clerk).acting_for == ()


def test_a_delegation_is_not_passed_on(work: Work) -> None:
    chair, clerk = _pair(work)
    third = rosters.add_officer(work, "third", ("team-643", "team_member"))
    _give(work, chair, clerk)
    _give(work, clerk, third)
    (given,) = roles(work, third).acting_for
    assert [post.role for post in given.posts] == ["team_member"]


@pytest.mark.parametrize("wrong", ["self", "capacity", "verbs", "period"])
def test_a_delegation_that_makes_no_sense_is_refused(work: Work, wrong: str) -> None:
    chair, clerk = _pair(work)
    with pytest.raises(WrongDelegation):
        delegations.delegate(
            work,
            chair,
            chair if wrong == "self" else clerk,
            verbs=[] if wrong == "verbs" else ["*"],
            capacity="bạn bè" if wrong == "capacity" else "ký thay",
            since=SINCE,
            until=SINCE if wrong == "period" else UNTIL,
        )
