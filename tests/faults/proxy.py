"""A wire between a node and PostgreSQL that a test may cut, slow down, gag or let go dead.

It listens on loopback and passes on what it hears. A dead wire is a real one: the kernel drops every packet
that comes in, so nothing is acknowledged and nobody is told.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

CHUNK = 64 * 1024
WORD = b"COMMIT"
# A packet filter of one instruction: let none of its bytes pass.
_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
_DROP_ALL = struct.pack("HL", 1, ctypes.addressof(_NOTHING))
_ATTACH, _DETACH = 26, 27  # SO_ATTACH_FILTER, SO_DETACH_FILTER
_AT_ONCE = struct.pack("ii", 1, 0)  # a reset instead of a farewell
Gag = Literal["before", "after"]


def drop_all(line: socket.socket) -> None:
    """Let no packet come in any more: to the other side this end is gone, as if without power."""
    line.setsockopt(socket.SOL_SOCKET, _ATTACH, _DROP_ALL)


@dataclass
class Pair:
    """One connection of a node and its other half to the database."""

    near: socket.socket
    far: socket.socket
    gagged: bool = False

    def break_off(self) -> None:
        for one in (self.near, self.far):
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@dataclass
class Wire:
    """All connections to one database."""

    address: sa.URL
    delay: float = 0.0
    gagged: int = 0
    pairs: list[Pair] = field(default_factory=list)
    _gag: Gag | None = None
    _commits_until: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _listener: socket.socket = field(default_factory=socket.socket)

    def __post_init__(self) -> None:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The database as a node reaches it by this wire."""
        port = self._listener.getsockname()[1]
        by_wire = self.address.difference_update_query(["host"]).set(host="127.0.0.1", port=port)
        return by_wire.render_as_string(hide_password=False)

    def cut(self) -> None:
        """Break every connection off; new ones may be made at once."""
        with self._lock:
            cut, self.pairs = self.pairs, []
        for one in cut:
            one.break_off()

    def gag(self, when: Gag, nth: int = 1) -> None:
        """Break off at the n-th commit from now: before the database hears of it, or before its answer is heard."""
        with self._lock:
            self._gag, self._commits_until = when, nth

    def ungag(self) -> None:
        with self._lock:
            self._gag = None

    def go_dead(self) -> None:
        """From now on no packet arrives, not even that which would say so."""
        for one in (self._listener, *(pair.near for pair in self.pairs)):
            drop_all(one)

    def revive(self) -> None:
        """New connections can be made again; those that were dead stay so."""
        self._listener.setsockopt(socket.SOL_SOCKET, _DETACH, 0)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:  # closed
                return
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            far = self._reach()
        except OSError:  # the database is away
            near.close()
            return
        pair = Pair(near, far)
        with self._lock:
            self.pairs.append(pair)
        for pump in (self._ask, self._answer):
            threading.Thread(target=self._pump, args=(pump, pair), daemon=True).start()

    def _reach(self) -> socket.socket:
        if (folder := self.address.query.get("host")) is None:
            return socket.create_connection((str(self.address.host), int(self.address.port or 5432)), 5)
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(Path(str(folder)) / f".s.PGSQL.{self.address.port or 5432}"))
        return far

    def _pump(self, pump: object, pair: Pair) -> None:
        assert callable(pump)
        with suppress(OSError):
            while pump(pair):
                time.sleep(self.delay)
        pair.break_off()
        with self._lock, suppress(ValueError):
            self.pairs.remove(pair)

    def _ask(self, pair: Pair) -> bool:
        heard = pair.near.recv(CHUNK)
        if WORD in heard and (gag := self._due()):
            if gag == "before":
                return False
            pair.gagged = True
        pair.far.sendall(heard)
        return bool(heard)

    def _due(self) -> Gag | None:
        """How this commit is to be cut off, if it is the one."""
        with self._lock:
            self._commits_until -= 1
            if self._gag is None or self._commits_until:
                return None
            gag, self._gag = self._gag, None
            self.gagged += 1
            return gag

    def _answer(self, pair: Pair) -> bool:
        heard = pair.far.recv(CHUNK)
        if pair.gagged:  # it has been done, and nobody hears of it
            return False
        pair.near.sendall(heard)
        return bool(heard)
