"""Promises about what the public reads: approved, and with nothing that tells who reported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine.folding import fold
from engine.invariants.asking import by_case
from engine.store.tables import audit, cases, files, notices, outbox, publications, reporters
from engine.work import Work

_PUBLIC = publications.c.state == "public"
_GAPS = re.compile(r"[\s.\-()]")
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
    named = sa.select(files.c.case_id, files.c.id).where(files.c.working_confirmed)
    confirmed = {(row.case_id, row.id) for row in run(named)}
    for row in run(sa.select(publications.c.case_id, publications.c.file_ids).where(_PUBLIC)):
        for file_id in row.file_ids:
            if (row.case_id, int(file_id)) not in confirmed:
                yield f"case {row.case_id} shows file {file_id}, which nobody has confirmed"


def identities_let_out(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Reporters whose name stands in what is public, or whose number or address in notices and the log."""
    said = {
        table.name: by_case(work, sa.select(table).where(table.c.case_id.in_(ids)))
        for table in (publications, outbox, notices, audit)
    }
    query = sa.select(reporters).where(reporters.c.case_id.in_(ids), reporters.c.kind == "individual")
    for row in work.connection.execute(query):
        known = {name: _shown(work, row, name) for name in ("name", "phone", "email")}
        for table, lines in said.items():
            for name in _found(known, table, lines.get(row.case_id, [])):
                yield f"case {row.case_id}: the {name} of its reporter stands in {table}"


def _shown(work: Work, row: Any, name: str) -> str:
    return work.keys.show(getattr(row, name), f"reporters:{row.case_id}:{name}") or ""


def _found(known: dict[str, str], table: str, rows: list[Any]) -> list[str]:
    text = " ".join(_text(table, row) for row in rows)
    if not text:
        return []
    number = _national(known["phone"])
    told = {
        "name": table == "publications" and _is_named(known["name"], text),
        "phone": len(number) >= _DIGITS_OF_A_PHONE and number in _GAPS.sub("", text),
        "email": "@" in known["email"] and known["email"].lower() in text.lower(),
    }
    return [name for name, found in told.items() if found]


def _text(table: str, row: Any) -> str:
    if table == "publications":
        return f"{row.title} {row.body} {row.result}" if row.state == "public" else ""
    return json.dumps(row.detail if table == "audit" else row.parameters, ensure_ascii=False)


def _national(phone: str) -> str:
    """A number as people write it at home, whatever country code it is kept with."""
    digits = _GAPS.sub("", phone)
    return "0" + digits.removeprefix("+84") if digits.startswith("+84") else digits


def _is_named(name: str, text: str) -> bool:
    words = fold(name).split()
    return len(words) >= _WORDS_OF_A_NAME and f" {' '.join(words)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
