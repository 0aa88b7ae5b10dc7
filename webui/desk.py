"""What every officer's page carries: the person, unread notices, the ways between its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import render_template, request
from flask import session as visit

from engine import settings
from engine.deadlines import Calendar, instant_words, remaining_words
from engine.deadlines import standing as due_standing
from engine.errors import NotFound
from engine.folding import fold
from engine.people import units
from engine.people.standing import LEADING_ROLES, Standing
from engine.reading import notices
from engine.reading.rows import Entry
from engine.releases import Release
from engine.store.tables import cases, delegations, letters, officers
from engine.work import Work
from webui import here, words
from webui.pages import DueWords, say

JUST_DONE = "just_done"
OFFICE_ROLES = frozenset({"administrator"})
_NUMBER = re.compile(r"[A-Z]{1,4}-[0-9]{4}-[0-9]{1,9}(-[0-9]{1,3})?")


def show(work: Work, template: str, **values: object) -> str:
    """Draw an officer's page, with the frame around it."""
    return render_template(template, frame=frame(work, here.standing()), **values)


def frame(work: Work, standing: Standing) -> dict[str, object]:
    names = units.tree(work).by_id
    own = [names[post.unit_id].short_name for post in standing.posts if post.unit_id in names]
    return {
        "unit": own[0] if own else "",
        "unread": notices.unread(work, standing.officer_id),
        "leads": leads(standing) or standing.holds("auditor"),
        "administers": bool(standing.roles & OFFICE_ROLES),
        "acting_for": _acting_for(work, standing),
    }


@dataclass(frozen=True)
class StandIn:
    """In whose place this person acts, by which letter and until when."""

    principal_name: str
    position: str
    capacity: str
    letter_no: str
    valid_to: datetime


def _acting_for(work: Work, standing: Standing) -> list[StandIn]:
    if not standing.acting_for:
        return []
    row = delegations.c
    query = (
        sa.select(officers.c.name, officers.c.position, row.capacity, letters.c.number, row.valid_to)
        .join(officers, officers.c.id == row.principal_id)
        .outerjoin(letters, letters.c.id == row.letter_id)
        .where(row.delegate_id == standing.officer_id, row.revoked_at.is_(None))
        .where(row.valid_from <= work.now, row.valid_to > work.now)
        .order_by(row.id)
    )
    return [
        StandIn(name, position or "", capacity, number or "", until)
        for name, position, capacity, number, until in work.connection.execute(query)
    ]


def leads(standing: Standing) -> bool:
    return any(post.role in LEADING_ROLES for post in standing.usable_posts)


@dataclass(frozen=True)
class Clockface:
    """Due times in words, with the calendar read once for a whole page."""

    now: datetime
    calendar: Calendar
    language: Any

    @classmethod
    def of(cls, work: Work) -> Clockface:
        calendar = settings.calendar(work, settings.read_settings(work))
        return cls(work.now, calendar, "en" if here.language() == "en" else "vi")

    def due(self, due_at: datetime | None, *, working: bool = False, paused: bool = False) -> DueWords | None:
        """How a due time reads now; none where none is set."""
        if due_at is None:
            return None
        reason = say("officer.paused_reason") if paused else None
        return DueWords(
            due_standing(self.now, due_at, self.calendar, paused=paused),
            remaining_words(
                self.now,
                due_at,
                self.calendar,
                clock="working" if working else "calendar",
                paused=reason,
                language=self.language,
            ),
            instant_words(due_at, self.calendar, self.language),
        )

    def instant(self, at: datetime) -> str:
        return instant_words(at, self.calendar, self.language)

    def of_entry(self, entry: Entry) -> DueWords | None:
        return self.due(entry.due_at, working=entry.working_clock, paused=entry.paused)


def step_name(release: Release, element: str, fallback: str = "") -> str:
    """The name of a step in the language of the page, as its diagram says."""
    told = release.diagram.user_tasks.get(element)
    if told is None:
        return fallback or element
    return (here.language() == "en" and told.properties.get("label_en")) or told.name


def phase_name(release: Release, phase: str) -> str:
    """A phase is called after the step whose time it measures."""
    told = next((one for one in release.diagram.user_tasks.values() if one.deadline == phase), None)
    return step_name(release, told.id) if told else phase


def unit_name(work: Work, code: str | None) -> str:
    found = units.tree(work).by_code.get(code or "")
    return found.short_name if found else (code or "")


def number_or_404(text: str) -> str:
    """A report number as an address carries it."""
    if not _NUMBER.fullmatch(text):
        raise NotFound
    return text


def just_done() -> str:
    """The report number of the task that was finished a moment ago, if this page follows one."""
    return str(visit.pop(JUST_DONE, "") or "")


def kept_arguments(*names: str) -> Mapping[str, str]:
    """Those arguments of the address that a link or a redirect carries on."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def release_of(work: Work, case_id: int) -> Release:
    """The release that a case runs on."""
    found = work.connection.execute(sa.select(cases.c.release_id).where(cases.c.id == case_id)).scalar_one()
    return work.platform.library.release(work, found)


def capacity_name(capacity: str) -> str:
    """In what capacity somebody stands in, in the language of the page."""
    name = "delegation.capacity_" + fold(capacity).replace(" ", "_")
    return say(name) if words.known(name) else capacity
