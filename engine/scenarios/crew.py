"""Several scenarios at once: each process plays on a stage of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.util import Finalize
from pathlib import Path

from engine.scenarios.playing import Result, play
from engine.scenarios.reading import read_scenario
from engine.scenarios.stage import Stage

_OWN: list[Stage] = []
FIRST = 10  # of what runs when a process ends


def processors() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0))


def play_all(paths: Sequence[Path], stage: Stage, jobs: int) -> Iterator[Result]:
    """Play every file, in the order given; with one job, on the stage itself."""
    if min(jobs, len(paths)) < 2:
        yield from (play(read_scenario(path), stage) for path in paths)
        return
    with crew(stage, min(jobs, len(paths))) as pool:
        yield from pool.map(_play, paths)


def crew(stage: Stage, jobs: int) -> ProcessPoolExecutor:
    """Processes that each hold a stage like this one, and take it away when they end."""
    level = logging.getLogger().getEffectiveLevel()
    return ProcessPoolExecutor(
        jobs, initializer=_begin, initargs=(stage.url, stage.release, stage.province, stage.roster, level)
    )


def _begin(url: str | None, release: Path, province: Path, roster: Path | None, level: int) -> None:
    logging.getLogger().setLevel(level)
    stage = Stage(url, release, province, roster, name=f"scenarios_{os.getpid()}")
    Finalize(None, stage.close, exitpriority=FIRST)
    _OWN.append(stage)


def own_stage() -> Stage:
    """The stage of this process."""
    return _OWN[-1]


def _play(path: Path) -> Result:
    return play(read_scenario(path), own_stage())
