"""The real servers as child processes: `phananh serve`, `web` and `worker`, killed and started again.

A child is forked from a process that has imported the program and read the procedure already, because a test
starts dozens of them; from there on it runs the command as typed. Two things of it are the test's: its clock
runs some hours ahead, and a named place of the program may be its death.
"""

from __future__ import annotations

import http.client
import logging
import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from engine import __main__, faultpoints, releases
from engine.commands import installation
from engine.notices.mail import Mail, MailFolder
from engine.releases import library
from engine.work import Work, open_platform
from tests.faults.dying import Doom
from tests.faults.serving import Place, procedure, processes

PATIENCE = 60.0
SENT = "sent.txt"


@dataclass
class Node:
    """One server: the command it runs and, while it lives, its process."""

    place: Place
    doom: Doom
    words: tuple[str, ...]
    port: int = 0
    process: Any = None

    def start(self) -> None:
        self.process = processes.Process(target=_run, args=(self.place, self.doom, self._line()), daemon=True)
        self.process.start()

    def _line(self) -> list[str]:
        told = [*self.words, "--data", str(self.place.data), "--database", self.place.url]
        return [*told, "--port", str(self.port)] if self.port else told

    def kill(self) -> None:
        """End it as a power cut would: nothing of it hears about it."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def wait_for_death(self) -> None:
        self.process.join(PATIENCE)
        assert self.process.exitcode == -signal.SIGKILL, f"exit {self.process.exitcode}"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.is_alive()


@dataclass
class Installation:
    """What serves a province: one process on SQLite, pages and clock apart on PostgreSQL."""

    place: Place
    doom: Doom
    port: int = field(default_factory=lambda: free_port())
    nodes: list[Node] = field(init=False)

    def __post_init__(self) -> None:
        alone = self.place.url.startswith("sqlite")
        pages = Node(self.place, self.doom, ("serve",) if alone else ("web",), self.port)
        self.nodes = [pages] if alone else [pages, Node(self.place, self.doom, ("worker",))]

    @property
    def pages(self) -> Node:
        return self.nodes[0]

    def start(self, nodes: Iterable[Node] | None = None) -> None:
        for one in nodes or self.nodes:
            one.start()

    def stop(self) -> None:
        for one in self.nodes:
            if one.alive:
                one.kill()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, "the pages never came up"
            time.sleep(0.03)

    def _answers(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", "/ready")
            return line.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _run(place: Place, doom: Doom, line: list[str]) -> None:
    _prepare(place, doom)
    logging.disable(logging.INFO)
    __main__.main(line, prog_name="phananh")


def _prepare(place: Place, doom: Doom) -> None:
    """What is the test's in this process: the clock, the places of death, and a book of what was sent."""
    vars(installation)["open_platform"] = partial(open_platform, clock=place.now)
    library._read = partial(_known, library._read)
    doom.watch()
    MailFolder.send = _booked(MailFolder.send, place.data)  # type: ignore[method-assign]


def _known(read: Any, work: Work, release_id: int) -> releases.Release:
    """The procedure as it was read before the fork, if it is the one in the database."""
    found: releases.Release = read(work, release_id)
    known = procedure()
    return known if (known.id, known.digest) == (found.id, found.digest) else found


def _booked(send: Any, data: Path) -> Any:
    """Sending that writes down outside the database what went out, and may then be the end."""

    def booked(folder: MailFolder, mail: Mail) -> None:
        send(folder, mail)
        with (data / SENT).open("a") as book:
            book.write(f"{mail.key}\n")
        faultpoints.reached("sent")

    return booked


def sent(place: Place) -> Counter[str]:
    """How often each notice went out."""
    book = place.data / SENT
    return Counter(book.read_text().splitlines() if book.exists() else [])
