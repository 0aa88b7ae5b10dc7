"""A table may refuse answers before they are taken: `guard` on the user task names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import forms

if TYPE_CHECKING:
    from engine.cases.step import Step


def problems_of_guard(step: Step, item: Any, answers: Mapping[str, Any]) -> list[forms.Problem]:
    """What the guard of the task says against these answers: the text of the refusal, or nothing."""
    told = step.release.diagram.user_tasks[item.element]
    if not told.guard or not step.release.has(told.guard):
        return []
    given = {name: len(value) if isinstance(value, list) else value for name, value in answers.items()}
    context = step.host.context({"result": given})
    text = step.release.decide(told.guard, context).value
    if not text:
        return []
    texts = step.release.texts
    vi, en = (texts.say(str(text), {}, language=language) for language in ("vi", "en"))
    first = next((one.key for one in step.release.form(item.form).components if one.kind == "filepicker"), "")
    return [forms.Problem(first, vi, en, str(text))]
