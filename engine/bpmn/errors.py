"""What can go wrong when a diagram is read or run; each error carries data, not only text."""

from __future__ import annotations

from collections.abc import Iterable

from engine.findings import Finding


class BpmnError(Exception):
    """A diagram could not be read or run."""


class BrokenDiagram(BpmnError):
    """The files do not make a process this engine can run; `findings` says where and why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("; ".join(str(finding) for finding in self.findings))


class RunError(BpmnError):
    """A running case stopped at an element."""

    def __init__(self, element: str, reason: str) -> None:
        self.element = element
        self.reason = reason
        super().__init__(f"{element}: {reason}")


class StepBudget(RunError):
    """One step ran more elements than a sound diagram ever needs: it turns in a circle."""


class TooDeep(RunError):
    """The case has taken so many turns that its token tree is deeper than the engine may walk."""


class TooLarge(RunError):
    """The case carries more than may be saved: what is kept must be loaded again at every step."""


class NoFlow(RunError):
    """No condition of a gateway holds and it has no default flow."""


class BadTimer(RunError):
    """A timer expression did not give an instant or a duration with a known time zone."""


class BadCollection(RunError):
    """A multi-instance expression did not give a list or a sensible count."""


class ScriptRefused(RunError):
    """Something in a model asked for a script to be run."""


class NotWaiting(BpmnError):
    """The named task is not there, or is not at a point where this can be done to it."""

    def __init__(self, task: str) -> None:
        self.task = task
        super().__init__(f"task {task} is not waiting")


class ForeignState(BpmnError):
    """The saved state was written by another format, library or diagram."""
