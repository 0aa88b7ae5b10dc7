"""Values are fitted to the types of inputs, variables and parameters, and never further than allowed."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engine import dmn
from engine.feel.moments import FarDate
from tests.engine.dmn.drawing import decision, input_data, knowledge, literal, model

TYPES = """
<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tTexts" isCollection="true"><typeRef>string</typeRef></itemDefinition>
<itemDefinition name="tPerson">
  <itemComponent name="name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="age"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemComponent>
</itemDefinition>
<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>
<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>
<itemDefinition name="tGrades" isCollection="true"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>
<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
<itemDefinition name="tMaker"><functionItem outputTypeRef="tNumbers"/></itemDefinition>
"""
MIDNIGHT = datetime.datetime(2000, 1, 2, tzinfo=datetime.UTC)
PERSON = {"name": "An", "age": Decimal(10)}


@pytest.mark.parametrize(
    ("text", "type_ref", "expected"),
    [
        ("1 + 1", "string", None),
        ('[1,2,"foo"]', "tNumbers", None),
        ('"foo"', "tTexts", ["foo"]),
        ('"foo"', "tNumbers", None),
        ('["foo"]', "string", "foo"),
        ("[1]", "string", None),
        ("null", "tTexts", None),
        ("date(2000, 1, 2)", "date and time", MIDNIGHT),
        ("[date(2000, 1, 2)]", "date", datetime.date(2000, 1, 2)),
        ("date(2000, 1, 2)", "date", datetime.date(2000, 1, 2)),
        ('date and time("2000-01-02T10:00:00Z")', "date", None),
        ('date("12000-01-02")', "date", FarDate(12000, 1, 2)),
        ('date("12000-01-02")', "number", None),
        ('{name: "An", age: 10}', "tPerson", PERSON),
        ('{name: "An", age: 10, more: 1}', "tPerson", {**PERSON, "more": Decimal(1)}),
        ('{name: "An"}', "tPerson", None),
        ('{name: "An", age: 200}', "tPerson", None),
        ('{name: "An", age: 10}', "tPeople", [PERSON]),
        ('"A"', "tGrade", "A"),
        ('"C"', "tGrade", None),
        ('["A","B"]', "tGrades", ["A", "B"]),
        ('["A","C"]', "tGrades", None),
        ("[1,2]", "tPair", [1, 2]),
        ("[1,2,3]", "tPair", None),
        ('duration("P1D")', "days and time duration", datetime.timedelta(days=1)),
        ('duration("P1D")', "years and months duration", None),
        ("true", "boolean", True),
        ("true", "number", None),
        ("5", "Any", Decimal(5)),
        ("5", "feel:number", Decimal(5)),
        ("5", "noSuchType", Decimal(5)),
    ],
)
def test_the_result_of_a_decision_is_fitted_to_its_type(text: str, type_ref: str, expected: object) -> None:
    drawn = model(TYPES, decision("D", literal(text), type_ref=type_ref))
    assert drawn.decide("D", {}).value == expected


@pytest.mark.parametrize(
    ("given", "type_ref", "expected"),
    [
        (5, "number", Decimal(5)),
        (2.5, "number", Decimal("2.5")),
        ("5", "number", Decimal(5)),
        ("năm", "number", None),
        ("2000-01-02", "date", datetime.date(2000, 1, 2)),
        ("2000-01-02T00:00:00Z", "date and time", MIDNIGHT),
        ("P1D", "dayTimeDuration", datetime.timedelta(days=1)),
        ("P1D", "yearMonthDuration", None),
        ("2000-01-02", "string", "2000-01-02"),
        (["x"], "string", "x"),
        ("x", "tTexts", ["x"]),
        (datetime.date(2000, 1, 2), "date and time", MIDNIGHT),
        ({"name": "An", "age": 10}, "tPerson", PERSON),
        # An input may leave parts of a context out; they read as null.
        ({"name": "An"}, "tPerson", {"name": "An"}),
        ({"name": 1, "age": 2}, "tPerson", None),
        ("C", "tGrade", None),
    ],
)
def test_an_input_is_fitted_to_its_type(given: object, type_ref: str, expected: object) -> None:
    drawn = model(TYPES, input_data("x", type_ref), decision("D", literal("x"), needs=("input:x",)))
    outcome = drawn.decide("D", {"x": given})
    assert outcome.value == expected
    assert bool(outcome.problems) is (expected is None)


def test_a_parameter_is_fitted_to_its_type() -> None:
    known = knowledge("k", literal("p != null"), parameters={"p": "tPerson"})
    drawn = model(
        TYPES,
        known,
        decision("good", literal('k({name: "An", age: 1})'), needs=("knowledge:k",)),
        decision("bad", literal('k({name: "An"})'), needs=("knowledge:k",)),
    )
    assert drawn.decide("good", {}).value is True
    assert drawn.decide("bad", {}).value is False


def test_a_literal_and_a_function_are_fitted_to_their_own_types() -> None:
    drawn = model(TYPES, decision("D", literal("10", "tNumbers")), decision("E", literal('"x"', "number")))
    assert drawn.decide("D", {}).value == [Decimal(10)]
    assert drawn.decide("E", {}).value is None


def test_a_function_item_names_what_a_knowledge_model_returns() -> None:
    body = f"<encapsulatedLogic>{literal('1', 'number')}</encapsulatedLogic>"
    made = f'<businessKnowledgeModel id="k" name="k"><variable name="k" typeRef="tMaker"/>{body}</businessKnowledgeModel>'
    drawn = model(TYPES, made, decision("D", literal("k()"), needs=("knowledge:k",)))
    assert drawn.decide("D", {}).value == [Decimal(1)]
    assert drawn.decide("k", {}).value == [Decimal(1)]


def test_an_unknown_type_is_a_warning() -> None:
    found = dmn.check(model(decision("D", literal("5"), type_ref="noSuchType")))
    assert [(finding.code, finding.severity) for finding in found] == [("dmn-unknown-type", "warning")]


def test_a_type_defined_by_itself_does_not_hang() -> None:
    circle = '<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>'
    outcome = model(circle, decision("D", literal("5"), type_ref="tLoop")).decide("D", {})
    assert outcome.value is None and outcome.problems


def test_a_type_may_contain_itself() -> None:
    tree = (
        '<itemDefinition name="tTree"><itemComponent name="v"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="sub" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>'
    )
    drawn = model(tree, decision("D", literal("{v: 1, sub: [{v: 2, sub: []}]}"), type_ref="tTree"))
    assert drawn.decide("D", {}).value == {"v": 1, "sub": [{"v": 2, "sub": []}]}
