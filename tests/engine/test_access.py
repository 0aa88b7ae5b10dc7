"""Who may see which case and do which task: a matrix of everybody against everything, and the fine print.

The matrix asks the engine, by SQL, and compares with `_expected`, which says the same rules in plain words.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from engine import access
from engine.errors import NotAllowed, NotFound, NotYourOwnResult
from engine.people import delegations, membership, units
from engine.people.standing import Standing, roles
from engine.store import tables
from engine.work import Platform, Work
from tests import rosters
from tests.clocks import FakeClock

PEOPLE = (
    ("ioc", "ioc_operator"),
    ("ioc", "ioc_lead"),
    ("ioc", "administrator"),
    ("ioc", "analyst"),
    ("ioc", "auditor"),
    ("dept-gtvt", "auditor"),
    ("dept-gtvt", "agency_head"),
    ("team-643", "team_member"),
    ("team-643", "team_leader"),
    ("div-643-qldt", "focal_officer"),
    ("div-643-qldt", "handling_officer"),
    ("com-24118", "handling_officer"),
    ("com-24118", "agency_head"),
    ("team-644", "team_leader"),
    ("com-24305", "focal_officer"),
    (None, None),
)
PARENTS = {"div-643-qldt": "team-643", "com-24118": "team-643", "com-24305": "team-644"}
PARTS = ("none", "holder", "held", "co", "told", "co ended", "told later")
CONCERNED = ("team-643", "div-643-qldt", "com-24118")
IN_FORCE = {"holder", "held", "co", "told"}
READERS = {"team_member", "team_leader", "focal_officer", "handling_officer", "agency_head"}
IOC = {"ioc_operator", "ioc_lead"}


@dataclass(frozen=True)
class Case:
    """What distinguishes one case of the matrix."""

    id: int
    part: str
    unit: str
    restricted: bool
    accused: str | None
    named: bool


def _sees(unit: str | None, role: str | None, case: Case) -> bool:
    if unit is None or (case.accused and case.accused in (unit, PARENTS.get(unit))):
        return False
    if case.named:
        return True
    if role == "ioc_lead":
        return True
    if case.restricted:
        return False
    if role in ("ioc_operator", "auditor"):
        return True
    return role in READERS and unit == case.unit and case.part in IN_FORCE


def _expected(unit: str | None, role: str | None, case: Case) -> dict[str, Any]:
    sees = _sees(unit, role, case)
    accused = bool(case.accused) and case.accused in (unit, PARENTS.get(unit or ""))
    does = "own" if unit == case.unit and role in ("team_leader", "agency_head") else "NotAllowed"
    return {
        "see": sees,
        "repair": role == "administrator" and not accused,
        "identity": sees and role in IOC,
        "act": does if sees else "NotFound",
    }


@dataclass
class Matrix:
    """The people and cases of the matrix as entered in the database."""

    people: list[tuple[str | None, str | None, Standing]]
    cases: list[Case]


def _enter(work: Work) -> Matrix:
    rosters.add_units(work)
    ids = [
        rosters.add_officer(work, f"p{number}", *([(unit, role)] if unit and role else []))
        for number, (unit, role) in enumerate(PEOPLE)
    ]
    kinds = itertools.product(
        PARTS, CONCERNED, (False, True), (None, "own", "team-643", "ioc"), (False, True)
    )
    release = rosters.add_release(work)
    entered = [_enter_case(work, release, number, kind, ids) for number, kind in enumerate(kinds, start=1)]
    people = [(unit, role, roles(work, id)) for id, (unit, role) in zip(ids, PEOPLE, strict=True)]
    return Matrix(people, entered)


def _enter_case(work: Work, release: int, number: int, kind: tuple[Any, ...], people: Iterable[int]) -> Case:
    part, unit, restricted, accused, named = kind
    accused = unit if accused == "own" else accused
    case = rosters.add_case(work, release, number, restricted=restricted, accused_unit=accused)
    if part != "none":
        _concern(work, case, unit, part)
    if named:
        rows = [
            {"case_id": case, "officer_id": id, "reason": "test", "granted_at": work.now} for id in people
        ]
        work.run(sa.insert(tables.case_people), rows)
    return Case(case, part, unit, restricted, accused, named)


def _concern(work: Work, case: int, unit: str, part: str) -> None:
    hour = timedelta(hours=1)
    ended = part in ("held", "co ended")
    row = {
        "case_id": case,
        "unit_id": units.unit(work, unit).id,
        "part": part.split()[0],
        "since": work.now + hour if part == "told later" else work.now - 2 * hour,
        "until": work.now - hour if ended else None,
    }
    work.run(sa.insert(tables.case_units).values(row))


def _item(work: Work, case: int, unit: str, role: str, **more: Any) -> Any:
    plain = {"case_id": case, "unit_id": units.unit(work, unit).id, "role": role, "element": "verify"}
    return SimpleNamespace(**{**plain, "claimed_by": None, "fallback": None, **more})


def _acts(work: Work, standing: Standing, item: Any) -> str:
    try:
        return access.may_act(work, standing, item).kind
    except (NotAllowed, NotFound) as error:
        return type(error).__name__


def _ids(work: Work, condition: sa.ColumnElement[bool]) -> set[int]:
    return set(work.connection.execute(sa.select(tables.cases.c.id).where(condition)).scalars())


def test_everybody_sees_and_does_what_the_rules_say_and_no_more(work: Work) -> None:
    matrix = _enter(work)
    checked, wrong = 0, []
    for unit, role, standing in matrix.people:
        seen = _ids(work, access.visible(standing, work.now))
        repaired = _ids(work, access.repairable(standing))
        for case in matrix.cases:
            expected = _expected(unit, role, case)
            found: dict[str, Any] = {"see": case.id in seen, "repair": case.id in repaired}
            if case.id % 5 == 0:
                item = _item(work, case.id, case.unit, "team_leader, agency_head")
                found |= {"act": _acts(work, standing, item)}
                found |= {"identity": access.may_see_identity(work, standing, case.id)}
            checked += len(found)
            wrong += [(unit, role, case, verb) for verb, answer in found.items() if answer != expected[verb]]
    assert wrong == []
    assert checked >= 10_000


# ---- fine print ------------------------------------------------------------------------------------


@pytest.fixture
def release(work: Work) -> int:
    rosters.add_units(work)
    return rosters.add_release(work)


def _standing(work: Work, login: str, *posts: tuple[str, str]) -> Standing:
    return roles(work, rosters.add_officer(work, login, *posts))


def _held_case(work: Work, release: int, unit: str, **more: Any) -> int:
    case = rosters.add_case(work, release, more.pop("number", 1), **more)
    _concern(work, case, unit, "holder")
    return case


def test_another_units_case_is_answered_as_if_it_did_not_exist(work: Work, release: int) -> None:
    case = _held_case(work, release, "team-643")
    with pytest.raises(NotFound):
        access.must_see(work, _standing(work, "other", ("team-644", "team_leader")), case)
    with pytest.raises(NotFound):
        access.must_see(work, _standing(work, "ours", ("team-643", "team_member")), case + 1)


def test_a_former_holder_reads_up_to_the_hand_over(work: Work, release: int) -> None:
    case = rosters.add_case(work, release, 1)
    _concern(work, case, "com-24118", "held")
    before = _standing(work, "before", ("com-24118", "agency_head"))
    assert access.seen_until(work, before, case) == work.now - timedelta(hours=1)
    _concern(work, case, "com-24118", "told")
    assert access.seen_until(work, before, case) is None
    assert access.seen_until(work, _standing(work, "watch", ("ioc", "ioc_operator")), case) is None


def test_the_roles_of_a_task_are_a_list(work: Work, release: int) -> None:
    case = _held_case(work, release, "com-24118")
    item = _item(work, case, "com-24118", "handling_officer, agency_head")
    assert _acts(work, _standing(work, "head", ("com-24118", "agency_head")), item) == "own"
    assert _acts(work, _standing(work, "focal", ("com-24118", "focal_officer")), item) == "NotAllowed"


def test_what_somebody_has_taken_only_a_leader_can_give_to_another(work: Work, release: int) -> None:
    case = _held_case(work, release, "team-643")
    first, second = (_standing(work, name, ("team-643", "team_member")) for name in ("first", "second"))
    leader = _standing(work, "leader", ("team-643", "team_leader"))
    item = _item(work, case, "team-643", "team_member", claimed_by=first.officer_id)
    assert _acts(work, first, item) == "own" and _acts(work, second, item) == "NotAllowed"
    access.must_assign(work, leader, item)
    with pytest.raises(NotAllowed):
        access.must_assign(work, second, item)
    stranger = _standing(work, "stranger", ("team-644", "team_leader"))
    with pytest.raises(NotFound):
        access.must_assign(work, stranger, item)


def test_a_task_in_anothers_place_is_marked_so(work: Work, release: int) -> None:
    case = _held_case(work, release, "team-643")
    item = _item(work, case, "team-643", "team_leader", fallback="parent:team_leader")
    assert _acts(work, _standing(work, "leader", ("team-643", "team_leader")), item) == "fallback"


def _delegated(work: Work, verbs: list[str]) -> tuple[Standing, Standing]:
    chair = rosters.add_officer(work, "chair", ("team-643", "team_leader"))
    clerk = rosters.add_officer(work, "clerk", ("team-644", "team_member"))
    week = work.now + timedelta(days=7)
    delegations.delegate(
        work, chair, clerk, verbs=verbs, capacity="thừa ủy quyền", since=work.now, until=week
    )
    return roles(work, chair), roles(work, clerk)


def test_a_delegate_reads_and_acts_for_the_principal_in_the_named_tasks_alone(
    work: Work, release: int
) -> None:
    case = _held_case(work, release, "team-643")
    chair, clerk = _delegated(work, ["verify"])
    grant = access.may_act(work, clerk, _item(work, case, "team-643", "team_leader"))
    assert (grant.kind, grant.on_behalf_of) == ("delegated", chair.officer_id)
    taken = _item(work, case, "team-643", "team_leader", claimed_by=chair.officer_id)
    assert access.may_act(work, clerk, taken).kind == "delegated"
    other = _item(work, case, "team-643", "team_leader", element="decide_extension")
    assert _acts(work, clerk, other) == "NotAllowed"


def test_a_delegation_opens_neither_restricted_nor_accusing_cases(work: Work, release: int) -> None:
    _, clerk = _delegated(work, ["*"])
    secret = _held_case(work, release, "team-643", restricted=True, number=1)
    accusing = _held_case(work, release, "team-643", accused_unit="team-643", number=2)
    plain = _held_case(work, release, "team-643", number=3)
    assert _ids(work, access.visible(clerk, work.now)) == {plain}
    assert {secret, accusing}.isdisjoint(_ids(work, access.visible(clerk, work.now)))


def test_the_reporters_name_is_shown_by_a_grant_while_it_runs(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        rosters.add_units(work)
        case = _held_case(work, rosters.add_release(work), "com-24118")
        agency = rosters.add_officer(work, "agency", ("com-24118", "handling_officer"))
        other = rosters.add_officer(work, "other", ("com-24305", "handling_officer"))
        period = {"valid_from": work.now, "valid_to": work.now + timedelta(days=1)}
        rows = [
            {"case_id": case, "officer_id": id, "reason": "call", "granted_by": agency, **period}
            for id in (agency, other)
        ]
        work.run(sa.insert(tables.identity_grants), rows)
        assert access.may_see_identity(work, roles(work, agency), case)
        assert not access.may_see_identity(work, roles(work, other), case)
    clock.advance(days=1)
    with platform.look() as work:
        assert not access.may_see_identity(work, roles(work, agency), case)


# ---- who could do it -------------------------------------------------------------------------------

FALLBACK = (
    {"role": "agency_head", "unit": "same"},
    {"role": "team_leader", "unit": "parent"},
    {"role": "ioc_operator, ioc_lead", "unit": "ioc"},
)


def _choose(work: Work, **more: Any) -> access.Choice:
    commune = units.unit(work, "com-24118")
    return access.with_fallback(work, commune, ["handling_officer"], fallback_rows=FALLBACK, **more)


def test_a_task_goes_to_those_who_hold_the_role_now(work: Work, release: int) -> None:
    here = rosters.add_officer(work, "here", ("com-24118", "handling_officer"))
    rosters.add_officer(work, "closed", ("com-24118", "handling_officer"), active=False)
    later = rosters.add_officer(work, "later")
    membership.join(work, later, "com-24118", "handling_officer", since=work.now + timedelta(hours=1))
    choice = _choose(work)
    assert [one.officer_id for one in choice.candidates] == [here] and choice.fallback is None


def test_a_task_nobody_can_do_goes_down_the_table_of_substitutes(work: Work, release: int) -> None:
    assert _choose(work).candidates == ()
    rosters.add_officer(work, "watch", ("ioc", "ioc_lead"))
    assert _choose(work).fallback == "ioc:ioc_operator, ioc_lead"
    leader = rosters.add_officer(work, "leader", ("team-643", "team_leader"))
    choice = _choose(work)
    assert (choice.unit_id, choice.roles) == (units.unit(work, "team-643").id, ("team_leader",))
    rosters.add_officer(work, "head", ("com-24118", "agency_head"))
    assert _choose(work).fallback == "same:agency_head"
    own = rosters.add_officer(work, "own", ("com-24118", "handling_officer"))
    assert _choose(work).fallback is None and _choose(work, excluding=[own]).fallback == "same:agency_head"
    assert [one.officer_id for one in choice.candidates] == [leader]


# ---- verifying -------------------------------------------------------------------------------------


def _verifying(work: Work, release: int, unit: str = "team-643") -> tuple[Any, int]:
    case = _held_case(work, release, unit)
    return _item(work, case, unit, "team_member, team_leader"), units.unit(work, "com-24118").id


def test_nobody_verifies_their_own_result(work: Work, release: int) -> None:
    item, commune = _verifying(work, release)
    author, other = (_standing(work, name, ("team-643", "team_member")) for name in ("author", "other"))
    grant = access.may_act(work, author, item)
    with pytest.raises(NotYourOwnResult) as caught:
        access.must_be_independent(
            work, author, grant, item, authors={author.officer_id}, handling_unit=commune
        )
    assert "Other" in caught.value.vi
    access.must_be_independent(work, other, grant, item, authors={author.officer_id}, handling_unit=commune)


def test_a_delegate_does_not_verify_the_result_of_the_principal(work: Work, release: int) -> None:
    item, commune = _verifying(work, release)
    chair, clerk = _delegated(work, ["*"])
    grant = access.may_act(work, clerk, item)
    with pytest.raises(NotYourOwnResult):
        access.must_be_independent(
            work, clerk, grant, item, authors={chair.officer_id}, handling_unit=commune
        )


def test_the_handling_unit_verifies_only_when_nobody_else_can(work: Work, release: int) -> None:
    item, commune = _verifying(work, release)
    both = _standing(work, "both", ("com-24118", "agency_head"), ("team-643", "team_member"))
    grant = access.may_act(work, both, item)
    assert [one.name for one in access.independent(work, item, authors=(), handling_unit=commune)] == ["Both"]
    access.must_be_independent(work, both, grant, item, authors=(), handling_unit=commune)
    rosters.add_officer(work, "free", ("team-643", "team_member"))
    assert [one.name for one in access.independent(work, item, authors=(), handling_unit=commune)] == ["Free"]
    with pytest.raises(NotYourOwnResult) as caught:
        access.must_be_independent(work, both, grant, item, authors=(), handling_unit=commune)
    assert "Free" in caught.value.vi


def test_in_a_commune_without_a_district_a_colleague_verifies(work: Work, release: int) -> None:
    item, commune = _verifying(work, release, "com-24118")
    author = _standing(work, "author", ("com-24118", "team_member"), ("com-24118", "handling_officer"))
    other = _standing(work, "other", ("com-24118", "team_member"))
    grant = access.may_act(work, other, item)
    access.must_be_independent(work, other, grant, item, authors={author.officer_id}, handling_unit=commune)
    everybody = {author.officer_id, other.officer_id}
    assert access.independent(work, item, authors=everybody, handling_unit=commune) == ()
