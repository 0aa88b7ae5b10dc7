"""A channel that fails: when it rests, for how long, who tries it again, and what makes it well."""

from __future__ import annotations

from datetime import timedelta

from engine.notices import health
from engine.notices.health import FIRST_REST, LIMIT, LONGEST_ASKED, LONGEST_REST, Health
from engine.work import Platform
from tests.clocks import FakeClock, moment

NOON = moment("2026-03-02 12:00")


def after(failures: int) -> Health:
    found = Health("sms")
    for _ in range(failures):
        found = found.failed(NOON, "down")
    return found


def test_it_rests_after_the_fifth_failure_in_a_row_and_not_before() -> None:
    assert not after(LIMIT - 1).ailing
    assert after(LIMIT).resting_until == NOON + FIRST_REST
    assert after(LIMIT).failing_since == NOON


def test_each_rest_is_twice_as_long_up_to_a_bound() -> None:
    rests = [(after(LIMIT + more).resting_until or NOON) - NOON for more in range(8)]
    assert rests[:4] == [FIRST_REST * 2**n for n in range(4)]
    assert rests[-1] == LONGEST_REST == max(rests)
    assert (after(2000).resting_until or NOON) - NOON == LONGEST_REST


def test_a_gateway_that_asks_for_patience_gets_it_at_once_but_not_for_a_day() -> None:
    assert Health("sms").failed(NOON, "429", timedelta(seconds=7)).resting_until == NOON + timedelta(
        seconds=7
    )
    asked = Health("sms").failed(NOON, "429", timedelta(days=1))
    assert asked.resting_until == NOON + LONGEST_ASKED


def test_all_nodes_see_the_rest_and_one_of_them_tries(platform: Platform, clock: FakeClock) -> None:
    for _ in range(LIMIT):
        with platform.work() as work:
            health.note_failure(work, "sms", "down")
    with platform.look() as work:
        found = health.healths(work)["sms"]
    assert found.rests_at(clock.now) and found.failures == LIMIT
    clock.advance(minutes=2)
    assert not found.rests_at(clock.now)
    assert [health.claim_trial(platform, found) for _ in range(3)] == [True, False, False]
    with platform.look() as work:
        assert health.healths(work)["sms"].rests_at(clock.now)  # the others go on resting meanwhile


def test_one_success_makes_it_well(platform: Platform) -> None:
    with platform.work() as work:
        health.note_failure(work, "sms", "429", timedelta(minutes=3))
        health.note_success(work, "sms")
        assert health.healths(work)["sms"] == Health("sms")


def test_only_a_resting_channel_is_woken(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        assert not health.wake(work, "sms")
        health.note_failure(work, "sms", "429", timedelta(minutes=3))
        assert health.wake(work, "sms")
        assert not health.healths(work)["sms"].rests_at(clock.now)
