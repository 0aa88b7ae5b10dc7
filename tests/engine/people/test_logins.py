"""The door: sessions and the patience with those who guess."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from engine.people import logins, officers, passwords, patience, sessions
from engine.people.errors import LoginHeldBack, LoginRefused
from engine.store import tables
from engine.work import Platform, open_platform
from tests import rosters
from tests.clocks import FakeClock

GOOD = "mua rào trên sông Krông Ana"
HOME = "10.0.0.1"


@pytest.fixture
def an(platform: Platform) -> int:
    with platform.work() as work:
        rosters.add_units(work)
        return rosters.add_officer(
            work, "an", ("ioc", "ioc_operator"), password_hash=passwords.hash_password(GOOD)
        )


def _session(platform: Platform, token: str) -> logins.Session | None:
    with platform.look() as work:
        return logins.session(work, token)


def _fail(platform: Platform, times: int, login: str = "an", address: str = HOME) -> None:
    for _ in range(times):
        with pytest.raises(LoginRefused) as caught:
            logins.log_in(platform, login, "sai rồi nhé", address)
        assert type(caught.value) is LoginRefused


def test_the_right_password_opens_a_session(platform: Platform, an: int) -> None:
    session = _session(platform, logins.log_in(platform, "AN ", GOOD, HOME))
    assert session is not None and session.standing.officer_id == an
    assert session.standing.holds("ioc_operator") and len(session.csrf) >= 43


def test_a_token_is_long_never_repeated_and_not_kept(platform: Platform, an: int) -> None:
    first, second = (logins.log_in(platform, "an", GOOD, HOME) for _ in range(2))
    with platform.look() as work:
        kept = work.connection.execute(sa.select(tables.login_sessions)).all()
    assert first != second and len(first) >= 43  # 256 bits
    assert len({row.csrf for row in kept}) == 2 and first not in str(kept)


def test_an_unknown_user_and_a_wrong_password_are_answered_alike(platform: Platform, an: int) -> None:
    answers, seconds = [], []
    passwords.nobodys_hash()
    for login in ("an", "nobody"):
        start = time.perf_counter()
        with pytest.raises(LoginRefused) as caught:
            logins.log_in(platform, login, "sai rồi nhé", HOME)
        seconds.append(time.perf_counter() - start)
        answers.append((type(caught.value), caught.value.vi))
    assert answers[0] == answers[1]
    # Both hash; skipping that would make the answer ten times faster.
    assert min(seconds) > max(seconds) / 5


def test_the_fifth_wrong_password_makes_the_account_wait_twice_as_long_each_time(
    platform: Platform, clock: FakeClock, an: int
) -> None:
    _fail(platform, 5)
    for seconds in (30, 60, 120, 240):
        with pytest.raises(LoginHeldBack):
            logins.log_in(platform, "an", GOOD, "10.9.9.9")
        clock.advance(seconds=seconds - 1)
        with pytest.raises(LoginHeldBack) as caught:
            logins.log_in(platform, "an", GOOD, "10.9.9.9")
        assert "1 giây" in caught.value.vi
        clock.advance(seconds=1)
        _fail(platform, 1)


def test_nobody_waits_longer_than_an_hour(platform: Platform, clock: FakeClock, an: int) -> None:
    for _ in range(12):
        clock.advance(hours=1)
        _fail(platform, 1)
    clock.advance(hours=1)
    assert logins.log_in(platform, "an", GOOD, HOME)


def test_an_unknown_user_is_made_to_wait_as_a_known_one(platform: Platform, an: int) -> None:
    _fail(platform, 5, login="nobody")
    with pytest.raises(LoginHeldBack):
        logins.log_in(platform, "nobody", GOOD, HOME)


def test_one_address_that_tries_many_users_is_made_to_wait(platform: Platform, an: int) -> None:
    for number in range(20):
        _fail(platform, 1, login=f"user{number}")
    with pytest.raises(LoginHeldBack):
        logins.log_in(platform, "an", GOOD, HOME)
    assert logins.log_in(platform, "an", GOOD, "10.0.0.2")


def test_a_right_password_on_the_last_try_of_an_address_holds_nobody_back(
    platform: Platform, an: int
) -> None:
    for number in range(19):
        _fail(platform, 1, login=f"user{number}")
    assert logins.log_in(platform, "an", GOOD, HOME)
    assert logins.log_in(platform, "an", GOOD, HOME)


def test_a_password_changed_during_the_check_opens_nothing(
    platform: Platform, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = passwords.verify

    def slow(kept: str, password: str) -> bool:
        with platform.work() as work:
            officers.change_password(work, an, "bảy con cò bay qua đồng")
        return check(kept, password)

    monkeypatch.setattr(passwords, "verify", slow)
    with pytest.raises(LoginRefused):
        logins.log_in(platform, "an", GOOD, HOME)


def test_waiting_survives_a_restart(platform: Platform, tmp_path: Path, clock: FakeClock, an: int) -> None:
    _fail(platform, 5)
    again = open_platform(tmp_path / "data", platform.engine.url.render_as_string(False), clock=clock)
    with pytest.raises(LoginHeldBack):
        logins.log_in(again, "an", GOOD, HOME)
    again.engine.dispose()


def test_success_clears_the_account_but_not_the_address(platform: Platform, an: int) -> None:
    _fail(platform, 4)
    logins.log_in(platform, "an", GOOD, HOME)
    with platform.look() as work:
        kept = work.connection.execute(sa.select(tables.login_failures)).mappings().all()
    assert [(row["subject"].split(":")[0], row["count"]) for row in kept] == [("address", 4)]


def test_failures_are_forgotten_after_a_day(platform: Platform, clock: FakeClock, an: int) -> None:
    _fail(platform, 4)
    clock.advance(hours=25)
    _fail(platform, 1)
    assert logins.log_in(platform, "an", GOOD, HOME)
    clock.advance(hours=25)
    with platform.work() as work:
        assert patience.forget_old_failures(work) == 1


def test_what_was_typed_as_user_name_is_not_kept(platform: Platform) -> None:
    _fail(platform, 1, login="my secret password")
    with platform.look() as work:
        assert "secret" not in str(work.connection.execute(sa.select(tables.login_failures)).all())


def test_a_weaker_hash_is_renewed_at_log_in(platform: Platform, an: int) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    with platform.work() as work:
        work.run(sa.update(tables.officers).values(password_hash=old))
    logins.log_in(platform, "an", GOOD, HOME)
    with platform.look() as work:
        kept = work.connection.execute(sa.select(tables.officers.c.password_hash)).scalar_one()
    assert kept != old and passwords.verify(kept, GOOD) and not passwords.is_outdated(kept)


def test_a_session_dies_after_half_an_hour_without_a_visit(
    platform: Platform, clock: FakeClock, an: int
) -> None:
    token = logins.log_in(platform, "an", GOOD, HOME)
    clock.advance(minutes=29, seconds=59)
    assert _session(platform, token)
    clock.advance(seconds=1)
    assert _session(platform, token) is None


def test_visits_keep_a_session_alive_but_not_beyond_twelve_hours(
    platform: Platform, clock: FakeClock, an: int
) -> None:
    token = logins.log_in(platform, "an", GOOD, HOME)
    for _ in range(35):
        clock.advance(minutes=20)
        with platform.work() as work:
            session = logins.session(work, token)
            assert session is not None
            logins.mark_seen(work, session)
    clock.advance(minutes=20)
    assert _session(platform, token) is None
    with platform.work() as work:
        assert sessions.forget_dead_sessions(work) == 1


def test_a_visit_is_written_down_at_most_once_a_minute(platform: Platform, clock: FakeClock, an: int) -> None:
    session = _session(platform, logins.log_in(platform, "an", GOOD, HOME))
    assert session is not None
    assert not session.should_be_marked(clock.advance(seconds=59))
    assert session.should_be_marked(clock.advance(seconds=1))


def test_logging_out_ends_the_session_on_the_server(platform: Platform, an: int) -> None:
    token = logins.log_in(platform, "an", GOOD, HOME)
    with platform.work() as work:
        logins.log_out(work, token)
    assert _session(platform, token) is None


def test_logging_in_again_replaces_the_session_of_the_browser(platform: Platform, an: int) -> None:
    first = logins.log_in(platform, "an", GOOD, HOME)
    second = logins.log_in(platform, "an", GOOD, HOME, replacing=first)
    assert _session(platform, first) is None and _session(platform, second)


def test_a_new_password_ends_the_other_sessions(platform: Platform, an: int) -> None:
    here, there = (logins.log_in(platform, "an", GOOD, HOME) for _ in range(2))
    with platform.work() as work:
        assert len(logins.sessions_of(work, an)) == 2
        officers.change_password(work, an, "bảy con cò bay qua đồng", keep=here)
    assert _session(platform, here) and _session(platform, there) is None


def test_a_closed_account_is_out_at_once_and_stays_out(platform: Platform, an: int) -> None:
    token = logins.log_in(platform, "an", GOOD, HOME)
    with platform.work() as work:
        officers.deactivate(work, an)
    assert _session(platform, token) is None
    with pytest.raises(LoginRefused):
        logins.log_in(platform, "an", GOOD, HOME)


def test_a_made_up_token_is_nobody(platform: Platform, an: int) -> None:
    assert _session(platform, "x" * 43) is None and _session(platform, "") is None
