"""A report that names several matters becomes a case for each."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.cases.fresh import fresh_row
from engine.cases.indexing import keep_words
from engine.cases.places import district_of, in_service
from engine.cases.wording import masked, subject_of
from engine.folding import fold, search_key
from engine.store.tables import cases, reporters

if TYPE_CHECKING:
    from engine.cases.step import Step

SAME_SENDER = ("kind", "phone_index", "anonymous", "consent", "on_behalf", "language")
HIDDEN = ("name", "phone", "email", "address", "representative")


def open_part(step: Step, part: dict[str, Any]) -> str:
    """Open the case of one part; it keeps the sender, the place unless another is named, and the hour."""
    from engine.cases.opening import begin  # a case opens another: opening runs the steps that ask for this

    number = f"{step.case['report_no']}-{step.recall('part_count', 0) + 1}"
    step.remember(part_count=step.recall("part_count", 0) + 1)
    text = str(part.get("what") or "")
    commune = part.get("commune") or step.case["commune_code"]
    row = {key: value for key, value in step.case.items() if key != "id"}
    district = district_of(step.work, commune) or step.case["district_code"]
    row |= fresh_row(step.now) | {
        "report_no": number,
        "tracking_hash": step.work.keys.tracking_hash(secrets.token_hex(16)),
        "field": part.get("field") or step.case["field"],
        "commune_code": commune,
        "district_code": district,
        "original_text": text,
        "subject": subject_of(masked(text)),
        "folded": fold(text),
        "search": search_key(f"{number} {step.case['place']} {text}"),
        "parent_id": step.id,
        "parent_kind": "part",
        "facts": {
            "reporter": step.recall("reporter", {}),
            "district_in_service": in_service(step.work, district, step.case["received_at"]),
        },
    }
    row["id"] = step.work.connection.execute(sa.insert(cases).values(row).returning(cases.c.id)).scalar_one()
    keep_words(step.work, row["id"], row["search"])
    _copy_sender(step, row["id"])
    begin(step.work, row, step.release, step.actor)
    return number


def _copy_sender(step: Step, case_id: int) -> None:
    """The identity is bound to its row, so it is decrypted and encrypted anew for the new one."""
    query = sa.select(reporters).where(reporters.c.case_id == step.id)
    kept = step.work.connection.execute(query).mappings().one()
    keys = step.work.keys
    copied = {name: kept[name] for name in SAME_SENDER}
    for name in HIDDEN:
        shown = keys.show(kept[name], f"reporters:{step.id}:{name}")
        copied[name] = keys.hide(shown, f"reporters:{case_id}:{name}") if shown else None
    step.work.run(sa.insert(reporters), [{"case_id": case_id, **copied}])
