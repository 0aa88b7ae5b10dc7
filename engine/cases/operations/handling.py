"""Operations on results: sent back to be mended, and promises kept or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def record_send_back(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Count how often a result came back; the clock of the one who handles goes on where it stood."""
    step.remember(send_backs=step.recall("send_backs", 0) + 1)
    return None


def record_promise(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Say of the last promise whether it was kept, so that promises and deeds are counted apart."""
    kept = inputs.get("outcome") == "done"
    name = "promises_kept" if kept else "promises_broken"
    step.remember(**{name: step.recall(name, 0) + 1})
    return None
