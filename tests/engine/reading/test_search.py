"""Finding cases by the words of their texts."""

from __future__ import annotations

import sqlalchemy as sa

from engine.cases.indexing import keep_words
from engine.folding import search_key, spelled
from engine.people.standing import Standing, roles
from engine.reading.search import Page, search
from engine.store import tables
from engine.work import Work
from tests import rosters


def told(work: Work, number: int, text: str, **more: object) -> int:
    found = {"original_text": text, "search": search_key(f"PA-{number:06} {text}"), **more}
    case = rosters.add_case(work, work.platform.caches["release"], number, **found)  # type: ignore[arg-type]
    keep_words(work, case, str(found["search"]))
    return case


def standing(work: Work, *post: str) -> Standing:
    return roles(work, rosters.add_officer(work, "-".join(post), (post[0], post[1])))


def numbers(page: Page) -> list[str]:
    return [one.report_no for one in page.found]


def test_a_word_is_found_whole_and_never_inside_another(province: Work) -> None:
    told(province, 1, "Có ổ gà trước cổng trường")
    told(province, 2, "Người đi xe bị ngã ở ngã ba")
    centre = standing(province, "ioc", "ioc_operator")
    assert numbers(search(province, centre, "ổ gà")) == ["PA-000001"]
    assert numbers(search(province, centre, "o ga")) == ["PA-000001"]


def test_the_last_word_may_be_begun_only(province: Work) -> None:
    told(province, 1, "Đèn đường hỏng ở Krông Pắc")
    centre = standing(province, "ioc", "ioc_operator")
    assert numbers(search(province, centre, "đèn đườ")) == ["PA-000001"]
    assert numbers(search(province, centre, "đ")) == []


def test_what_was_typed_with_its_marks_comes_before_newer_reports_without_them(province: Work) -> None:
    told(province, 1, "Ổ gà ở giữa đường")
    told(province, 2, "o ga giua duong")
    told(province, 3, "Nhà ở cạnh trại gà")
    centre = standing(province, "ioc", "ioc_operator")
    assert numbers(search(province, centre, "ổ gà")) == ["PA-000001", "PA-000002", "PA-000003"]
    assert numbers(search(province, centre, "o ga"))[0] == "PA-000002"


def test_a_word_before_a_number_is_not_taken_for_a_report_number(province: Work) -> None:
    told(province, 1, "Rác không ai gom ở thôn 3")
    centre = standing(province, "ioc", "ioc_operator")
    assert numbers(search(province, centre, "thôn 3")) == ["PA-000001"]
    assert numbers(search(province, centre, "PA-2026-000003")) == []


def test_both_ways_to_place_a_tone_are_one_spelling() -> None:
    assert spelled("Hòa Đông") == spelled("Hoà Đông") != spelled("Hóa Đông")


def test_a_second_page_goes_on_where_the_first_ended(province: Work) -> None:
    for number in range(1, 4):
        told(province, number, f"Rác ở thôn {number}")
    centre = standing(province, "ioc", "ioc_operator")
    first = search(province, centre, "rác", size=2)
    second = search(province, centre, "rác", size=2, skip=2)
    assert first.more and not second.more
    assert sorted(numbers(first) + numbers(second)) == ["PA-000001", "PA-000002", "PA-000003"]


def test_outside_the_centre_a_covered_word_finds_nothing(province: Work) -> None:
    case = told(province, 1, "Chị Hương bị ngã vì ổ gà", working_text="[đã che] bị ngã vì ổ gà")
    unit = province.connection.execute(
        sa.select(tables.units.c.id).where(tables.units.c.code == "team-643")
    ).scalar_one()
    concerned = {"case_id": case, "unit_id": unit, "part": "holder", "since": province.now}
    province.run(sa.insert(tables.case_units).values(concerned))
    member = standing(province, "team-643", "team_member")
    assert numbers(search(province, member, "ổ gà")) == ["PA-000001"]
    assert numbers(search(province, member, "Hương")) == []
    centre = standing(province, "ioc", "ioc_operator")
    assert numbers(search(province, centre, "Hương")) == ["PA-000001"]
