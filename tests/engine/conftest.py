"""What tests of the engine ask for."""

from __future__ import annotations

import pytest

from engine.work import Platform
from tests.clocks import FakeClock
from tests.engine.province import Province, found


@pytest.fixture
def province(platform: Platform, clock: FakeClock) -> Province:
    return found(platform, clock)
