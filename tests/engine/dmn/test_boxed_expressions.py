"""Boxed expressions, each in the smallest model that shows it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import dmn
from tests.engine.dmn.drawing import decision, knowledge, literal, model, table


def value(
    body: str, *others: str, context: dict[str, object] | None = None, needs: tuple[str, ...] = ()
) -> object:
    return model(*others, decision("D", body, needs=needs)).decide("D", context or {}).value


def entry(name: str, body: str, type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<contextEntry><variable name="{name}"{kind}/>{body}</contextEntry>'


def test_a_context_without_result_is_a_context() -> None:
    body = f"<context>{entry('a', literal('1'))}{entry('b c', literal('a + 1'))}</context>"
    assert value(body) == {"a": Decimal(1), "b c": Decimal(2)}


def test_a_context_with_a_result_entry_is_its_result() -> None:
    last = f"<contextEntry>{literal('b c * 10')}</contextEntry>"
    body = f"<context>{entry('b c', literal('2'))}{last}</context>"
    assert value(body) == Decimal(20)


def test_an_entry_is_fitted_to_its_type() -> None:
    body = f"<context>{entry('n', literal('[2]'), 'number')}{entry('s', literal('1'), 'string')}</context>"
    assert value(body) == {"n": Decimal(2), "s": None}


def test_a_list_and_a_relation() -> None:
    assert value(f"<list>{literal('1')}{literal('x')}</list>", context={"x": "k"}) == [Decimal(1), "k"]
    relation = (
        '<relation><column name="name"/><column name="age"/>'
        f"""<row>{literal('"An"')}{literal("30")}</row><row>{literal('"Bình"')}{literal("x")}</row></relation>"""
    )
    assert value(relation, context={"x": 4}) == [
        {"name": "An", "age": Decimal(30)},
        {"name": "Bình", "age": Decimal(4)},
    ]


def binding(name: str, body: str) -> str:
    return f'<binding><parameter name="{name}"/>{body}</binding>'


def test_an_invocation_binds_parameters_by_name() -> None:
    known = knowledge(
        "Pay", literal("amount * (1 + rate)"), parameters={"rate": "number", "amount": "number"}
    )
    body = f"<invocation>{literal('Pay')}{binding('amount', literal('100'))}{binding('rate', literal('0.5'))}</invocation>"
    assert value(body, known, needs=("knowledge:Pay",)) == Decimal("150.0")


def test_an_invocation_with_an_unknown_parameter_is_null_and_says_so() -> None:
    known = knowledge("Pay", literal("a"), parameters={"a": ""})
    body = f"<invocation>{literal('Pay')}{binding('b', literal('1'))}</invocation>"
    outcome = model(known, decision("D", body, needs=("knowledge:Pay",))).decide("D", {})
    assert outcome.value is None and "không có tham số b" in outcome.problems[0]


def test_parameters_with_dotted_names_read_as_paths() -> None:
    drawn = table("UNIQUE", {"Person.Gender": ""}, {"": ""}, [('"F"', 'Person.Name + " (f)"')])
    known = knowledge("Say", drawn, parameters={"Person.Gender": "string", "Person.Name": "string"})
    body = (
        f"<invocation>{literal('Say')}{binding('Person.Gender', literal('Person.Gender'))}"
        f"{binding('Person.Name', literal('Person.Name'))}</invocation>"
    )
    person = {"Gender": "F", "Name": "Lan"}
    assert value(body, known, needs=("knowledge:Say",), context={"Person": person}) == "Lan (f)"


def test_an_invocation_may_call_a_function_of_feel() -> None:
    body = f"<invocation>{literal('max')}{binding('list', literal('[1, 7]'))}</invocation>"
    assert value(body) == Decimal(7)
    nothing = model(decision("D", f"<invocation>{literal('no such')}</invocation>")).decide("D", {})
    assert nothing.value is None and "Không gọi được hàm «no such»" in nothing.problems[0]


def test_a_function_definition_closes_over_its_scope() -> None:
    function = f'<functionDefinition><formalParameter name="b" typeRef="number"/>{literal("a * b")}</functionDefinition>'
    known = knowledge("times", function, parameters={"a": "number"})
    assert value(literal("times(10)(3)"), known, needs=("knowledge:times",)) == Decimal(30)


def test_a_function_in_java_is_null_with_a_reason() -> None:
    java = f"""<functionDefinition kind="Java"><formalParameter name="a"/><context>{entry("class", literal('"x"'))}</context></functionDefinition>"""
    body = f"<context>{entry('f', java)}<contextEntry>{literal('f(1)')}</contextEntry></context>"
    drawn = model(decision("D", body))
    outcome = drawn.decide("D", {})
    assert outcome.value is None and "Java" in outcome.problems[0]
    assert "dmn-external-function" in {finding.code for finding in dmn.check(drawn)}


@pytest.mark.parametrize(
    ("condition", "expected"), [("true", "yes"), ("false", "no"), ('"abc"', "no"), ("null", "no")]
)
def test_a_conditional_takes_the_first_way_only_when_true(condition: str, expected: str) -> None:
    body = (
        f"""<conditional><if>{literal(condition)}</if><then>{literal('"yes"')}</then>"""
        f"""<else>{literal('"no"')}</else></conditional>"""
    )
    assert value(body) == expected


@pytest.mark.parametrize(
    ("items", "match", "expected"),
    [
        ("[1,2,3,4,5]", "item >= 3", [3, 4, 5]),
        ("[1,2,3]", "item > 5", []),
        ("[{a: 1}, {a: 2}]", "a = 2", [{"a": 2}]),
        ("[7,8,9]", "-1", 9),
        ("null", "true", None),
    ],
)
def test_a_filter_keeps_what_matches(items: str, match: str, expected: object) -> None:
    assert value(f"<filter><in>{literal(items)}</in><match>{literal(match)}</match></filter>") == expected


@pytest.mark.parametrize(
    ("items", "body", "expected"),
    [
        ("[1,2,3]", "n * 2", [2, 4, 6]),
        ("[]", "n", []),
        ("[1,2,3]", "n + sum(partial)", [1, 3, 7]),
        ("null", "n", None),
    ],
)
def test_for_gives_one_value_for_each_item(items: str, body: str, expected: object) -> None:
    if "partial" in body:
        body = "if count(partial) = 0 then n else n + sum(partial)"
    drawn = f'<for iteratorVariable="n"><in>{literal(items)}</in><return>{literal(body)}</return></for>'
    assert value(drawn) == expected


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("some", "n > 2", True),
        ("some", "n > 9", False),
        ("every", "n > 0", True),
        ("every", "n > 1", False),
        ("some", 'n = 9 or "x"', None),
        ("every", 'if n = 1 then false else "x"', False),
    ],
)
def test_quantifiers_follow_three_valued_logic(kind: str, condition: str, expected: object) -> None:
    drawn = f'<{kind} iteratorVariable="n"><in>{literal("[1,2,3]")}</in><satisfies>{literal(condition)}</satisfies></{kind}>'
    assert value(drawn) is expected


@pytest.mark.parametrize("kind", ["some", "every"])
def test_an_answer_that_is_no_yes_or_no_spoils_a_quantifier(kind: str) -> None:
    odd = literal('if x = 1 then "no" else x = 2')
    body = (
        f'<{kind} iteratorVariable="x"><in>{literal("[1, 2, 3]")}</in><satisfies>{odd}</satisfies></{kind}>'
    )
    assert value(body) is None


def test_for_goes_over_what_is_in_a_range() -> None:
    body = f'<for iteratorVariable="x"><in>{literal("(1..3]")}</in><return>{literal("x")}</return></for>'
    assert value(body) == [Decimal(2), Decimal(3)]


def test_loops_within_loops_are_stopped() -> None:
    inner = literal("n")
    for _ in range(3):
        inner = f'<for iteratorVariable="n"><in>{literal("1..100")}</in><return>{inner}</return></for>'
        inner = inner.replace("1..100", "for i in 1..100 return i")
    outcome = model(decision("D", inner)).decide("D", {})
    assert outcome.value is None and outcome.problems


def test_a_text_that_gives_null_by_mistake_is_a_problem_of_the_decision() -> None:
    drawn = model(decision("D", literal('abs("x")')), decision("E", literal('if 1 < "x" then 1 else 2')))
    outcome = drawn.decide("D", {})
    assert (outcome.value, outcome.problems) == (None, ["Hàm «abs» không nhận đối số (chuỗi)."])
    # What still has an answer has no problem.
    assert drawn.decide("E", {}).problems == []
