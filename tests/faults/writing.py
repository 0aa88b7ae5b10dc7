"""A process that takes in reports one after the other and says which were acknowledged; its disk may fail it.

It is run by its name with the folder, how many reports, and the most bytes that any file of it may have.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from engine.cases import opening
from engine.errors import Busy
from engine.work import Platform, open_platform


def take(platform: Platform, number: int) -> bool:
    """Whether the report was acknowledged."""
    sender = opening.Sender(name="Người gửi", phone="0905000111")
    new = opening.NewReport(f"Ổ gà số {number}", commune_code="24133", reporter=sender)
    try:
        with platform.work() as work:
            opening.open_case(work, new, key=f"report-{number}")
    except Busy:
        return False
    return True


def main(folder: str, count: str, most_bytes: str = "0") -> None:
    platform = open_platform(Path(folder))
    if int(most_bytes):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most_bytes), resource.RLIM_INFINITY))
    for number in range(int(count)):
        print(number, "done" if take(platform, number) else "again", flush=True)  # noqa: T201
    platform.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
