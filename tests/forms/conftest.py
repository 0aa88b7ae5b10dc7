"""Forms are tested with a stand-in for FEEL: Python expressions over the same data, null where FEEL says null."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

import pytest

import forms
from forms import Evaluate

# The few expressions tests use, written so that both FEEL and Python read them alike.
_ALLOWED = (
    ast.Expression,
    ast.Compare,
    ast.Name,
    ast.Constant,
    ast.Eq,
    ast.NotEq,
    ast.Gt,
    ast.Load,
    ast.BinOp,
    ast.Mult,
)


def python_evaluate(expression: str, context: Mapping[str, object], /) -> object:
    tree = ast.parse(expression.replace(" = ", " == "), mode="eval")
    assert all(isinstance(node, _ALLOWED) for node in ast.walk(tree)), expression
    names = {node.id: context.get(node.id) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    try:
        return eval(compile(tree, "expression", "eval"), {"__builtins__": {}}, names)
    except TypeError:
        return None


def form_of(*components: Any) -> forms.Form:
    """The form that consists of these components."""
    return forms.read_form(json.dumps({"schemaVersion": 19, "components": list(components)}).encode())


@pytest.fixture
def evaluate() -> Evaluate:
    return python_evaluate
