"""A mail server of the stage: it remembers what it was given, and fails when told to."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.notices.mail import Mail, NotSent


@dataclass
class Recorder:
    """Keeps every message handed over; while `broken`, takes none."""

    broken: bool = False
    sent: list[Mail] = field(default_factory=list)
    refused: int = 0

    def send(self, mail: Mail) -> None:
        if self.broken:
            self.refused += 1
            raise NotSent("the stage's mail server is down")
        self.sent.append(mail)
