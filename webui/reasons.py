"""Why a case stands where it stands: what the decision tables found, in words people use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine import feel
from engine.cases.deciding import tables_of
from engine.cases.lookups import lookups
from engine.folding import fold
from engine.people import units
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.work import Work
from webui import desk, here, words
from webui.pages import day, say

_CODE_HINT = re.compile(r"\s*\(mã[^)]*\)")
_LISTS = ("fields", "communes", "urgencies")


@dataclass(frozen=True)
class Reason:
    """One decision: what came out, and how it was reckoned."""

    at: datetime
    title: str
    results: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]


def why(work: Work, file: CaseFile) -> list[Reason]:
    """What the tables decided, newest first; each table's last word only, and only if it said something."""
    seen: set[str] = set()
    speech = Speech.of(work)
    told = []
    for row in casefile.decisions_of(work, file):
        if row.decision not in seen:
            seen.add(row.decision)
            told.append(_reason(speech, row, tables_of(work, row)))
    return [one for one in told if one.results]


def _reason(speech: Speech, row: Any, kept: object) -> Reason:
    read: Any = feel.from_json(kept)
    tables = [table for table in read or () if isinstance(table, Mapping)]
    return Reason(
        row.at,
        _title(row.decision, tables),
        tuple(_results(speech, feel.from_json(row.value), tables)),
        tuple(dict.fromkeys(pair for table in tables for pair in _inputs(speech, table))),
        tuple(dict.fromkeys(_annotation(rule) for table in tables for rule in table["rules"])),
    )


def _title(decision: str, tables: Sequence[Mapping[str, Any]]) -> str:
    if words.known(f"decision.{decision}"):
        return say(f"decision.{decision}")
    return str(tables[-1]["name"]) if tables else decision


def _inputs(speech: Speech, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What went in. Words that are no code are the report's own: the centre shows them, these lines never."""
    for label, kept in table["inputs"]:
        value = feel.from_json(kept)
        text = "" if isinstance(value, str) and not speech.knows(value) else speech.say(value)
        if text:
            yield _label(_CODE_HINT.sub("", label)), text


def _annotation(rule: Mapping[str, Any]) -> str:
    """A row's remark; two columns of remarks often say the same."""
    parts = dict.fromkeys(part.strip() for part in str(rule["annotation"]).split(";"))
    return "; ".join(part for part in parts if part)


def _results(speech: Speech, value: object, tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What came out, each part with its name; a list of records is a list of findings."""
    if isinstance(value, Mapping):
        labels = _labels_of(tables)
        for name, part in value.items():
            text = speech.say(part)
            if text:
                yield _output(str(name), labels), text
    elif isinstance(value, list):
        for one in value:
            yield from _finding(speech, one)
    elif text := speech.say(value):
        yield "", text


def _finding(speech: Speech, one: object) -> Iterator[tuple[str, str]]:
    if not isinstance(one, Mapping):
        yield "", speech.say(one)
        return
    kind, text = str(one.get("kind") or ""), speech.say(one.get("text"))
    yield (say(f"hint.{kind}") if words.known(f"hint.{kind}") else ""), text


def _labels_of(tables: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The label of each output, by its name: a table lists both in the same order."""
    found: dict[str, str] = {}
    for table in tables:
        if table["rules"] and isinstance(table["outputs"], Mapping):
            found |= dict(zip(table["outputs"], table["rules"][0]["outputs"], strict=False))
    return found


def _output(name: str, labels: Mapping[str, str]) -> str:
    return say(f"output.{name}") if words.known(f"output.{name}") else _label(labels.get(name, ""))


def _label(text: str) -> str:
    """A table's own label, in English where the glossary has it."""
    name = "table_label." + fold(text).replace(" ", "_")
    return say(name) if words.known(name) else text


@dataclass(frozen=True)
class Speech:
    """How values are said: codes as names, yes and no, dates as dates."""

    work: Work
    names: Mapping[str, str]

    @classmethod
    def of(cls, work: Work) -> Speech:
        offered, english = lookups(work), here.language() == "en"
        names = {
            str(one["value"]): str((english and one["label_en"]) or one["label"])
            for each in _LISTS
            for one in offered[each]
        }
        tree = units.tree(work)
        districts = {
            one.district_code: one.short_name.removeprefix("Tổ xử lý ").strip()
            for one in tree.units
            if one.kind == "team" and one.district_code
        }
        return cls(work, {**names, **districts, **{one.code: one.short_name for one in tree.units}})

    def knows(self, text: str) -> bool:
        """Whether a text is a code that has a name."""
        return self._word(text) != text

    def say(self, value: object) -> str:
        """The value in words; nothing for what is empty."""
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, bool):
            return say("case.counted" if value else "case.not_counted")
        if isinstance(value, str):
            return self._word(value.strip())
        if isinstance(value, Mapping):
            return ", ".join(text for part in value.values() if (text := self.say(part)))
        if isinstance(value, list):
            return ", ".join(text for part in value if (text := self.say(part)))
        return self._measure(value)

    def _word(self, text: str) -> str:
        if words.known(f"value.{text}"):
            return say(f"value.{text}")
        if words.known(f"hint.{text}"):
            return say(f"hint.{text}")
        return self.names.get(text, text)

    def _measure(self, value: object) -> str:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",")
        if isinstance(value, datetime):
            return desk.Clockface.of(self.work).instant(value)
        return day(value) if isinstance(value, date) else str(feel.as_string(value) or "")
