"""A second round, promises, co-handlers, and mail that does not arrive: the diagram with the real case around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import forms
from engine import timers
from engine.cases import opening, reporting
from engine.errors import InvalidAnswers, NotYourOwnResult
from engine.notices.mail import Mail, NotSent
from engine.notices.sending import TRIES, send_waiting
from engine.people import membership
from engine.store.tables import cases, clocks, escalations, incidents, outbox
from tests import rosters
from tests.engine.province import COMMUNE, PICTURE, TEAM, TRIAGE, Province

DIVISION, NEIGHBOUR, BODY = "div-643-qldt", "com-24118", "body-cong-an"
BY_MAIL = opening.Sender(name="Lê A", phone="0905000111", email="le.a@example.com")
LETTER = {"letter_no": "12", "letter_date": "2026-03-01", "letter_issuer": "BHXH", "letter_signer": "Lê B"}


class DeadServer:
    """A mail server that takes nothing."""

    def send(self, mail: Mail) -> None:
        raise NotSent("refused")


def open_elements(province: Province, case_id: int) -> list[str]:
    return sorted(row.element for row in province.items(case_id))


def rate(province: Province, case_id: int, value: str) -> None:
    with province.platform.work() as work:
        reporting.rate(work, case_id, value, "Chưa sạch", key=f"rate:{province.clock.now}")


def file_result(province: Province, case_id: int, who: str = "handler", **more: Any) -> None:
    answers = {"outcome": "done", "account": "Đã vá xong", "uploads": PICTURE} | more
    province.do(who, case_id, "handle", **answers)


def test_a_contest_goes_back_to_the_same_officer_and_can_be_closed_again(province: Province) -> None:
    case_id = province.bring_to("end", sender=BY_MAIL)
    province.tick()
    assert open_elements(province, case_id) == ["publish"]
    rate(province, case_id, "dissatisfied")
    again = province.item(case_id, "handle")
    assert again.claimed_by == province.officers["handler"]
    assert open_elements(province, case_id) == ["handle"]
    province.clock.advance(hours=1)
    file_result(province, case_id)
    province.do("member", case_id, "verify", outcome="pass")
    province.tick()
    rate(province, case_id, "satisfied")
    province.do("operator", case_id, "publish", public_text="Ổ gà", public_result="Đã vá", pictures="none")
    assert province.case(case_id).status == "ended"
    with province.platform.look() as work:
        rounds = sa.select(clocks.c.round).where(clocks.c.case_id == case_id, clocks.c.phase == "handle")
        assert sorted(work.connection.execute(rounds).scalars()) == [1, 2]


def test_mail_that_cannot_be_sent_makes_the_centre_call_after_two_hours(province: Province) -> None:
    case_id = province.bring_to("end", sender=BY_MAIL)
    assert open_elements(province, case_id) == ["publish"]
    send_waiting(province.platform, DeadServer())
    province.clock.advance(minutes=121)
    send_waiting(province.platform, DeadServer())
    timers.tick(province.platform)
    assert open_elements(province, case_id) == ["call_reporter", "publish"]
    province.do("operator", case_id, "call_reporter", outcome="reached", called_at="2026-03-02T09:00")
    facts = province.case(case_id).facts
    assert facts["told_outcomes"]["result"]["outcome"] == "reached"


def test_only_mail_that_was_sent_counts_as_delivered(province: Province) -> None:
    case_id = province.bring_to("end", sender=BY_MAIL)
    assert "told_outcomes" not in province.case(case_id).facts
    province.tick()
    assert province.case(case_id).facts["told_outcomes"]["result"]["outcome"] == "delivered"


def _before_the_mail(province: Province, case_id: int) -> None:
    assert open_elements(province, case_id) == ["publish"]


def _while_calling(province: Province, case_id: int) -> None:
    province.clock.advance(minutes=121)
    timers.tick(province.platform)
    assert "call_reporter" in open_elements(province, case_id)


def _while_rating(province: Province, case_id: int) -> None:
    province.tick()


@pytest.mark.parametrize("reach", [_before_the_mail, _while_calling, _while_rating])
def test_a_reporter_may_withdraw_while_told_and_while_rating(
    province: Province, reach: Callable[[Province, int], None]
) -> None:
    case_id = province.bring_to("end", sender=BY_MAIL)
    reach(province, case_id)
    with province.platform.work() as work:
        reporting.withdraw(work, case_id, "Đã tự sửa", key="withdraw")
    case = province.case(case_id)
    assert (case.status, case.outcome, case.public_status) == ("ended", "withdrawn", "withdrawn")
    assert open_elements(province, case_id) == []
    province.clock.advance(days=30)
    province.tick()
    assert province.case(case_id).outcome == "withdrawn"


def test_a_body_without_accounts_may_promise_and_is_asked_again(province: Province) -> None:
    case_id = province.report(sender=BY_MAIL)
    province.do("operator", case_id, "triage", **TRIAGE | {"follow_proposal": "false"})
    province.do("operator", case_id, "dispatch", unit=BODY)
    for promised in (True, False):
        slip = {"slip_no": "7", "sent_at": "2026-03-02T09:00", "method": "post"}
        province.do("operator", case_id, "forward_slip", **slip)
        told = {"outcome": "promised", "promised_date": "2026-03-10"} if promised else {"outcome": "done"}
        paper = {"documents": [forms.File("9", "tra-loi.pdf", "application/pdf", 1000)]}
        province.do("operator", case_id, "external_answer", paper, account="Sẽ làm", **told, **LETTER)
        province.tick()
        rate(province, case_id, "satisfied")
        province.do("operator", case_id, "publish", public_text="Ổ gà", public_result="Hẹn", pictures="none")
        province.clock.set("2026-03-11 08:00")
        province.tick()
        assert open_elements(province, case_id) == (["forward_slip"] if promised else [])
    assert province.case(case_id).status == "ended"


def test_whoever_reported_on_a_promise_does_not_verify_it(province: Province) -> None:
    with province.platform.work() as work:
        for login in ("colleague", "handler"):
            membership.join(work, province.officers[login], TEAM, "team_member")
    case_id = province.bring_to("handle", sender=BY_MAIL)
    file_result(province, case_id, outcome="promised", promised_date="2026-03-10")
    province.do("member", case_id, "verify", outcome="pass")
    province.tick()
    rate(province, case_id, "satisfied")
    province.do("operator", case_id, "publish", public_text="Ổ gà", public_result="Hẹn", pictures="none")
    province.clock.set("2026-03-11 08:00")
    province.tick()
    province.do("colleague", case_id, "follow_promise", PICTURE, outcome="done", account="Đã làm")
    with pytest.raises(NotYourOwnResult):
        province.do("colleague", case_id, "verify", outcome="pass")
    with pytest.raises(NotYourOwnResult):
        province.do("handler", case_id, "verify", outcome="pass")


def test_each_co_agency_has_its_own_clock_and_its_own_people_are_reminded(province: Province) -> None:
    with province.platform.work() as work:
        for login, unit in (("planner", DIVISION), ("neighbour", NEIGHBOUR)):
            province.officers[login] = rosters.add_officer(work, login, (unit, "focal_officer"))
    case_id = province.bring_to("team_receive")
    two = [DIVISION, NEIGHBOUR]
    province.do("member", case_id, "team_receive", outcome="assign", lead=COMMUNE, co_agencies=two)
    province.do("focal", case_id, "agency_accept", outcome="accept", officer="handler")
    province.do("planner", case_id, "contribute", account="Đã khảo sát")
    province.clock.advance(days=40)
    province.tick()
    with province.platform.look() as work:
        held = sa.select(clocks.c.unit).where(clocks.c.case_id == case_id, clocks.c.phase == "contribute")
        assert sorted(work.connection.execute(held).scalars()) == sorted(two)
        told = sa.select(escalations.c.recipients).where(
            escalations.c.case_id == case_id, escalations.c.element == "contribute"
        )
        reminded = {int(officer) for row in work.connection.execute(told).scalars() for officer in row}
        assert province.officers["neighbour"] in reminded
        assert province.officers["planner"] not in reminded
        assert work.connection.execute(sa.select(cases.c.status).where(cases.c.id == case_id)).scalar()


def test_after_arbitration_the_unit_cannot_return_the_case(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    back = {"outcome": "return", "proposed_agency": TEAM, "return_reason": "Không thuộc địa bàn"}
    for _ in range(2):
        province.do("member", case_id, "team_receive", **back)
        province.do("operator", case_id, "dispatch", unit=TEAM)
    province.do("member", case_id, "team_receive", **back)
    letter = {"letter_no": "1", "letter_date": "2026-03-01", "letter_signer": "Lê B"}
    province.do("lead", case_id, "arbitrate", unit=TEAM, reason="Đúng địa bàn", **letter)
    with pytest.raises(InvalidAnswers):
        province.do("member", case_id, "team_receive", **back)
    province.do("member", case_id, "team_receive", outcome="assign", lead=COMMUNE)
    assert open_elements(province, case_id) == ["agency_accept"]


def test_a_mail_given_up_stays_given_up_although_its_case_is_broken(province: Province) -> None:
    case_id = province.bring_to("team_receive", sender=BY_MAIL)
    with province.platform.work() as work:
        work.run(sa.update(outbox).where(outbox.c.case_id == case_id).values(tries=TRIES - 1))
        work.run(sa.update(cases).where(cases.c.id == case_id).values(state=b"unreadable"))
    send_waiting(province.platform, DeadServer())
    with province.platform.look() as work:
        states = work.connection.execute(sa.select(outbox.c.state).where(outbox.c.case_id == case_id))
        assert set(states.scalars()) == {"dead"}
        faults = sa.select(incidents.c.action).where(incidents.c.case_id == case_id)
        assert list(work.connection.execute(faults).scalars()) == ["message:notice_settled"]
