"""Who may see which case and do which task; every query of cases passes through `visible`."""

from engine.access.acting import (
    Candidate,
    Choice,
    Grant,
    among,
    candidates,
    may_act,
    must_assign,
    must_hold,
    roles_of,
    roster,
    with_fallback,
)
from engine.access.seeing import (
    may_see,
    may_see_identity,
    must_see,
    must_take_part,
    repairable,
    seen_until,
    visible,
)
from engine.access.verifying import independent, must_be_independent

__all__ = [
    "Candidate",
    "Choice",
    "Grant",
    "among",
    "candidates",
    "independent",
    "may_act",
    "may_see",
    "may_see_identity",
    "must_assign",
    "must_be_independent",
    "must_hold",
    "must_see",
    "must_take_part",
    "repairable",
    "roles_of",
    "roster",
    "seen_until",
    "visible",
    "with_fallback",
]
