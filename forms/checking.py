"""What an analyst should know about a form before it is used, and which data it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from forms.components import Fault
from forms.raw import feel
from forms.schema import CHOICES, CONTAINERS, INPUTS, Field, Form, walk

Paths = Callable[[str], frozenset[tuple[str, ...]]]
# What is wrong with an expression, in Vietnamese and English; None when the FEEL parser can read it.
Mistake = Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True)
class Read:
    """One expression in a form and the data it needs."""

    key: str
    part: str
    expression: str
    paths: frozenset[tuple[str, ...]]


def reads(form: Form, paths: Paths | None = None) -> list[Read]:
    """Every expression of the form; `paths` is the FEEL parser's own answer where one is at hand."""
    find = paths or _rough_paths
    return [
        Read(field.key or field.id, part, expression, find(expression))
        for field in walk(form.components)
        for part, expression in _expressions(field)
    ]


def _expressions(field: Field) -> Iterator[tuple[str, str]]:
    named = [
        ("conditional.hide", field.hide),
        ("expression", field.expression),
        ("valuesExpression", field.choices.expression),
        ("prefill", field.prefill),
        *(("locked", one) for one in field.lock_expressions),
    ]
    yield from ((part, expression) for part, expression in named if expression)
    for part, text in [("label", field.label), ("description", field.description), ("text", field.text)]:
        if whole := feel(text):
            yield part, whole
        yield from (
            (part, slot.strip().removeprefix("=")) for slot in re.findall(r"\{\{(.{1,500}?)\}\}", text)
        )


_KEYWORD = re.compile(
    r"(and|or|not|if|then|else|for|in|return|some|every|satisfies|between|true|false|null|instance|of)\Z"
)
_NAME = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*")


def _rough_paths(expression: str) -> frozenset[tuple[str, ...]]:
    """Names outside string literals that are no keywords and no calls; enough for one-word names."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', expression)
    return frozenset(
        tuple(re.split(r"\s*\.\s*", found.group()))
        for found in _NAME.finditer(bare)
        if not _KEYWORD.match(found.group()) and not bare[found.end() :].lstrip().startswith("(")
    )


def check(form: Form, mistake: Mistake | None = None) -> list[Fault]:
    """Findings on a form that can be used: (component key, code, Vietnamese, English)."""
    found: list[Fault] = []
    for field in walk(form.components):
        found += _check_words(field)
        found += _check_choices(field)
        found += _check_rules(field)
    return found + (list(_check_syntax(form, mistake)) if mistake else [])


def _check_words(field: Field) -> Iterator[Fault]:
    if field.kind in INPUTS | CONTAINERS and not field.label and field.kind != "group":
        yield field.key, "no-label", "Trường này chưa có nhãn.", "This component has no label."
    if field.kind == "dynamiclist" and not field.components:
        yield field.key, "empty-list", "Danh sách này không có cột nào.", "This list has no columns."


def _check_choices(field: Field) -> Iterator[Fault]:
    if field.kind not in CHOICES or not field.choices.fixed:
        return
    values = [one.text for one in field.choices.fixed]
    if len(values) != len(set(values)):
        yield field.key, "double-option", "Hai lựa chọn có cùng giá trị.", "Two options have the same value."
    chosen = field.default if isinstance(field.default, list) else [field.default]
    if any(one is not None and str(one) not in values for one in chosen):
        vi = "Giá trị mặc định không có trong danh sách."
        yield field.key, "bad-default", vi, "The default value is not among the options."


def _check_rules(field: Field) -> Iterator[Fault]:
    rules = field.rules
    if _crossed(rules.min_length, rules.max_length) or _crossed(rules.minimum, rules.maximum):
        vi = "Mức thấp nhất lớn hơn mức cao nhất."
        yield field.key, "empty-range", vi, "The lower bound is above the upper bound."
    if rules.required and field.locked:
        vi = "Trường bắt buộc nhưng không cho nhập."
        yield field.key, "required-locked", vi, "The field is required but cannot be filled in."


def _crossed(least: Decimal | int | None, most: Decimal | int | None) -> bool:
    return least is not None and most is not None and least > most


def _check_syntax(form: Form, mistake: Mistake) -> Iterator[Fault]:
    for field in walk(form.components):
        for part, expression in _expressions(field):
            if told := mistake(expression):
                vi, en = told
                vi, en = f"Biểu thức ở “{part}” sai: {vi}", f"The expression in “{part}” is wrong: {en}"
                yield field.key or field.id, "bad-expression", vi, en
