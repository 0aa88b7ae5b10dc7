"""A mail server of the stage: it remembers what it was given, and fails when told to."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.notices.mail import Mail, NotSent, Rejected

WORKS, FAILS, REJECTS, SLEEPS = "works", "fails", "rejects", "sleeps"
MODES = (WORKS, FAILS, REJECTS, SLEEPS)


@dataclass
class Recorder:
    """Keeps every message handed over, unless its mode says otherwise; asleep, it is handed none."""

    mode: str = WORKS
    sent: list[Mail] = field(default_factory=list)

    @property
    def asleep(self) -> bool:
        return self.mode == SLEEPS

    def send(self, mail: Mail) -> None:
        if self.mode == FAILS:
            raise NotSent("the stage's mail server is down")
        if self.mode == REJECTS:
            raise Rejected("the stage's mail server knows no such address")
        self.sent.append(mail)
