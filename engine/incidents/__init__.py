"""Steps that failed: kept with what they were doing, so that an administrator can mend and go on."""

from engine.incidents.many import Faults, Outcome, faults, repair_many
from engine.incidents.noting import PAUSE, TRIES, note, resting
from engine.incidents.preview import Preview, preview
from engine.incidents.repairs import MANY, VERBS, Repair, move, repair, retry, skip

__all__ = [
    "MANY",
    "PAUSE",
    "TRIES",
    "VERBS",
    "Faults",
    "Outcome",
    "Preview",
    "Repair",
    "faults",
    "move",
    "note",
    "preview",
    "repair",
    "repair_many",
    "resting",
    "retry",
    "skip",
]
