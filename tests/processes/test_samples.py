"""All forty invented reports go through the running system, each as it is labelled and on to an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import releases
from engine.demo.labels import PARTS, REFUSED, accept_part, wanted
from engine.demo.people import POSITIONS, POSTS, staff
from engine.demo.samples import Sample, read_samples
from engine.demo.script import Walker
from engine.notices.mail import Mail
from engine.people import units
from engine.reference import import_reference
from engine.store.tables import cases, decisions, hotline_calls, messages, publications
from engine.work import Platform
from tests.clocks import FakeClock

PROCESSES = Path(__file__).parents[2] / "processes"
SAMPLES = read_samples()
# What a flag of a sample promises the triage hints to say.
HINTED = {"denunciation": "denunciation", "complaint": "complaint", "spam": "spam", "abusive": "abuse"}
NEVER_PUBLIC = ("S04", "S05", "S06", "S18", "S24", "S29", "S30", "S35", "S36", "S38")


@dataclass
class Post:
    """A mail carrier that keeps what it is given."""

    sent: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


@dataclass
class Walked:
    """The province after all samples have come to an end."""

    platform: Platform
    cases: Mapping[str, int]

    def all(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self.platform.look() as work:
            return list(work.connection.execute(query))

    def case(self, name: str) -> sa.Row[Any]:
        return self.all(sa.select(cases).where(cases.c.id == self.cases[name]))[0]

    def decided(self, name: str, decision: str) -> list[Any]:
        here = (decisions.c.case_id == self.cases[name], decisions.c.decision == decision)
        return [
            row.value for row in self.all(sa.select(decisions.c.value).where(*here).order_by(decisions.c.id))
        ]

    def hints(self, name: str) -> set[str]:
        return {row["kind"] for row in self.decided(name, "triage_hints")[0] or []}


def _install(platform: Platform) -> None:
    with platform.work() as work:
        import_reference(work, PROCESSES / "dak-lak")
        files = releases.folder_files(PROCESSES / "cv731")
        releases.put_in_force(work, releases.keep_release(work, files))
        served = [unit.code for unit in units.existing(work) if unit.has_accounts and unit.kind in POSTS]
        staff(work, served, dict.fromkeys(POSITIONS, "mật khẩu của người thử"))


def _walk_all(walker: Walker, clock: FakeClock) -> dict[str, int]:
    opened: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for name, sample in SAMPLES.items():
        opened[name] = walker.open(sample, field=sample.field).case_id
        numbers[name] = walker.case(opened[name]).report_no
        if name == "S08":
            # It is merged while the earlier report is still open, and waits for its end.
            walker.do(opened["S08"], "triage", **wanted(sample, "triage", numbers))
            _Course(SAMPLES["S07"], numbers, clock).walk(walker, opened["S07"])
        elif name != "S07":
            _Course(sample, numbers, clock).walk(walker, opened[name])
    for number, case_id in enumerate(_parts(walker, opened["S40"]), 1):
        _Course(SAMPLES["S40"], numbers, clock, accept_part(number)).walk(walker, case_id)
    walker.let_run()
    return opened


def _parts(walker: Walker, case_id: int) -> list[int]:
    query = sa.select(cases.c.id).where(cases.c.parent_id == case_id).order_by(cases.c.id)
    with walker.platform.look() as work:
        return list(work.connection.execute(query).scalars())


@dataclass
class _Course:
    """Three minutes before each act; what the label asks the first time, the good ending from then on."""

    sample: Sample
    numbers: Mapping[str, str]
    clock: FakeClock
    accepted: Mapping[str, Any] | None = None
    turns: Counter[str] = field(default_factory=Counter)

    def walk(self, walker: Walker, case_id: int) -> None:
        walker.finish(case_id, self._choices)

    def _choices(self, element: str) -> Mapping[str, Any]:
        self.clock.advance(minutes=3)
        self.turns[element] += 1
        if element == "triage" and self.accepted is not None:
            return self.accepted
        return wanted(self.sample, element, self.numbers, again=self.turns[element] > 1)


def _labelled(*actions: str) -> list[str]:
    return [name for name, sample in SAMPLES.items() if sample.expected_action in actions]


def every_case_comes_to_an_end_without_an_incident(walked: Walked) -> None:
    assert len(walked.cases) == 40
    assert {name: walked.case(name).status for name in SAMPLES} == dict.fromkeys(SAMPLES, "ended")


def the_routing_table_proposes_the_districts_team_for_every_report_that_goes_on(walked: Walked) -> None:
    going = _labelled("accept_forward", "redirect_hotline", "return_to_ioc")
    proposed = {name: walked.decided(name, "routing")[0]["unit"] for name in going}
    assert proposed == {name: f"team-{SAMPLES[name].district}" for name in going}


def reports_labelled_so_are_handled_in_their_district_without_coming_back(walked: Walked) -> None:
    for name in _labelled("accept_forward", "redirect_hotline"):
        facts = walked.case(name).facts
        assert (facts["target"], facts.get("returns", 0)) == (f"team-{SAMPLES[name].district}", 0), name
        assert walked.case(name).outcome == "done", name


def emergencies_are_called_in_and_somebody_answers(walked: Walked) -> None:
    for name in _labelled("redirect_hotline"):
        here = sa.select(hotline_calls).where(hotline_calls.c.case_id == walked.cases[name])
        calls = walked.all(here)
        assert calls and calls[-1].answered and calls[-1].number, name


def returned_reports_end_with_the_agency_that_the_team_proposed(walked: Walked) -> None:
    for name in _labelled("return_to_ioc"):
        facts = walked.case(name).facts
        assert (facts["returns"], facts["target"]) == (1, SAMPLES[name].more["proposed_unit"]), name
        assert walked.case(name).outcome == "done", name


def declined_reports_carry_their_reason_and_where_to_go(walked: Walked) -> None:
    for name in _labelled(*REFUSED):
        case = walked.case(name)
        assert (case.outcome, case.facts["refusal"]) == ("refused", SAMPLES[name].more["refusal"]), name
        assert case.facts["guidance"], name


def a_duplicate_waits_for_the_first_report_and_its_reporter_is_told(walked: Walked) -> None:
    case = walked.case("S08")
    assert (case.outcome, case.parent_id) == ("merged", walked.cases["S07"])
    assert "merged" in case.facts["told_outcomes"]


def a_report_of_three_matters_becomes_three_that_are_each_settled(walked: Walked) -> None:
    assert walked.case("S40").outcome == "split"
    parts = walked.all(sa.select(cases).where(cases.c.parent_id == walked.cases["S40"]).order_by(cases.c.id))
    assert [(part.field, part.outcome) for part in parts] == [(field, "done") for _, field in PARTS]


def a_report_without_a_place_is_asked_about_and_then_handled(walked: Walked) -> None:
    here = sa.select(messages).where(messages.c.case_id == walked.cases["S37"]).order_by(messages.c.id)
    assert [(row.direction, row.kind) for row in walked.all(here)][:2] == [
        ("out", "question"),
        ("in", "answer"),
    ]
    assert walked.case("S37").outcome == "done"


def hints_mark_all_emergencies_and_hardly_anything_else(walked: Walked) -> None:
    emergencies = {name for name, sample in SAMPLES.items() if sample.emergency}
    hinted = {name for name in SAMPLES if "emergency" in walked.hints(name)}
    assert emergencies <= hinted
    assert len(hinted - emergencies) <= 3, hinted - emergencies


def hints_point_at_complaints_denunciations_spam_and_abuse(walked: Walked) -> None:
    promised = {
        (name, HINTED[flag]) for name, sample in SAMPLES.items() for flag in sample.flags if flag in HINTED
    }
    assert {kind for _, kind in promised} == set(HINTED.values())
    assert all(kind in walked.hints(name) for name, kind in promised)


def what_must_stay_private_is_never_published(walked: Walked) -> None:
    public = {row.case_id for row in walked.all(sa.select(publications.c.case_id))}
    assert not public & {walked.cases[name] for name in NEVER_PUBLIC}
    assert {walked.cases["S07"], walked.cases["S01"]} <= public
    assert walked.case("S29").restricted and walked.case("S30").restricted


CLAIMS = (
    every_case_comes_to_an_end_without_an_incident,
    the_routing_table_proposes_the_districts_team_for_every_report_that_goes_on,
    reports_labelled_so_are_handled_in_their_district_without_coming_back,
    emergencies_are_called_in_and_somebody_answers,
    returned_reports_end_with_the_agency_that_the_team_proposed,
    declined_reports_carry_their_reason_and_where_to_go,
    a_duplicate_waits_for_the_first_report_and_its_reporter_is_told,
    a_report_of_three_matters_becomes_three_that_are_each_settled,
    a_report_without_a_place_is_asked_about_and_then_handled,
    hints_mark_all_emergencies_and_hardly_anything_else,
    hints_point_at_complaints_denunciations_spam_and_abuse,
    what_must_stay_private_is_never_published,
)


def test_every_sample_goes_its_labelled_way_to_an_end(platform: Platform, clock: FakeClock) -> None:
    _install(platform)
    walked = Walked(platform, _walk_all(Walker(platform, Post()), clock))
    for claim in CLAIMS:
        claim(walked)
