"""What a form beside the steps brings along: its official letter and its files stay with the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import forms
from engine.cases.applying import apply_answers

if TYPE_CHECKING:
    from engine.cases.step import Step


@dataclass(frozen=True)
class Paper:
    """A form that was filled in, with all its answers."""

    form: forms.Form
    answers: Mapping[str, Any] = field(default_factory=dict)


def keep_paper(step: Step, paper: Paper | None, purpose: str) -> None:
    """Enter the letter that the form names, and give the case its files."""
    if paper is not None:
        apply_answers(step, paper.form, paper.answers, {"element": purpose, "id": None})
