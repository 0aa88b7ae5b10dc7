"""Two servers start in one empty folder at the same moment, or one dies while it does."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from engine.keys import Keys


def test_servers_that_start_together_share_one_set_of_keys(tmp_path: Path) -> None:
    gate, found = threading.Barrier(8), []

    def start() -> None:
        gate.wait()
        found.append(Keys.load(tmp_path / "keys.json"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [Keys.load(tmp_path / "keys.json")] * 8


def test_keys_are_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(json, "dump", die)
        Keys.load(tmp_path / "keys.json")
    assert Keys.load(tmp_path / "keys.json") == Keys.load(tmp_path / "keys.json")
