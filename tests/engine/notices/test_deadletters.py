"""Messages given up: sent again or let go, one by one or by a filter, by an administrator, on record."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.cases import opening
from engine.errors import NotAllowed, NotFound, Refused
from engine.invariants import INVARIANTS, broken_in
from engine.notices import deadletters
from engine.notices.carrying import Mail, Rejected
from engine.notices.deadletters import Wanted
from engine.notices.sending import send_waiting
from engine.store.tables import audit, outbox
from tests.engine.notices.conftest import Province
from tests.engine.province import TRIAGE


class Refusing:
    def send(self, mail: Mail) -> None:
        raise Rejected(f"550 no such user on {mail.channel}")


class Taking:
    def __init__(self) -> None:
        self.keys: list[str] = []

    def send(self, mail: Mail) -> None:
        self.keys.append(mail.key)


@pytest.fixture
def letters(province: Province) -> list[int]:
    """Three messages that no address took."""
    for n in range(3):
        sender = opening.Sender(name="Lê A", email=f"a{n}@example.com")
        case_id = province.report(f"Việc số {n}, khá dài", sender=sender)
        province.do("operator", case_id, "triage", **TRIAGE)
    send_waiting(province.platform, Refusing())
    with province.platform.look() as work:
        return list(work.connection.execute(sa.select(outbox.c.id).where(outbox.c.state == "dead")).scalars())


def states(province: Province) -> dict[int, str]:
    with province.platform.look() as work:
        found = work.connection.execute(sa.select(outbox.c.id, outbox.c.state))
        return {row.id: row.state for row in found}


def test_one_is_sent_again_with_the_key_it_had(province: Province, letters: list[int]) -> None:
    assert len(letters) == 3
    with province.platform.work() as work:
        assert deadletters.resend(work, province.standing("administrator"), Wanted(only=letters[0])) == 1
    post = Taking()
    send_waiting(province.platform, post)
    assert states(province)[letters[0]] == "sent"
    assert len(post.keys) == 1 and post.keys[0].startswith("reporter:")
    with province.platform.look() as work:
        assert broken_in(work, INVARIANTS) == []
        lines = work.connection.execute(
            sa.select(audit.c.detail, audit.c.officer_id).where(audit.c.action == "notice:outbox:resend")
        ).all()
    assert [(line.detail["rows"], line.officer_id) for line in lines] == [
        ([letters[0]], province.officers["administrator"])
    ]


def test_a_filter_finds_by_channel_matter_and_error(province: Province, letters: list[int]) -> None:
    who = province.standing("administrator")
    with province.platform.work() as work:
        found = [
            len(deadletters.dead(work, who, wanted))
            for wanted in (
                Wanted(),
                Wanted(channel="sms"),
                Wanted(template="reporter."),
                Wanted(template="work."),
                Wanted(error="550"),
                Wanted(error="%"),
            )
        ]
        assert found == [3, 0, 3, 0, 3, 0]
        assert deadletters.resend(work, who, Wanted(channel="email", error="no such")) == 3
        assert deadletters.resend(work, who, Wanted()) == 0
    assert {states(province)[one] for one in letters} == {"waiting"}


def test_letting_go_needs_a_reason_and_is_for_good(province: Province, letters: list[int]) -> None:
    who = province.standing("administrator")
    with province.platform.work() as work:
        with pytest.raises(Refused):
            deadletters.give_up(work, who, Wanted(), " ")
        assert deadletters.give_up(work, who, Wanted(only=letters[1]), "số điện thoại sai") == 1
        assert deadletters.resend(work, who, Wanted(only=letters[1])) == 0
    assert [states(province)[one] for one in letters] == ["dead", "dropped", "dead"]
    with province.platform.look() as work:
        assert broken_in(work, INVARIANTS) == []


@pytest.mark.parametrize("who", ["operator", "lead", "handler"])
def test_nobody_but_an_administrator_may(province: Province, letters: list[int], who: str) -> None:
    with province.platform.work() as work:
        with pytest.raises(NotAllowed):
            deadletters.resend(work, province.standing(who), Wanted())
        with pytest.raises(NotAllowed):
            deadletters.wake_channel(work, province.standing(who), "email")
    assert {states(province)[one] for one in letters} == {"dead"}


def test_only_a_resting_channel_can_be_woken(province: Province) -> None:
    with province.platform.work() as work, pytest.raises(NotFound):
        deadletters.wake_channel(work, province.standing("administrator"), "email")
