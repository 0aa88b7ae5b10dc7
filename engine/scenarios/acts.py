"""What people do in a scenario, through the same verbs that the pages call."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from PIL import Image

import forms
from engine import access, evidence, settings
from engine.cases import acting, doing, opening, reporting
from engine.cases.files import enter_file
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.people import units
from engine.scenarios import moments
from engine.scenarios.mailing import MODES
from engine.scenarios.player import Player, Unplayable
from engine.store.tables import officers, work_items
from engine.store.tables import units as unit_rows
from engine.work import Platform

Body = Mapping[str, Any]


def act(player: Player, name: str, body: Body) -> None:
    """Carry out the act of one step."""
    ACTS[name](player, body)


def _report(player: Player, body: Body) -> None:
    told = body["report"]
    name = str(told.get("as") or "ABCDEFGH"[len(player.cases)])
    uploads = {"photos": _uploads(player, told.get("files") or (), "report", None)}
    sender = told.get("reporter") or {}
    with player.platform.work() as work:
        if told.get("channel", "web") == "web" and sender.get("phone"):
            reading = opening.read_report(work, _posted(told, sender), uploads)
            if reading.problems:
                raise InvalidAnswers(reading=reading, problems=reading.problems)
            report = opening.report_from(work, reading.answers)
        else:
            report = _plain(told, sender, uploads["photos"])
        receipt = opening.open_case(work, report, key=player.key())
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


def _officer(player: Player, body: Body) -> None:
    if "task" in body:
        _complete(player, body)
        return
    verb = DEEDS.get(str(body.get("do")))
    if verb is None:
        raise Unplayable(f"không có việc “{body.get('do')}”; có thể ghi: {', '.join(DEEDS)}")
    verb(player, body)


def _complete(player: Player, body: Body) -> None:
    """Open the task's page, keep what it shows, change what the scenario answers, and send it."""
    name = str(body["officer"])
    with player.platform.look() as work:
        standing = player.standing(work, name)
        item = _item(player, work, standing, body)
        shown = doing.task(work, standing, item.id)
        answers = {**_as_sent(shown.values), **_answers(player, body.get("answers") or {})}
    uploads = {
        field: _uploads(player, kinds, "evidence", standing.officer_id)
        for field, kinds in (body.get("files") or {}).items()
    }
    with player.platform.work() as work:
        doing.complete(work, player.standing(work, name), item.id, answers, uploads, key=player.key())


def _as_sent(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if isinstance(value, (str, bool, int))}


def _answers(player: Player, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with `{A}` replaced by the number of report A."""
    with player.platform.look() as work:
        numbers = {f"{{{name}}}": player.number(work, name) for name in player.cases}
    return {key: _numbered(value, numbers) for key, value in answers.items()}


def _numbered(value: Any, numbers: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return numbers.get(value, value)
    if isinstance(value, list):
        return [_numbered(each, numbers) for each in value]
    if isinstance(value, dict):
        return {key: _numbered(each, numbers) for key, each in value.items()}
    return value if isinstance(value, bool) else str(value)


def _item(player: Player, work: Any, standing: Any, body: Body) -> Any:
    """The open item of that element, the officer's own first; the last closed one if none is open."""
    query = sa.select(work_items).where(
        work_items.c.case_id == player.case_id(), work_items.c.element == str(body["task"])
    )
    rows = list(work.connection.execute(query.order_by(work_items.c.id)))
    open_rows = [row for row in rows if row.state == "open"]
    if body.get("unit"):
        code = units.unit(work, str(body["unit"])).id
        open_rows = [row for row in open_rows if row.unit_id == code]
    for row in open_rows:
        if _may(work, standing, row):
            return row
    if not rows:
        raise Unplayable(f"hồ sơ chưa từng có việc “{body['task']}”")
    return (open_rows or rows)[-1]


def _may(work: Any, standing: Any, row: Any) -> bool:
    try:
        access.may_act(work, standing, row)
    except (NotAllowed, NotFound):
        return False
    return True


def _emergency(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        acting.declare_emergency(work, standing, player.case_id(), str(body["reason"]), key=player.key())


def _extension(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        until = moments.moment(str(body["until"]))
        acting.request_extension(
            work, standing, player.case_id(), until, str(body["reason"]), key=player.key()
        )


def _ask(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        acting.ask_reporter(work, standing, player.case_id(), str(body["question"]), key=player.key())


def _direct(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        until = moments.moment(str(body["until"])) if body.get("until") else None
        acting.give_directive(work, standing, player.case_id(), str(body["body"]), until, key=player.key())


def _look(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        acting.see_identity(work, standing, player.case_id(), str(body.get("reason") or ""))


def _claim(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        standing = player.standing(work, str(body["officer"]))
        item = _item(player, work, standing, {"task": body["to"]})
        doing.claim(work, standing, item.id)


DEEDS: Mapping[str, Callable[[Player, Body], None]] = {
    "emergency": _emergency,
    "extension": _extension,
    "ask": _ask,
    "directive": _direct,
    "identity": _look,
    "claim": _claim,
}


def _reporter(player: Player, body: Body) -> None:
    what = str(body["reporter"])
    files = tuple(int(each.id) for each in _uploads(player, body.get("files") or (), "info", None))
    case_id, key = player.case_id(), player.key()
    with player.platform.work() as work:
        if what == "answer":
            reporting.answer(work, case_id, str(body["text"]), files, key=key)
        elif what == "add":
            reporting.add_info(work, case_id, str(body["text"]), files, key=key)
        elif what == "withdraw":
            reporting.withdraw(work, case_id, str(body.get("reason") or ""), key=key)
        elif what == "rate":
            again = body.get("again", True)
            reporting.rate(work, case_id, str(body["value"]), body.get("reason"), files, again=again, key=key)
        else:
            raise Unplayable(f"người phản ánh không làm được “{what}”; có: answer, add, withdraw, rate")


def _mail(player: Player, body: Body) -> None:
    mode = str(body["mail"])
    if mode not in MODES:
        raise Unplayable(f"không hiểu “mail: {mode}”; có thể ghi: {', '.join(MODES)}")
    player.mail.mode = mode


def _settings(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        for name, value in body["settings"].items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            settings.set_setting(work, name, text, "scenario")


def _away(player: Player, body: Body) -> None:
    _activate(player, body["away"], active=False)


def _back(player: Player, body: Body) -> None:
    _activate(player, body["back"], active=True)


def _activate(player: Player, names: list[str], *, active: bool) -> None:
    with player.platform.work() as work:
        ids = [
            player.standing(work, name).officer_id if not active else player.people[name] for name in names
        ]
        work.run(sa.update(officers).where(officers.c.id.in_(ids)).values(active=active))


def change_units(player: Player, changes: Mapping[str, Mapping[str, str]]) -> None:
    """Let units serve from another day on than the province's files say."""
    with player.platform.work() as work:
        for code, change in changes.items():
            values = {name: date.fromisoformat(str(value)) for name, value in change.items()}
            work.run(sa.update(unit_rows).where(unit_rows.c.code == code).values(values))
        units.changed(work)


ACTS: Mapping[str, Callable[[Player, Body], None]] = {
    "report": _report,
    "officer": _officer,
    "reporter": _reporter,
    "mail": _mail,
    "settings": _settings,
    "away": _away,
    "back": _back,
}


def _uploads(player: Player, kinds: Any, purpose: str, officer: int | None) -> list[forms.File]:
    return [_upload(player, str(kind), purpose, officer) for kind in kinds]


def _upload(player: Player, kind: str, purpose: str, officer: int | None) -> forms.File:
    caches, name = player.platform.caches, f"scenario file {kind}"
    if name not in caches:
        caches[name] = _decoded(player.platform, kind)
    accepted, kept = cast("tuple[evidence.Accepted, evidence.Kept]", caches[name])
    return enter_file(player.platform, accepted, kept, purpose=purpose, officer=officer)


def _decoded(platform: Platform, kind: str) -> tuple[evidence.Accepted, evidence.Kept]:
    """A sample file, decoded once for all scenarios since that takes a process of its own."""
    name = "tep-mau.pdf" if kind == "pdf" else "tep-mau.jpg"
    accepted = evidence.read_upload(io.BytesIO(_bytes(kind)), name)
    assert isinstance(accepted, evidence.Accepted)
    return accepted, evidence.keep(platform.files, accepted)


def _bytes(kind: str) -> bytes:
    """A small picture or document of that kind."""
    if kind not in ("image", "pdf"):
        raise Unplayable(f"không có tệp mẫu “{kind}”; có: image, pdf")
    stream = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 140, 90)).save(stream, "PDF" if kind == "pdf" else "JPEG")
    return stream.getvalue()
