"""How a child process comes to die at a named place, at the moment a test has chosen."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from typing import Any

from engine import faultpoints

LONGEST_NAME = 64
REQUEST, CLOCK = "request", "clock"


@dataclass(frozen=True)
class Doom:
    """Where the next process dies, shared between a test and its servers.

    Without locks of its own: whoever dies with one in hand would keep all others waiting.
    """

    place: Any  # a shared array of bytes
    left: Any  # a shared number: how many more times somebody passes before it happens

    @classmethod
    def none(cls, context: BaseContext) -> Doom:
        return cls(context.RawArray("c", LONGEST_NAME), context.RawValue("i", 0))

    def set(self, place: str, passings: int = 1, *, of: str = REQUEST) -> None:
        """Let the process die that is the n-th to come to this place, in a request or on the clock's turn."""
        self.place.value = f"{of}:{place}".encode()
        self.left.value = passings

    def lift(self) -> None:
        """Spare whoever comes from now on."""
        self.left.value = 0

    def watch(self) -> None:
        """From now on this process dies where it is told to."""
        one_by_one = threading.Lock()

        def reached(point: str) -> None:
            asked = threading.current_thread().name.startswith("waitress")
            here = f"{REQUEST if asked else CLOCK}:{point}".encode()
            with one_by_one:
                if self.left.value <= 0 or self.place.value != here:
                    return
                self.left.value -= 1
                if self.left.value == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        faultpoints.reached = reached
