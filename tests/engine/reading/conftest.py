"""A small province with a release in force, for tests of what lists show."""

from __future__ import annotations

import pytest

from engine.work import Work
from tests import rosters


@pytest.fixture
def province(work: Work) -> Work:
    rosters.add_units(work)
    work.platform.caches["release"] = rosters.add_release(work)
    return work
