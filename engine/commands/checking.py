"""`phananh check`, told what this system knows: a mistyped operation or role is found before it runs."""

from __future__ import annotations

from engine.bpmn.check import Surroundings
from engine.bpmn.check.command import check_command
from engine.cases.operations import OPERATIONS
from engine.people.officers import ROLES_OF_KIND


def surroundings() -> Surroundings:
    """What a diagram may refer to beyond its own release."""
    roles = frozenset[str]().union(*ROLES_OF_KIND.values())
    return Surroundings(operations=frozenset(OPERATIONS), roles=roles)


check = check_command(surroundings)
