"""Models of the kind the standard's own examples are, decided end to end."""

from __future__ import annotations

import timeit
from decimal import Decimal

import pytest

from tests.engine.dmn.drawing import decision, input_data, knowledge, literal, model, table

NEEDS = ("input:Age", "input:Years of Service")
VACATION = model(
    input_data("Age", "number"),
    input_data("Years of Service", "number"),
    decision("Base", literal("22")),
    decision(
        "Extra 1",
        table(
            "COLLECT",
            {"Age": "", "Years of Service": ""},
            {"days": ""},
            [("< 18", "-", "5"), (">= 60", "-", "5"), ("-", ">= 30", "5")],
            aggregation="MAX",
            defaults={"days": "0"},
        ),
        needs=NEEDS,
        type_ref="number",
    ),
    decision(
        "Extra 2",
        table(
            "COLLECT",
            {"Age": "", "Years of Service": ""},
            {"days": ""},
            [(">= 60", "-", "3"), ("-", ">= 30", "3")],
            aggregation="MAX",
            defaults={"days": "0"},
        ),
        needs=NEEDS,
    ),
    decision(
        "Extra 3",
        table(
            "COLLECT",
            {"Age": "", "Years of Service": ""},
            {"days": ""},
            [("-", "[15..30)", "2"), (">= 45", "-", "2")],
            aggregation="MAX",
            defaults={"days": "0"},
        ),
        needs=NEEDS,
    ),
    decision(
        "Total Vacation Days",
        literal("Base + max(Extra 1, Extra 3) + Extra 2"),
        needs=("decision:Base", "decision:Extra 1", "decision:Extra 2", "decision:Extra 3"),
        type_ref="number",
    ),
)


@pytest.mark.parametrize(
    ("age", "service", "days"),
    [
        (16, 1, 27),
        (25, 5, 22),
        (25, 20, 24),
        (44, 20, 24),
        (44, 30, 30),
        (50, 20, 24),
        (50, 30, 30),
        (60, 20, 30),
    ],
)
def test_vacation_days_grow_with_age_and_service(age: int, service: int, days: int) -> None:
    outcome = VACATION.decide("Total Vacation Days", {"Age": age, "Years of Service": service})
    assert outcome.value == Decimal(days)
    assert len(outcome.tables) == 3


PRICES = (
    '<itemDefinition name="tItem"><itemComponent name="price"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tItems" isCollection="true"><typeRef>tItem</typeRef></itemDefinition>'
)


@pytest.mark.parametrize(
    ("limit", "some", "every"), [(10, True, True), (40, True, False), (100, False, False)]
)
def test_some_and_every_over_an_input_list_call_knowledge(limit: int, some: bool, every: bool) -> None:
    drawn = model(
        PRICES,
        input_data("items", "tItems"),
        input_data("limit", "number"),
        knowledge("dear", literal("p > limit"), parameters={"p": "number", "limit": "number"}),
        decision(
            "some dear",
            literal("some i in items satisfies dear(i.price, limit)"),
            needs=("input:items", "input:limit", "knowledge:dear"),
        ),
        decision(
            "all dear",
            literal("every i in items satisfies dear(i.price, limit)"),
            needs=("input:items", "input:limit", "knowledge:dear"),
        ),
    )
    context = {"items": [{"price": 30}, {"price": 50}], "limit": limit}
    assert drawn.decide("some dear", context).value is some
    assert drawn.decide("all dear", context).value is every


def bound(parameter: str, text: str) -> str:
    return f'<binding><parameter name="{parameter}"/>{literal(text)}</binding>'


LENDING = model(
    """<itemDefinition name="tApplicant">
      <itemComponent name="Age"><typeRef>number</typeRef></itemComponent>
      <itemComponent name="Existing Customer"><typeRef>boolean</typeRef></itemComponent>
      <itemComponent name="Monthly"><itemComponent name="Income"><typeRef>number</typeRef></itemComponent>
        <itemComponent name="Expenses"><typeRef>number</typeRef></itemComponent></itemComponent>
    </itemDefinition>
    <itemDefinition name="tRisk"><typeRef>string</typeRef>
      <allowedValues><text>"High","Medium","Low"</text></allowedValues></itemDefinition>""",
    input_data("Applicant data", "tApplicant"),
    input_data("Requested amount", "number"),
    knowledge(
        "Risk table",
        table(
            "UNIQUE",
            {"Existing Customer": "", "Score": ""},
            {"risk": '"High","Medium","Low"'},
            [
                ("true", "< 100", '"High"'),
                ("true", "[100..120)", '"Medium"'),
                ("true", ">= 120", '"Low"'),
                ("false", "< 110", '"High"'),
                ("false", ">= 110", '"Medium"'),
            ],
        ),
        parameters={"Existing Customer": "boolean", "Score": "number"},
    ),
    knowledge(
        "Instalment",
        literal("(amount * rate / 12) / (1 - (1 + rate / 12) ** -term)"),
        parameters={"amount": "number", "rate": "number", "term": "number"},
    ),
    decision(
        "Score",
        table(
            "COLLECT",
            {"Applicant data.Age": "", "Applicant data.Existing Customer": ""},
            {"points": ""},
            [("< 30", "-", "40"), (">= 30", "-", "65"), ("-", "true", "45"), ("-", "false", "30")],
            aggregation="SUM",
        ),
        needs=("input:Applicant data",),
        type_ref="number",
    ),
    decision(
        "Risk",
        f"<invocation>{literal('Risk table')}"
        f"{bound('Existing Customer', 'Applicant data.Existing Customer')}{bound('Score', 'Score')}</invocation>",
        needs=("input:Applicant data", "decision:Score", "knowledge:Risk table"),
        type_ref="tRisk",
    ),
    decision(
        "Affordable",
        "<context>"
        f'<contextEntry><variable name="Free income"/>'
        f"{literal('Applicant data.Monthly.Income - Applicant data.Monthly.Expenses')}</contextEntry>"
        f'<contextEntry><variable name="Each month"/>{literal("Instalment(Requested amount, 0.06, 36)")}</contextEntry>'
        f"<contextEntry>{literal('Free income > Each month')}</contextEntry></context>",
        needs=("input:Applicant data", "input:Requested amount", "knowledge:Instalment"),
    ),
    decision(
        "Routing",
        table(
            "PRIORITY",
            {"Risk": "", "Affordable": ""},
            {"Routing": '"DECLINE","REFER","ACCEPT"'},
            [
                ("-", "false", '"DECLINE"', "cannot pay"),
                ('"High"', "-", '"REFER"', "risk"),
                ("-", "-", '"ACCEPT"', "nothing against"),
            ],
        ),
        needs=("decision:Risk", "decision:Affordable"),
    ),
)


@pytest.mark.parametrize(
    ("age", "customer", "income", "amount", "routing"),
    [
        (35, True, 6000, 100000, "ACCEPT"),
        (25, False, 6000, 100000, "REFER"),
        (35, True, 6000, 900000, "DECLINE"),
    ],
)
def test_lending_walks_tables_knowledge_and_contexts(
    age: int, customer: bool, income: int, amount: int, routing: str
) -> None:
    applicant = {"Age": age, "Existing Customer": customer, "Monthly": {"Income": income, "Expenses": 1000}}
    outcome = LENDING.decide("Routing", {"Applicant data": applicant, "Requested amount": amount})
    assert (outcome.value, outcome.problems) == (routing, [])
    assert [told.name for told in outcome.tables] == ["Score", "Risk", "Routing"]


def test_a_table_of_fifteen_rows_is_decided_quickly() -> None:
    rows = [(f'"field_{number}"', "<= 8", "-", f'"unit_{number}"') for number in range(14)]
    drawn = model(
        decision(
            "T",
            table(
                "UNIQUE",
                {"field": "", "hours": "", "kind": ""},
                {"unit": ""},
                [*rows, ('"other"', "-", "-", '"x"')],
            ),
        )
    )
    context = {"field": "field_9", "hours": 3, "kind": "k"}
    assert drawn.decide("T", context).value == "unit_9"
    each = min(timeit.repeat(lambda: drawn.decide("T", context), number=200, repeat=5)) / 200
    # 200 µs on a free core; the test leaves room for a busy one.
    assert each < 0.001
