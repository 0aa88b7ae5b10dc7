"""Promises about what the public reads: approved, and with nothing that tells who reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engine.folding import fold
from engine.store.tables import audit, cases, files, notices, outbox, publications, reporters, work_items
from engine.work import Work

_PUBLIC = publications.c.state == "public"
_GAPS = re.compile(r"[\s.\-()]")
_RUNS = re.compile(r"[+0-9][0-9\s.\-()]{6,}[0-9]")
_PUBLISHED = sa.case(
    (_PUBLIC, publications.c.title + "\n" + publications.c.body + "\n" + publications.c.result)
)
_IDENTITY = ("name", "phone", "email", "address", "representative")
# A name of one or two words is found in texts by chance.
_WORDS_OF_A_NAME = 3
_DIGITS_OF_A_PHONE = 8


def publications_not_approved(work: Work) -> Iterator[str]:
    """Public copies of restricted or unconfirmed cases, without a record of it, or with other files."""
    run = work.connection.execute
    said = sa.exists().where(
        audit.c.case_id == publications.c.case_id, audit.c.action == "case:publication:publish"
    )
    unfit = sa.or_(cases.c.restricted, sa.not_(cases.c.working_confirmed), sa.not_(said))
    public = sa.select(cases.c.id).join(publications, publications.c.case_id == cases.c.id).where(_PUBLIC)
    for case_id in run(public.where(unfit)).scalars():
        yield f"case {case_id} is public and should not be"
    yield from _not_as_approved(work)
    yield from _not_anonymous(work)
    named = sa.select(files.c.case_id, files.c.id).where(files.c.working_confirmed)
    confirmed = {(row.case_id, row.id) for row in run(named)}
    for row in run(sa.select(publications.c.case_id, publications.c.file_ids).where(_PUBLIC)):
        for file_id in row.file_ids:
            if (row.case_id, int(file_id)) not in confirmed:
                yield f"case {row.case_id} shows file {file_id}, which nobody has confirmed"


def _not_as_approved(work: Work) -> Iterator[str]:
    """Public copies whose words are not those that an officer's task gave out."""
    given, copy = work_items.c.answers, publications.c
    approved = sa.exists().where(
        work_items.c.case_id == copy.case_id,
        work_items.c.state == "done",
        sa.func.coalesce(given["public_text"].as_string(), "") == copy.body,
        sa.func.coalesce(given["public_result"].as_string(), "") == copy.result,
    )
    for case_id in work.connection.execute(
        sa.select(copy.case_id).where(_PUBLIC, sa.not_(approved))
    ).scalars():
        yield f"case {case_id} is public in words that nobody approved"


def _not_anonymous(work: Work) -> Iterator[str]:
    """Public copies that tell who reported: by name, number, address of mail or of the house."""
    copy, sender = publications.c, reporters.c
    hidden = [sender[name] for name in _IDENTITY]
    query = sa.select(sender.case_id, *hidden, copy.title, copy.body, copy.result).join(
        publications, copy.case_id == sender.case_id
    )
    for row in work.connection.execute(query.where(_PUBLIC, sender.kind == "individual")):
        text = f"{row.title}\n{row.body}\n{row.result}"
        known = {name: _shown(work, row, name) for name in _IDENTITY}
        for name in _told_of(known, text):
            yield f"case {row.case_id} is public with the {name} of its reporter"


def _told_of(known: Mapping[str, str], text: str) -> Iterator[str]:
    yield from (name for name in ("name", "representative", "address") if _is_named(known[name], text))
    if _is_dialled(_national(known["phone"]), _RUNS.findall(text)):
        yield "phone"
    if "@" in known["email"] and known["email"].lower() in text.lower():
        yield "email"


def identities_let_out(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Reporters whose name stands in what is public, or whose number or address in notices and the log."""
    said = {
        table.name: _said(work, table, ids, text)
        for table, text in (
            (publications, _PUBLISHED),
            (outbox, sa.cast(outbox.c.parameters, sa.Text)),
            (notices, sa.cast(notices.c.parameters, sa.Text)),
            (audit, sa.cast(audit.c.detail, sa.Text)),
        )
    }
    row = reporters.c
    query = sa.select(row.case_id, row.name, row.phone, row.email)
    for one in work.connection.execute(query.where(row.case_id.in_(ids), row.kind == "individual")):
        for table, texts in said.items():
            for name in _found(work, one, table, texts.get(one.case_id, "")):
                yield f"case {one.case_id}: the {name} of its reporter stands in {table}"


def _said(work: Work, table: sa.Table, ids: Sequence[int], text: sa.ColumnElement[str]) -> dict[int, str]:
    """All that a table says of each case as one text, put together by the database."""
    joined = sa.func.aggregate_strings(text, "|")
    query = sa.select(table.c.case_id, joined).where(table.c.case_id.in_(ids))
    rows = work.connection.execute(query.group_by(table.c.case_id))
    return {case_id: told for case_id, told in rows if told}


def _shown(work: Work, row: Any, name: str) -> str:
    return work.keys.show(getattr(row, name), f"reporters:{row.case_id}:{name}") or ""


def _found(work: Work, row: Any, table: str, text: str) -> Iterator[str]:
    """What of a reporter stands in a text; opened only if such a thing may be there at all."""
    if table == "publications" and text and _is_named(_shown(work, row, "name"), text):
        yield "name"
    numbers = _RUNS.findall(text)
    if numbers and _is_dialled(_national(_shown(work, row, "phone")), numbers):
        yield "phone"
    if "@" in text and "@" in (email := _shown(work, row, "email").lower()) and email in text.lower():
        yield "email"


def _is_dialled(number: str, runs: list[str]) -> bool:
    return len(number) >= _DIGITS_OF_A_PHONE and any(number in _GAPS.sub("", run) for run in runs)


def _national(phone: str) -> str:
    """A number as people write it at home, whatever country code it is kept with."""
    digits = _GAPS.sub("", phone)
    return "0" + digits.removeprefix("+84") if digits.startswith("+84") else digits


def _is_named(name: str, text: str) -> bool:
    words = fold(name).split()
    return len(words) >= _WORDS_OF_A_NAME and f" {' '.join(words)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
