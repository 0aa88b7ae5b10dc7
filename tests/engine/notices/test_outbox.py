"""The outbox when a channel is down, slow, busy or lies: nothing is lost, the channel rests, the queue drains."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sqlalchemy as sa

from engine import timers
from engine.cases import opening
from engine.invariants import INVARIANTS, broken_in
from engine.notices import posting, sending
from engine.notices.carrying import Mail
from engine.notices.health import LIMIT, healths
from engine.notices.sending import TRIES, send_waiting
from engine.store.tables import cases, channels, outbox, reporters
from tests.engine.notices.conftest import FakeGateway, Province, said
from tests.engine.province import TRIAGE

BY_PHONE = opening.Sender(name="Lê A", phone="+84905000111")


@pytest.fixture
def texting(province: Province, fake: FakeGateway) -> Province:
    """A province with a gateway."""
    province.platform.gateway = fake.gateway()
    return province


def dispatched(province: Province, count: int = 1, sender: opening.Sender = BY_PHONE) -> list[int]:
    """So many reports whose reporters are told that a unit has their case."""
    made = [province.report(f"Việc số {n}, khá dài", sender=sender) for n in range(count)]
    for case_id in made:
        province.do("operator", case_id, "triage", **TRIAGE)
    return made


def rows(province: Province, recipient: str = "reporter") -> list[Any]:
    query = sa.select(outbox).where(outbox.c.recipient == recipient).order_by(outbox.c.id)
    with province.platform.look() as work:
        return list(work.connection.execute(query))


def states(province: Province) -> list[str]:
    return [row.state for row in rows(province)]


def resting(province: Province) -> bool:
    with province.platform.look() as work:
        found = healths(work).get("sms")
        return found is not None and found.rests_at(work.now)


def test_a_reporter_with_a_mobile_phone_only_gets_a_short_message(
    texting: Province, fake: FakeGateway
) -> None:
    [case_id] = dispatched(texting)
    send_waiting(texting.platform)
    [message] = fake.taken.values()
    number = texting.case(case_id).report_no
    assert message["to"] == "+84905000111" and number in message["text"]
    assert states(texting) == ["sent"]
    with texting.platform.look() as work:
        assert broken_in(work, INVARIANTS) == []


def test_the_number_is_kept_hidden_while_it_waits(texting: Province) -> None:
    dispatched(texting)
    [row] = rows(texting)
    assert b"905000111" not in bytes(row.address) and "905000111" not in str(row)
    with texting.platform.look() as work:
        assert work.connection.execute(sa.select(reporters.c.phone)).scalar_one() != row.address


@pytest.mark.parametrize(
    "sender",
    [
        opening.Sender(name="Lê A", phone="+842623852222"),
        opening.Sender(anonymous=True),
    ],
)
def test_a_landline_or_nothing_is_told_as_before(texting: Province, sender: opening.Sender) -> None:
    dispatched(texting, sender=sender)
    assert rows(texting) == []


def test_without_a_gateway_a_phone_is_called_as_before(province: Province) -> None:
    dispatched(province)
    assert rows(province) == []


def test_a_result_by_short_message_counts_as_told_and_a_refused_one_is_called(
    texting: Province, fake: FakeGateway
) -> None:
    first, second = texting.bring_to("end", sender=BY_PHONE), texting.bring_to("end", sender=BY_PHONE)
    refused = texting.case(second).report_no
    fake.behave = lambda message: (200, {}, said("rejected")) if refused in message["text"] else None
    texting.tick()
    assert texting.case(first).facts["told_outcomes"]["result"]["outcome"] == "delivered"
    assert "call_reporter" not in {row.element for row in texting.items(first)}
    assert "call_reporter" in {row.element for row in texting.items(second)}


def test_a_gateway_that_is_down_rests_and_drains_when_it_is_back(
    texting: Province, fake: FakeGateway
) -> None:
    dispatched(texting, 12)
    fake.behave = lambda _: (503, {}, b"")
    send_waiting(texting.platform)
    assert len(fake.asked) == LIMIT and resting(texting)
    send_waiting(texting.platform)
    assert len(fake.asked) == LIMIT  # it rests: nothing is sent by it
    for _ in range(60):  # hours of it
        texting.clock.advance(minutes=10)
        send_waiting(texting.platform)
    assert set(states(texting)) == {"waiting"}  # no message died of the outage
    assert LIMIT + 15 < len(fake.asked) < LIMIT + 65  # one try after each rest
    fake.behave = lambda _: None
    for _ in range(4):
        texting.clock.advance(minutes=16)
        send_waiting(texting.platform)
    assert set(states(texting)) == {"sent"} and len(fake.taken) == 12
    assert not resting(texting)
    with texting.platform.look() as work:
        assert broken_in(work, INVARIANTS) == []


def test_a_gateway_that_asks_for_patience_gets_it(texting: Province, fake: FakeGateway) -> None:
    dispatched(texting, 3)
    fake.behave = lambda _: (429, {"Retry-After": "120"}, b"")
    send_waiting(texting.platform)
    assert len(fake.asked) == 1
    texting.clock.advance(seconds=119)
    send_waiting(texting.platform)
    assert len(fake.asked) == 1
    fake.behave = lambda _: None
    for _ in range(2):
        texting.clock.advance(seconds=60)
        send_waiting(texting.platform)
    assert len(fake.taken) == 3 and [row.tries for row in rows(texting)] == [1, 1, 1]


def test_a_success_that_lies_is_sent_again_under_the_same_key(texting: Province, fake: FakeGateway) -> None:
    dispatched(texting)
    fake.behave = lambda _: (200, {}, b"<html>OK</html>")
    send_waiting(texting.platform)
    assert states(texting) == ["waiting"]
    fake.behave = lambda _: None
    texting.clock.advance(minutes=1)
    send_waiting(texting.platform)
    assert states(texting) == ["sent"]
    assert len({headers["Idempotency-Key"] for headers in fake.headers}) == 1


def test_one_that_was_taken_without_our_hearing_of_it_reaches_the_person_once(
    texting: Province, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway takes the message and answers too late; the second try is answered as a duplicate."""
    monkeypatch.setattr(posting, "TIMEOUT", 0.2)
    dispatched(texting)

    def late(message: dict[str, Any]) -> None:
        fake.taken[(fake.headers[-1]["Idempotency-Key"], "sms")] = message
        time.sleep(0.5)

    fake.behave = late
    send_waiting(texting.platform)
    assert states(texting) == ["waiting"] and len(fake.taken) == 1
    fake.behave = lambda _: None
    texting.clock.advance(minutes=1)
    send_waiting(texting.platform)
    assert states(texting) == ["sent"] and len(fake.taken) == 1 and len(fake.asked) == 2


def test_one_poisoned_message_stops_neither_the_others_nor_the_round(
    texting: Province, fake: FakeGateway
) -> None:
    made = dispatched(texting, 3)
    with texting.platform.work() as work:  # its address cannot be read any more
        work.run(sa.update(outbox).where(outbox.c.case_id == made[0]).values(address=b"1" + b"x" * 40))
    send_waiting(texting.platform)
    assert states(texting) == ["waiting", "sent", "sent"]
    for _ in range(TRIES):
        texting.clock.advance(hours=3)
        send_waiting(texting.platform)
    assert states(texting) == ["dead", "sent", "sent"]


def test_a_message_refused_by_one_channel_goes_by_the_next(texting: Province, fake: FakeGateway) -> None:
    texting.platform.gateway = fake.gateway("zalo,sms")
    [case_id] = dispatched(texting)
    fake.behave = lambda message: (200, {}, said("rejected")) if message["channel"] == "zalo" else None
    send_waiting(texting.platform)
    send_waiting(texting.platform)
    assert [message["channel"] for message in fake.asked] == ["zalo", "sms"]
    assert states(texting) == ["sent"]
    with texting.platform.look() as work:
        assert broken_in(work, INVARIANTS) == []
        told = sa.select(cases.c.facts["told"].as_integer()).where(cases.c.id == case_id)
        assert work.connection.execute(told).scalar() == 1


def test_a_slow_channel_gives_way_to_the_next(
    texting: Province, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.0)  # any time at all is more than a round has for it
    dispatched(texting, 4)
    dispatched(texting, 1, opening.Sender(name="Lê B", email="b@example.com"))
    send_waiting(texting.platform)
    assert len(fake.taken) == 1
    assert {row.state for row in rows(texting) if row.channel == "email"} == {"sent"}
    for _ in range(3):
        send_waiting(texting.platform)
    assert len(fake.taken) == 4


def test_a_backlog_of_one_channel_does_not_hide_another(texting: Province, fake: FakeGateway) -> None:
    dispatched(texting, 4)
    dispatched(texting, 1, opening.Sender(name="Lê B", email="b@example.com"))
    fake.behave = lambda _: (500, {}, b"")
    send_waiting(texting.platform, batch=2)
    assert {row.state for row in rows(texting) if row.channel == "email"} == {"sent"}


def test_a_gateway_taken_away_leaves_its_messages_waiting(texting: Province, fake: FakeGateway) -> None:
    dispatched(texting, LIMIT + 1)
    texting.platform.gateway = None
    send_waiting(texting.platform)
    assert set(states(texting)) == {"waiting"} and resting(texting)
    texting.platform.gateway = fake.gateway()
    for _ in range(3):
        texting.clock.advance(minutes=20)
        send_waiting(texting.platform)
    assert set(states(texting)) == {"sent"}


def test_the_step_never_waits_for_the_gateway(texting: Province, fake: FakeGateway) -> None:
    def never(_: dict[str, Any]) -> None:
        raise AssertionError("a step sent something itself")

    fake.behave = never
    dispatched(texting, 2)
    timers.tick(texting.platform)
    assert fake.asked == [] and states(texting) == ["waiting", "waiting"]


def test_the_state_of_a_channel_survives_the_process(texting: Province, fake: FakeGateway) -> None:
    dispatched(texting, LIMIT)
    fake.behave = lambda _: (502, {}, b"")
    send_waiting(texting.platform)
    with texting.platform.look() as work:
        [row] = work.connection.execute(sa.select(channels))
    assert (row.channel, row.failures, row.error) == ("sms", LIMIT, "HTTP 502")
    assert row.failing_since == texting.clock.now and row.resting_until > texting.clock.now


def test_the_transport_of_a_test_carries_every_channel(texting: Province) -> None:
    taken: list[Mail] = []

    class Post:
        def send(self, mail: Mail) -> None:
            taken.append(mail)

    dispatched(texting)
    send_waiting(texting.platform, Post())
    assert [mail.channel for mail in taken] == ["sms"]
