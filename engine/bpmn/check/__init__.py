"""What a diagram, a table, a form or a whole release must pass before anything of it may run."""

from engine.bpmn.check.diagrams import check_bpmn
from engine.bpmn.check.folder import check_paths
from engine.bpmn.check.surroundings import Surroundings
from engine.bpmn.check.table import dialect_as_markdown

__all__ = ["Surroundings", "check_bpmn", "check_paths", "dialect_as_markdown"]
