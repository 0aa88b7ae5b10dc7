"""What is handed to a channel, and what a channel may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True)
class Mail:
    """One message; its key stays the same when it is sent again, so a receiver may drop the second."""

    key: str
    to: str
    subject: str
    body: str
    channel: str = "email"


class NotSent(Exception):
    """The message could not be handed over now; the channel itself works."""


class Rejected(NotSent):
    """The address takes no message, or this message, now or later."""


class Unavailable(NotSent):
    """The channel is out of order, whatever is sent by it; it may have said when to come again."""

    def __init__(self, reason: str, again_after: timedelta | None = None) -> None:
        self.again_after = again_after
        super().__init__(reason)


class Transport(Protocol):
    """Somewhere a message can be handed to."""

    def send(self, mail: Mail) -> None: ...
