"""Types where a model may write them: each one is kept, and what breaks it is null."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import dmn
from tests.engine.dmn.drawing import decision, input_data, literal, model, table

GRADE = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
    '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
)
GRADER = (
    '<itemDefinition name="tGrader"><functionItem outputTypeRef="tGrade"><parameters name="g"/></functionItem>'
    '</itemDefinition><itemDefinition name="tTaker"><functionItem><parameters name="asked" typeRef="tGrade"/>'
    "</functionItem></itemDefinition>"
)
ASKED = input_data("u")


def formal(kind: str = "") -> str:
    return f'<formalParameter name="g"{f" typeRef={chr(34)}{kind}{chr(34)}" if kind else ""}/>'


def bkm(variable: str = "", logic: str = "", parameter: str = "") -> str:
    return (
        f'<businessKnowledgeModel id="K" name="K"><variable name="K" typeRef="{variable}"/>'
        f'<encapsulatedLogic typeRef="{logic}">{formal(parameter)}{literal("g")}</encapsulatedLogic>'
        "</businessKnowledgeModel>"
    )


def calling(body: str, function: str = "F", kind: str = "decision") -> tuple[str, ...]:
    return body, decision("D", literal(f"{function}(u)"), needs=("input:u", f"{kind}:{function}"))


def called_service(kind: str) -> tuple[str, ...]:
    service = (
        f'<decisionService id="S" name="S"><variable name="S" typeRef="{kind}"/>'
        '<outputDecision href="#E"/><inputDecision href="#asked"/></decisionService>'
    )
    return (
        decision("asked", literal('"never asked"')),
        decision("E", literal("asked"), needs=("decision:asked",)),
        *calling(service, "S", "knowledge"),
    )


def boxed(body: str) -> tuple[str, ...]:
    return (decision("D", body, needs=("input:u",)),)


def invocation(binding: str = "", result: str = "") -> str:
    return (
        f'<invocation typeRef="{result}">{literal("function(g) g")}'
        f'<binding><parameter name="g" typeRef="{binding}"/>{literal("u")}</binding></invocation>'
    )


def one_cell(attribute: str) -> str:
    old, new = attribute.split("|")
    return table("UNIQUE", {}, {"g": ""}, [("u",)]).replace(old, new, 1)


PLACES = {
    "lambda parameter": boxed(literal("(function(g: tGrade) g)(u)")),
    "lambda result": calling(decision("F", literal("function(g) g", "tGrader"))),
    "function parameter": calling(
        decision("F", f"<functionDefinition>{formal('tGrade')}{literal('g')}</functionDefinition>")
    ),
    "function result": calling(
        decision("F", f'<functionDefinition typeRef="tGrader">{formal()}{literal("g")}</functionDefinition>')
    ),
    "knowledge parameter": calling(bkm(parameter="tGrade"), "K", "knowledge"),
    "knowledge logic": calling(bkm(logic="tGrader"), "K", "knowledge"),
    "knowledge variable": calling(bkm(variable="tGrader"), "K", "knowledge"),
    "service result": called_service("tGrader"),
    "service parameter": called_service("tTaker"),
    "binding": boxed(invocation(binding="tGrade")),
    "invocation": boxed(invocation(result="tGrade")),
    "table": boxed(one_cell('<decisionTable |<decisionTable typeRef="tGrade" ')),
    "output": boxed(table("UNIQUE", {}, {"g": ""}, [("u",)], types={"g": "tGrade"})),
    "output entry": boxed(one_cell('<outputEntry>|<outputEntry typeRef="tGrade">')),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_type_is_kept_wherever_it_is_written(place: str) -> None:
    drawn = model(GRADE, GRADER, ASKED, *PLACES[place])
    assert drawn.decide("D", {"u": "A"}).value == "A"
    assert drawn.decide("D", {"u": "C"}).value is None


def test_a_service_decided_by_itself_keeps_the_types_of_its_function_type() -> None:
    drawn = model(GRADE, GRADER, ASKED, *called_service("tTaker"))
    assert drawn.decide("S", {"asked": "A"}).value == "A"
    assert drawn.decide("S", {"asked": "C"}).value is None


def test_a_list_of_values_takes_the_place_of_the_one_it_is_based_on() -> None:
    own = (
        '<itemDefinition name="tWay"><typeRef>tGrade</typeRef>'
        '<allowedValues><text>"left"</text></allowedValues></itemDefinition>'
        '<itemDefinition name="tCopy"><typeRef>tGrade</typeRef></itemDefinition>'
    )
    drawn = model(
        GRADE,
        own,
        decision("new", literal('"left"'), type_ref="tWay"),
        decision("old", literal('"A"'), type_ref="tWay"),
        decision("copied", literal('"left"'), type_ref="tCopy"),
    )
    assert [drawn.decide(name, {}).value for name in ("new", "old", "copied")] == ["left", None, None]


@pytest.mark.parametrize(
    ("text", "expected"), [("[[10]]", Decimal(10)), ('[["x"]]', None), ("[[1, 2]]", None)]
)
def test_a_list_of_one_is_opened_as_often_as_needed(text: str, expected: object) -> None:
    assert model(decision("D", literal(text), type_ref="number")).decide("D", {}).value == expected


def test_a_function_may_stand_where_its_result_is_named() -> None:
    function = f"<functionDefinition>{formal('number')}{literal('g > 1')}</functionDefinition>"
    body = (
        f'<context><contextEntry><variable name="f" typeRef="boolean"/>{function}</contextEntry>'
        f"<contextEntry>{literal('f(2)')}</contextEntry></context>"
    )
    assert model(decision("D", body)).decide("D", {}).value is True


def test_parts_of_an_input_are_read_from_texts_by_their_types() -> None:
    stay = (
        '<itemDefinition name="tStay"><itemComponent name="from"><typeRef>date</typeRef></itemComponent>'
        '<itemComponent name="hours" isCollection="true"><typeRef>time</typeRef></itemComponent></itemDefinition>'
    )
    drawn = model(
        stay,
        input_data("stay", "tStay"),
        decision("D", literal("[stay.from.year, stay.hours[1].hour, stay.note]"), needs=("input:stay",)),
    )
    given = {"stay": {"from": "2024-05-06", "hours": ["07:15:00"], "note": "07:15:00"}}
    assert drawn.decide("D", given).value == [Decimal(2024), Decimal(7), "07:15:00"]


def test_knowledge_decided_by_itself_reads_texts_by_the_types_of_its_parameters() -> None:
    drawn: dmn.Model = model(
        bkm(parameter="dayTimeDuration").replace("<text>g</text>", "<text>g.hours</text>")
    )
    assert drawn.decide("K", {"g": "PT3H"}).value == Decimal(3)
