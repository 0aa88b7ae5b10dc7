"""The requirements graph: inputs, required decisions, knowledge, services and imported models."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import dmn
from tests.engine.dmn.drawing import (
    DMN_1_2,
    DMN_1_3,
    DMN_1_4,
    DMN_1_5,
    decision,
    definitions,
    input_data,
    knowledge,
    literal,
    model,
)


def service(name: str, **parts: list[str]) -> str:
    pointers = "".join(f'<{tag} href="#{target}"/>' for tag, targets in parts.items() for target in targets)
    return f'<decisionService id="{name}" name="{name}"><variable name="{name}"/>{pointers}</decisionService>'


@pytest.mark.parametrize(
    "version", [DMN_1_2, DMN_1_3, DMN_1_4, DMN_1_5, "http://www.omg.org/spec/DMN/20151101/dmn.xsd"]
)
def test_every_version_of_the_namespace_is_read(version: str) -> None:
    read = dmn.read(definitions(decision("D", literal("1 + 1")), version=version))
    assert read.decide("D", {}).value == Decimal(2)


def test_a_decision_asks_what_it_requires_and_names_may_have_blanks() -> None:
    drawn = model(
        input_data("Monthly Salary", "number"),
        decision("Yearly Salary", literal("12 * Monthly Salary"), needs=("input:Monthly Salary",), id="y"),
        decision("Worker's Tax", literal("Yearly Salary * 0.1"), needs=("decision:y",), id="t"),
    )
    assert drawn.decide("Worker's Tax", {"Monthly Salary": 1000}).value == Decimal(1200)
    assert drawn.decide("t", {"Monthly Salary": 1000.5}).value == Decimal("1200.6")
    assert list(drawn.decisions) == ["y", "t"]


def test_names_may_hold_dots_digits_and_signs() -> None:
    drawn = model(
        input_data("Approved/Declined"),
        decision("part A 2.1", literal("Approved/Declined"), needs=("input:Approved/Declined",)),
        decision("D", literal('part A 2.1 + "!"'), needs=("decision:part A 2.1",)),
    )
    assert drawn.decide("D", {"Approved/Declined": "yes"}).value == "yes!"


def test_types_of_the_model_can_be_asked_for() -> None:
    kind = '<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>'
    # The shape is asked, not the allowed values.
    for text, expected in (("200 instance of tSmall", True), ('"x" instance of tSmall', False)):
        assert model(kind, decision("D", literal(text))).decide("D", {}).value is expected


def test_a_table_drawn_without_requirements_reads_the_context() -> None:
    drawn = model(decision("D", literal("case.field")))
    assert drawn.decide("D", {"case": {"field": "traffic_safety"}}).value == "traffic_safety"


def test_an_unknown_decision_is_a_problem_not_a_crash() -> None:
    outcome = model(decision("D", literal("1"))).decide("E", {})
    assert outcome.value is None and "không có quyết định «E»" in outcome.problems[0]


def test_decisions_that_need_each_other_end_in_null() -> None:
    drawn = model(
        decision("A", literal("B"), needs=("decision:B",)), decision("B", literal("A"), needs=("decision:A",))
    )
    outcome = drawn.decide("A", {})
    assert outcome.value is None and "cần đến chính nó" in outcome.problems[0]


def test_knowledge_may_call_knowledge_and_itself_within_limits() -> None:
    down = knowledge(
        "down",
        literal("if n <= 0 then 0 else 1 + down(n - 1)"),
        parameters={"n": "number"},
        needs=("knowledge:down",),
    )
    drawn = model(down, decision("D", literal("down(x)"), needs=("knowledge:down",)))
    assert drawn.decide("D", {"x": 10}).value == Decimal(10)
    endless = drawn.decide("D", {"x": 100000})
    assert endless.value is None and endless.problems


def test_knowledge_may_call_itself_without_requiring_itself() -> None:
    known = knowledge("Fact", literal("if n = 0 then 1 else n * Fact(n - 1)"), parameters={"n": "number"})
    drawn = model(known, decision("D", literal("Fact(5)"), needs=("knowledge:Fact",)))
    assert drawn.decide("D", {}).value == Decimal(120)


def test_knowledge_does_not_see_the_case() -> None:
    drawn = model(knowledge("k", literal("secret")), decision("D", literal("k()"), needs=("knowledge:k",)))
    assert drawn.decide("D", {"secret": 1}).value is None


def test_a_wrong_number_of_arguments_gives_null() -> None:
    drawn = model(
        knowledge("k", literal("a"), parameters={"a": ""}),
        decision("D", literal("k(1, 2)"), needs=("knowledge:k",)),
    )
    assert drawn.decide("D", {}).value is None


SERVICED = (
    input_data("given", "string"),
    decision("made", literal('"never asked"'), type_ref="string"),
    decision("out", literal('given + " " + made'), needs=("input:given", "decision:made")),
    decision("other", literal("given"), needs=("input:given",)),
    service("S", outputDecision=["out"], inputDecision=["made"], inputData=["given"]),
    service("Two", outputDecision=["out", "other"], inputDecision=["made"], inputData=["given"]),
)


def test_a_service_is_called_with_inputs_first_then_decisions() -> None:
    drawn = model(*SERVICED, decision("D", literal('S("A", "B")'), needs=("knowledge:S",)))
    assert drawn.decide("D", {}).value == "A B"


def test_a_service_is_called_by_names_too() -> None:
    drawn = model(*SERVICED, decision("D", literal('S(made: "B", given: "A")'), needs=("knowledge:S",)))
    assert drawn.decide("D", {}).value == "A B"


def test_a_service_argument_of_a_wrong_type_is_null() -> None:
    drawn = model(
        input_data("given", "string"),
        decision("out", literal("given = null"), needs=("input:given",)),
        service("S", outputDecision=["out"], inputData=["given"]),
        decision("D", literal("S(1)"), needs=("knowledge:S",)),
    )
    assert drawn.decide("D", {}).value is True


def test_a_service_is_decided_from_the_context() -> None:
    assert model(*SERVICED).decide("S", {"given": "x", "made": "y"}).value == "x y"


def test_a_service_with_two_outputs_gives_both() -> None:
    assert model(*SERVICED).decide("Two", {"given": "x", "made": "y"}).value == {"out": "x y", "other": "x"}


def test_calling_a_service_leaves_the_outer_decisions_alone() -> None:
    body = literal('[S("A", "B"), made, given]')
    drawn = model(*SERVICED, decision("D", body, needs=("decision:made", "input:given", "knowledge:S")))
    assert drawn.decide("D", {"given": "g"}).value == ["A B", "never asked", "g"]


def test_a_decision_without_logic_is_told_by_the_context() -> None:
    drawn = model(decision("Opinion", ""), decision("D", literal("Opinion"), needs=("decision:Opinion",)))
    assert drawn.decide("D", {"Opinion": "good"}).value == "good"


def test_knowledge_can_be_decided_by_itself() -> None:
    drawn = model(knowledge("k", literal("a + 1"), parameters={"a": "number"}))
    assert drawn.decide("k", {"a": 1}).value == Decimal(2)


GREETINGS = definitions(
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent></itemDefinition>',
    input_data("Person name", "string"),
    decision("Greeting", literal('"Hi " + Person name'), needs=("input:Person name",)),
    knowledge("Say Hello", literal('"Hello " + p.name'), parameters={"p": "tPerson"}),
    namespace="urn:greetings",
)
IMPORT = '<import name="my lib" namespace="urn:greetings" locationURI="greetings.dmn" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


@pytest.mark.parametrize("key", ["urn:greetings", "greetings.dmn", "my lib", "anything"])
def test_an_imported_model_is_named_with_its_prefix(key: str) -> None:
    drawn = model(
        IMPORT,
        input_data("A", "my lib.tPerson"),
        decision(
            "D",
            literal('my lib.Say Hello(A) + "; " + my lib.Greeting'),
            needs=("input:A", "knowledge:urn:greetings#Say Hello", "decision:urn:greetings#Greeting"),
        ),
        imports={key: dmn.read(GREETINGS, "greetings.dmn")},
    )
    context = {"A": {"name": "An"}, "Person name": "Bình"}
    assert drawn.decide("D", context).value == "Hello An; Hi Bình"
    assert (
        drawn.decide("D", {"A": {"name": "An"}, "my lib": {"Person name": "Chi"}}).value == "Hello An; Hi Chi"
    )


def test_a_missing_import_is_an_error_with_its_line() -> None:
    findings = dmn.check(model(IMPORT, decision("D", literal("1"))))
    assert [(finding.code, finding.line) for finding in findings] == [("dmn-missing-import", 3)]


def test_a_requirement_of_something_missing_is_an_error() -> None:
    drawn = model(decision("D", literal("1"), needs=("decision:gone",)))
    assert [finding.code for finding in dmn.check(drawn)] == ["dmn-missing-element"]
    assert drawn.decide("D", {}).problems


def test_a_reference_may_carry_the_namespace_of_its_own_file() -> None:
    drawn = model(
        decision("A", literal("1")), decision("D", literal("A + 1"), needs=("decision:urn:test#A",))
    )
    assert drawn.decide("D", {}).value == Decimal(2)


def test_functions_of_the_caller_can_be_used() -> None:
    drawn = model(decision("D", literal("unit of(3)")))
    assert drawn.decide("D", {}, {"unit of": lambda n: f"unit-{n}"}).value == "unit-3"
