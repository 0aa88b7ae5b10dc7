"""Which release new cases take."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.errors import NotFound
from engine.releases import Release
from engine.store.tables import activations, releases
from engine.work import Platform


def _activate(platform: Platform, process: str, *, hours: int) -> int:
    """A release of that process that comes into force so many hours from now."""
    with platform.work() as work:
        row = {"digest": f"{process}{hours}", "name": process, "process": process, "created_at": work.now}
        made = int(
            work.connection.execute(sa.insert(releases).values(row).returning(releases.c.id)).scalar_one()
        )
        since = work.now + timedelta(hours=hours)
        work.run(
            sa.insert(activations),
            [{"release_id": made, "process": process, "in_force_from": since, "recorded_at": work.now}],
        )
        platform.library.know(Release(made, f"{process}{hours}", {}))
    return made


def test_a_procedure_of_any_name_is_in_force_once_it_was_activated(platform: Platform) -> None:
    made = _activate(platform, "cv3788", hours=-1)
    with platform.look() as work:
        assert platform.library.in_force(work).id == made


def test_the_one_activated_last_counts_and_none_before_its_hour(platform: Platform) -> None:
    old, new = _activate(platform, "cv731", hours=-5), _activate(platform, "cv9000", hours=-2)
    later = _activate(platform, "cv731", hours=3)
    library = platform.library
    with platform.look() as work:
        assert library.in_force(work).id == new
        assert library.in_force(work, "cv731").id == old
        assert library.in_force(work, at=work.now + timedelta(hours=4)).id == later


def test_before_the_first_activation_there_is_none(platform: Platform) -> None:
    with platform.look() as work, pytest.raises(NotFound):
        platform.library.in_force(work)
