"""Functions against the function types a model defines: arguments may be wider, results narrower."""

from __future__ import annotations

import pytest

from tests.engine.dmn.drawing import decision, literal, model

TYPES = """
<itemDefinition name="tAny"><functionItem/></itemDefinition>
<itemDefinition name="tText"><functionItem outputTypeRef="string"/></itemDefinition>
<itemDefinition name="tLoose"><functionItem outputTypeRef="string"><parameters name="a"/></functionItem></itemDefinition>
<itemDefinition name="tMany" isCollection="true"><typeRef>tStrict</typeRef></itemDefinition>
<itemDefinition name="tHolder"><itemComponent name="f"><typeRef>tStrict</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tStrict"><functionItem outputTypeRef="string">
  <parameters name="a" typeRef="string"/><parameters name="b" typeRef="number"/>
</functionItem></itemDefinition>
<itemDefinition name="tTree"><itemComponent name="sub"><typeRef>tTree</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
"""
STRICT = '(function(a: string, b: number) "x")'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('(function() "x") instance of tAny', True),
        ('(function(a) "x") instance of tAny', False),
        ('(function() "x") instance of tText', True),
        ("(function() 1) instance of tText", False),
        ('(function(a) "x") instance of tLoose', True),
        (f"{STRICT} instance of tStrict", True),
        ('(function(a: string, b: string) "x") instance of tStrict', False),
        (f"[{STRICT}, {STRICT}] instance of tMany", True),
        (f'[{STRICT}, "x"] instance of tMany', False),
        (f"{{f: {STRICT}}} instance of tHolder", True),
        ('{f: function(a: string, b: string) "x"} instance of tHolder', False),
        ("{sub: {sub: null}} instance of tTree", True),
        ("{sub: {}} instance of tTree", False),
        # A type's shape counts, not its allowed values.
        ("200 instance of tAge", True),
        ("(function(a: tAge) a) instance of function<number>->tAge", True),
    ],
)
def test_a_function_is_of_a_type_by_its_arguments_and_result(text: str, expected: bool) -> None:
    outcome = model(TYPES, decision("D", literal(text))).decide("D", {})
    assert outcome.value is expected
