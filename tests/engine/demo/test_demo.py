"""The demonstration fills a folder once, keeps its passwords to the owner, and looks alive at any hour."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from engine.deadlines import Calendar
from engine.demo import running
from engine.demo.courses import AGENCIES, COURSES
from engine.demo.filling import Filling
from engine.demo.pictures import SCENES, SIZE, draw
from engine.demo.samples import read_samples
from engine.demo.timing import MovableClock, read_wait
from engine.people import logins
from engine.store.tables import cases, files, hotline_calls, officers, publications, work_items
from engine.work import open_platform
from tests.clocks import moment

A_FEW = ("S05", "S07", "S08", "S18", "S37", "S39")


@dataclass
class Filled:
    """A folder filled with a few of the courses, and what was printed at the first and the second start."""

    data: Path
    first: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        platform = open_platform(self.data)
        with platform.look() as work:
            found = list(work.connection.execute(query))
        platform.engine.dispose()
        return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    made = Filled(tmp_path_factory.mktemp("demo"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "COURSES", {name: COURSES[name] for name in A_FEW})
        running.run_demo(made.data, echo=made.first.append)
        running.run_demo(made.data, echo=made.second.append)
    yield made


def test_a_second_start_prints_the_same_accounts_and_fills_nothing(filled: Filled) -> None:
    assert filled.second == filled.first[-2:]
    assert len(filled.rows(sa.select(cases.c.id))) == len(A_FEW)


def test_passwords_are_for_the_owner_of_the_folder_alone(filled: Filled) -> None:
    kept = filled.data / running.ACCOUNTS
    assert kept.stat().st_mode & 0o777 == 0o600
    known = _passwords(kept.read_text())
    assert len(known) == len(running.FIRST)
    stored = [str(row.password_hash) for row in filled.rows(sa.select(officers.c.password_hash))]
    assert all(value.startswith("$argon2id$") for value in stored)


def test_every_printed_account_logs_in(filled: Filled) -> None:
    platform = open_platform(filled.data)
    for login, password in _passwords((filled.data / running.ACCOUNTS).read_text()).items():
        assert logins.log_in(platform, login, password, "192.0.2.1")
    platform.engine.dispose()


def _passwords(text: str) -> dict[str, str]:
    known = {login for _, login in running.FIRST}
    lines = (line.split() for line in text.splitlines() if line.startswith("  "))
    return {words[0]: words[1] for words in lines if words[0] in known}


def test_cases_stand_where_their_courses_left_them(filled: Filled) -> None:
    query = sa.select(cases.c.original_text, cases.c.status, cases.c.outcome, cases.c.public_status)
    by_text = {row[0]: tuple(row[1:]) for row in filled.rows(query)}
    stands = {name: by_text[sample.text] for name, sample in read_samples().items() if name in A_FEW}
    assert stands == {
        "S05": ("ended", "done", "closed"),
        "S07": ("ended", "done", "closed"),
        "S08": ("ended", "merged", "merged"),
        "S18": ("ended", "refused", "declined"),
        "S37": ("open", None, "info"),
        "S39": ("open", None, "working"),
    }


def test_a_number_that_does_not_answer_is_followed_by_another(filled: Filled) -> None:
    query = sa.select(hotline_calls.c.number, hotline_calls.c.answered).order_by(hotline_calls.c.id)
    calls = [(str(row[0]), bool(row[1])) for row in filled.rows(query)]
    assert [answered for _, answered in calls] == [False, True]
    assert calls[0][0] != calls[1][0] and all(number for number, _ in calls)


def test_an_emergency_rings_at_the_centre_when_the_demonstration_opens(filled: Filled) -> None:
    query = sa.select(work_items.c.urgent).where(
        work_items.c.element == "call_hotline", work_items.c.state == "open"
    )
    assert [bool(row[0]) for row in filled.rows(query)] == [True]


def test_a_settled_report_is_public_with_a_picture_before_and_one_after(filled: Filled) -> None:
    (shown,) = filled.rows(sa.select(publications.c.file_ids).where(publications.c.state == "public"))
    query = sa.select(files.c.purpose).where(files.c.id.in_(shown[0])).order_by(files.c.id)
    assert [row[0] for row in filled.rows(query)] == ["report", "evidence"]


def test_a_folder_that_holds_a_real_installation_is_left_alone(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes((filled.data / "keys.json").read_bytes())
    (tmp_path / "phananh.sqlite3").write_bytes((filled.data / "phananh.sqlite3").read_bytes())
    with pytest.raises(running.NotADemo):
        running.run_demo(tmp_path, echo=lambda line: None)


def test_the_newest_sample_came_an_hour_ago_and_the_others_keep_their_distance() -> None:
    now = moment("2026-03-02 08:00")
    samples = read_samples()
    walker: Any = None  # nobody walks yet
    filling = Filling(walker, MovableClock(now), now, samples, COURSES)
    arrives = filling.arrivals()
    assert arrives["S40"] == max(arrives.values()) == now - timedelta(hours=1)
    assert arrives["S40"] - arrives["S01"] == samples["S40"].submitted_at - samples["S01"].submitted_at


def test_every_sample_has_a_course_and_every_agency_named_has_officers() -> None:
    assert set(COURSES) == set(read_samples())
    leads = {act.chosen["lead"] for course in COURSES.values() for act in course.acts if "lead" in act.chosen}
    assert leads <= set(AGENCIES)


def test_office_hours_pass_over_the_weekend() -> None:
    friday, now = moment("2026-03-06 16:00"), moment("2026-03-20 08:00")
    assert read_wait("2 office hours").after(friday, now, Calendar({})) == moment("2026-03-09 08:00")
    assert read_wait("2 hours").after(friday, now, Calendar({})) == moment("2026-03-06 18:00")


def test_an_act_placed_before_now_never_comes_before_the_one_it_follows() -> None:
    now = moment("2026-03-06 16:00")
    assert read_wait("3 hours ago").after(moment("2026-03-01 08:00"), now, Calendar({})) == now - timedelta(
        hours=3
    )
    just = now - timedelta(minutes=5)
    assert read_wait("3 hours ago").after(just, now, Calendar({})) > just


@pytest.mark.parametrize("subject", SCENES)
def test_scenes_are_small_pictures_that_change_once_the_matter_is_settled(subject: str) -> None:
    before, after = draw(subject), draw(f"{subject}-after")
    for content in (before, after):
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("JPEG", SIZE)
        assert len(content) < 100_000
    assert before == draw(subject)
    assert (before != after) == (subject != "letter")
