"""What tests of the 731 procedure ask for."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.processes.walking import FILES


@pytest.fixture(scope="session")
def diagram() -> bpmn.Diagram:
    return bpmn.read_diagram(FILES, "cv731")
