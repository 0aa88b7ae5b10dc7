"""A release's form on an officer's page: drawing it, reading it, and its pictures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

import forms
from engine.cases import files as case_files
from engine.cases.opening import evaluate
from engine.cases.tasks import Task
from engine.releases import Release
from webui import here

Uploads = Mapping[str, list[forms.File | forms.RefusedFile]]
_MOST_BUTTONS = 3


@dataclass(frozen=True)
class Bar:
    """A first question with two or three answers becomes the buttons of the page's foot."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def submit_label(release: Release, name: str) -> str:
    """What the form's own button says."""
    read = json.loads(release.files[f"forms/{name}.form"])
    button: dict[str, Any] = next((one for one in read["components"] if one.get("type") == "button"), {})
    english = button.get("properties", {}).get("label_en") if here.language() == "en" else None
    return str(english or button.get("label") or "")


def bar_of(form: forms.Form, values: Mapping[str, Any]) -> Bar | None:
    """The deciding question, if the form begins with one."""
    first = form.components[0] if form.components else None
    if first is None or first.kind != "radio" or not first.rules.required or first.default is not None:
        return None
    options = first.choices.fixed
    if first.hide or not 2 <= len(options) <= _MOST_BUTTONS:
        return None
    language = here.language()
    said = tuple((one.text, (language == "en" and one.label_en) or one.label) for one in options)
    chosen = str(values.get(first.key) or "")
    return Bar(first.key, first.says(language), said, chosen if chosen in dict(said) else "")


def draw(
    task: Task, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> tuple[Bar | None, Markup]:
    """The deciding buttons, if any, and the fields."""
    bar = bar_of(task.form, values)
    form, context = task.form, dict(task.context)
    if bar is not None:
        form = replace(form, components=form.components[1:])
        # The question stands in the foot; the other fields' conditions still ask for its answer.
        context[bar.key] = bar.chosen or None
    content = forms.render(
        form,
        values,
        problems,
        evaluate,
        context,
        task.lookups,
        language=here.language(),
    )
    return bar, content


def prefilled_by_address(task: Task) -> dict[str, Any]:
    """The values to start with; a link may choose the answer of the deciding question."""
    values = dict(task.values)
    bar = bar_of(task.form, values)
    asked = request.args.get("chon", "")
    if bar is not None and asked in dict(bar.options):
        values[bar.key] = asked
    return values


def submitted(task: Task) -> MultiDict[str, str]:
    """What was sent; a page that is only drawn again keeps the deciding answer it showed."""
    sent: MultiDict[str, str] = MultiDict(request.form)
    bar = bar_of(task.form, {})
    shown = request.form.get("_shown", "")
    if bar is not None and bar.key not in sent and shown in dict(bar.options):
        sent[bar.key] = shown
    return sent


def reveals(task: Task, problems: Sequence[forms.Problem]) -> bool:
    """Whether pressing a deciding button has only opened its fields: they were not on the page before."""
    bar = bar_of(task.form, request.form)
    if bar is None or not bar.chosen or request.form.get("_shown", "") == bar.chosen:
        return False
    return all(problem.key not in request.form for problem in problems)


def newly_shown(task: Task) -> dict[str, object]:
    """What fields start with that the page had not shown before; a box left unticked is not one of them."""
    return {
        name: value
        for name, value in task.values.items()
        if isinstance(value, str) and name not in request.form
    }


def read(task: Task, sent: Uploads) -> forms.Reading:
    """What was typed, read along the form."""
    return task.form.read(submitted(task), sent, evaluate, task.context, task.lookups)


def kept(form: forms.Form, case_id: int) -> Uploads:
    """The files that an earlier try of this form had sent."""
    named = forms.kept_files(form, request.form)
    officer = here.standing().officer_id
    with here.platform().look() as work:
        return {
            name: [*case_files.owned(work, ids, officer=officer, case_id=case_id)]
            for name, ids in named.items()
        }


def uploads(form: forms.Form, case_id: int, purpose: str = "evidence") -> Uploads:
    """Those, and what was sent now, which is kept first so that a form with a mistake does not lose it."""
    return {name: [*old, *_new(name, case_id, purpose)] for name, old in kept(form, case_id).items()}


def _new(name: str, case_id: int, purpose: str) -> list[forms.File | forms.RefusedFile]:
    return [
        case_files.keep_upload(
            here.platform(),
            cast(BinaryIO, sent.stream),
            sent.filename or "",
            purpose=purpose,
            officer=here.standing().officer_id,
            case_id=case_id,
        )
        for sent in request.files.getlist(name)
        if sent.filename
    ]
