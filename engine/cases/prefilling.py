"""What a form starts with: masks suggested on the text, the table's proposal, what was answered before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

import forms
from engine import settings
from engine.cases.facts import facts_of
from engine.cases.wording import masked
from engine.deadlines import ZONE
from engine.publication import result_text
from engine.releases import Release
from engine.store.tables import extensions
from engine.work import Work

Case = Mapping[str, Any]


def prefilled(
    work: Work, form: forms.Form, case: Case, context: Mapping[str, object], release: Release
) -> dict[str, object]:
    """The starting value of each field: what its `prefill` names, or the fact it is about to set."""
    found: dict[str, object] = {}
    for one in _inputs(form.components):
        value = _value(work, one, case, context, release)
        if value is not None:
            found[one.key] = value
    return found


def _inputs(components: tuple[forms.Field, ...]) -> list[forms.Field]:
    flat: list[forms.Field] = []
    for one in components:
        flat += _inputs(one.components) if one.kind == "group" else [one] if one.key else []
    return flat


def _value(
    work: Work, one: forms.Field, case: Case, context: Mapping[str, object], release: Release
) -> object:
    name = one.properties.get("prefill") or one.properties.get("fact")
    if not name:
        return None
    if name in SOURCES:
        return SOURCES[name](work, case, release)
    if name in ("field", "urgency", "commune_code", "accused_unit", "restricted", "restricted_reason"):
        return case[name]
    return _path(context, name)


def _path(context: Mapping[str, object], name: str) -> object:
    value: object = context
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _working_text(work: Work, case: Case, release: Release) -> object:
    return case["working_text"] or masked(case["original_text"])


def _proposed(work: Work, case: Case, release: Release) -> object:
    return case["facts"].get("proposed_unit") or propose(work, case, release, "routing").get("unit")


def _agency(work: Work, case: Case, release: Release) -> object:
    return propose(work, case, release, "agency_hint").get("unit")


def _public_result(work: Work, case: Case, release: Release) -> object:
    return masked(result_text(work, case))


def propose(work: Work, case: Case, release: Release, decision: str) -> dict[str, Any]:
    """What a table proposes for a case as it stands; nothing when the release has no such table."""
    if not release.has(decision):
        return {}
    context = {"case": facts_of(case), "settings": settings.as_values(settings.read_settings(work))}
    found = release.decide(decision, context).value
    return found if isinstance(found, dict) else {}


def _now(work: Work, case: Case, release: Release) -> object:
    return work.now.astimezone(ZONE).isoformat(timespec="minutes")


def _asked_due(work: Work, case: Case, release: Release) -> object:
    """The day that a waiting request for more time asks for."""
    query = sa.select(extensions.c.until).where(
        extensions.c.case_id == case["id"], extensions.c.state == "pending"
    )
    until = work.connection.execute(query).scalar()
    return until.astimezone(ZONE).date().isoformat() if until else None


SOURCES: Mapping[str, Callable[[Work, Case, Release], object]] = {
    "now": _now,
    "asked_due": _asked_due,
    "working_text": _working_text,
    "public_text": _working_text,
    "public_result": _public_result,
    "proposed_unit": _proposed,
    "agency_hint.unit": _agency,
    "guidance": lambda work, case, release: case["facts"].get("guidance"),
    # A reporter who found the matter among the public ones proposes to merge.
    "follows": lambda work, case, release: case["facts"].get("follows"),
    "follows.merge": lambda work, case, release: "merge" if case["facts"].get("follows") else None,
    "follows.chosen": lambda work, case, release: True if case["facts"].get("follows") else None,
}
