"""Every behaviour is shown twice: on a case kept in memory, and on one saved and loaded before each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from tests.engine.bpmn.drawing import Drive, Recorder, read

Begin = Callable[..., Drive]


@pytest.fixture(params=[False, True], ids=["kept", "saved"])
def begin(request: pytest.FixtureRequest) -> Begin:
    def start(*bodies: str, host: Recorder | None = None, **data: object) -> Drive:
        return Drive(read(*bodies), host or Recorder(), cast(bool, request.param), **data)

    return start
