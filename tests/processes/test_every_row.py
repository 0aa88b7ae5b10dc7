"""Every row of every table counts: taking one away changes an answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree

from engine import dmn
from tests.processes.deciding import FILES, FOLDER, MODEL, Context, model
from tests.processes.questions import contexts


def hits(file: str) -> Mapping[str, list[tuple[str, Context]]]:
    """Return, for each row that some question fires, those questions."""
    found: dict[str, list[tuple[str, Context]]] = {}
    for decision, context in contexts(file):
        for table in model(file).decide(decision, context).tables:
            for rule in table.rules:
                found.setdefault(rule.id, []).append((decision, context))
    return found


@pytest.mark.parametrize("file", FILES)
def test_taking_any_row_away_changes_an_answer(file: str) -> None:
    data = (FOLDER / f"{file}.dmn").read_bytes()
    fired = hits(file)
    idle = []
    for rule in [element.get("id") for element in etree.fromstring(data).iter(MODEL + "rule")]:
        root = etree.fromstring(data)
        row = next(element for element in root.iter(MODEL + "rule") if element.get("id") == rule)
        row.getparent().remove(row)
        without = dmn.read(etree.tostring(root), file)
        questions = fired.get(rule, [])[:60]
        if all(
            without.decide(*question).value == model(file).decide(*question).value for question in questions
        ):
            idle.append(rule)
    assert idle == []
