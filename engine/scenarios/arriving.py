"""A report that arrives in a scenario: over the public form, the hotline's desk or another system."""

from __future__ import annotations

from typing import Any

import forms
from engine.cases import opening
from engine.errors import InvalidAnswers
from engine.scenarios.attaching import uploads
from engine.scenarios.player import Body, Player


def report(player: Player, body: Body) -> None:
    """Send the report, and call its case by the next letter unless the scenario names it."""
    told = body["report"]
    name = str(told.get("as") or "ABCDEFGH"[len(player.cases)])
    attached = {"photos": uploads(player, told.get("files") or (), "report", None)}
    sender = told.get("reporter") or {}
    with player.platform.work() as work:
        if told.get("channel", "web") == "web" and sender.get("phone"):
            reading = opening.read_report(work, _posted(told, sender), attached)
            if reading.problems:
                raise InvalidAnswers(reading=reading, problems=reading.problems)
            sent = opening.report_from(work, reading.answers)
        else:
            sent = _plain(told, sender, attached["photos"])
        receipt = opening.open_case(work, sent, key=player.key())
    player.cases[name] = receipt.case_id
    player.now_at = name
    if sender.get("email"):
        called = "reporter" if name == "A" else f"reporter {name}"
        player.reporters.setdefault(str(sender["email"]), called)


def _posted(told: Body, sender: Body) -> dict[str, object]:
    """The report as the public form sends it."""
    organisation = sender.get("organisation")
    named: dict[str, object] = {
        "what": told["text"],
        "commune": told.get("commune"),
        "hamlet": told.get("hamlet"),
        "place_near": told.get("place"),
        "happened_at": told.get("happened_at"),
        "in_danger": told.get("danger"),
        "phone_if_any" if told.get("danger") else "phone": sender.get("phone"),
        "name": sender.get("name"),
        "email": sender.get("email"),
        "wants_private": sender.get("private"),
        "on_behalf": bool(organisation) or None,
        "behalf_kind": "organisation" if organisation else None,
        "organisation": organisation,
        "representative": sender.get("representative"),
    }
    return {
        key: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for key, value in named.items()
        if value is not None
    }


def _plain(told: Body, sender: Body, files: list[forms.File]) -> opening.NewReport:
    """The report as the hotline's desk or another system hands it over."""
    known: dict[str, Any] = {
        key: sender.get(key) for key in ("name", "phone", "email", "address", "representative")
    }
    reporter = opening.Sender(
        kind="organisation" if sender.get("organisation") else "individual",
        anonymous=not any(known.values()),
        wants_private=bool(sender.get("private")),
        **known,
    )
    return opening.NewReport(
        text=str(told["text"]),
        channel=str(told.get("channel", "web")),
        field=told.get("field"),
        urgency="emergency" if told.get("danger") else None,
        kind=str(told.get("kind", "observation")),
        commune_code=str(told["commune"]) if told.get("commune") else None,
        district_code=str(told["district"]) if told.get("district") else None,
        hamlet=str(told.get("hamlet") or ""),
        place=str(told.get("place") or ""),
        reporter=reporter,
        files=tuple(int(each.id) for each in files),
    )
