"""A round of sending: one message that meets another writer does not hold up the rest."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases import opening
from engine.cases.step import take_step
from engine.errors import Busy, Conflict
from engine.notices import sending, settling
from engine.notices.mail import Mail
from engine.store.tables import outbox
from tests.engine.province import TRIAGE, Province

BY_MAIL = opening.Sender(name="Lê A", phone="0905000111", email="le.a@example.com")


class Post:
    """A mail server that takes everything and remembers it."""

    def __init__(self) -> None:
        self.taken: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.taken.append(mail)


def _two_cases_with_mail(province: Province) -> list[int]:
    made = [province.report(f"Việc số {n}, khá dài", sender=BY_MAIL) for n in (1, 2)]
    for case_id in made:
        province.do("operator", case_id, "triage", **TRIAGE)
    return made


def _states(province: Province, case_id: int) -> set[str]:
    query = sa.select(outbox.c.state).where(outbox.c.case_id == case_id, outbox.c.recipient == "reporter")
    with province.platform.look() as work:
        return set(work.connection.execute(query).scalars())


@pytest.mark.parametrize("hindrance", [Conflict, Busy])
def test_one_case_that_others_work_on_does_not_end_the_round(
    province: Province, monkeypatch: pytest.MonkeyPatch, hindrance: type[Exception]
) -> None:
    first, second = _two_cases_with_mail(province)
    really = take_step

    def in_the_way(work: Any, case_id: int, *more: Any) -> Any:
        if case_id == first:
            raise hindrance
        return really(work, case_id, *more)

    monkeypatch.setattr(settling, "take_step", in_the_way)
    post = Post()
    sending.send_waiting(province.platform, post)
    assert _states(province, first) == {"waiting"} and _states(province, second) == {"sent"}
    monkeypatch.undo()
    sending.send_waiting(
        province.platform, post
    )  # its lease has not run out: it is not sent a second time yet
    assert _states(province, first) == {"waiting"}
    province.clock.advance(minutes=6)
    sending.send_waiting(province.platform, post)
    assert _states(province, first) == {"sent"}
    keys = [one.key for one in post.taken]
    assert len(set(keys)) == len(keys) - 1  # the second sending carries the key of the first


def test_a_case_that_is_free_again_at_once_is_told_without_sending_twice(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = _two_cases_with_mail(province)
    really, refused = take_step, [1]

    def once_in_the_way(work: Any, case_id: int, *more: Any) -> Any:
        if case_id == first and refused:
            refused.pop()
            raise Conflict
        return really(work, case_id, *more)

    monkeypatch.setattr(settling, "take_step", once_in_the_way)
    post = Post()
    sending.send_waiting(province.platform, post)
    keys = [one.key for one in post.taken]
    assert not refused and _states(province, first) == {"sent"} and len(set(keys)) == len(keys)
