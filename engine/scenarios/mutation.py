"""Take each flow, timer and table row out in turn and see whether any scenario notices."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click

from engine import dmn
from engine.releases import Release
from engine.scenarios.mutants import Mutant, mutants, without
from engine.scenarios.playing import play
from engine.scenarios.reading import Scenario, read_scenario
from engine.scenarios.stage import Stage

LIVED, NEVER, NOT_RUN = "không kịch bản nào khác đi", "không kịch bản nào đi qua", "chưa chạy, hết giờ"
EQUAL = "bỏ đi cũng như không: mũi tên vào điểm kết thúc trống"
SHARED = ("manifest", "diagram", "models", "texts", "_forms")


@dataclass(frozen=True)
class Watched(Release):
    """A release that notes which rows of its tables fired."""

    fired: set[str] = field(default_factory=set, compare=False, repr=False)

    def decide(self, decision: str, context: Mapping[str, object]) -> dmn.Outcome:
        outcome = super().decide(decision, context)
        self.fired.update(
            f"{table.decision} dòng {rule.index}" for table in outcome.tables for rule in table.rules
        )
        return outcome


@dataclass(frozen=True)
class Survivor:
    """Something nobody missed, and why."""

    mutant: Mutant
    why: str
    tried: int = 0

    def __str__(self) -> str:
        return f"{self.mutant.kind:9} {self.mutant.file}: {self.mutant.name} – {self.why} ({self.tried})"


@dataclass(frozen=True)
class Trace:
    """Where a scenario went, and how long that takes."""

    path: Path
    seconds: float
    passed: frozenset[str]


def mutate(scenarios: Sequence[Scenario], stage: Stage, *, minutes: float, as_json: bool) -> None:
    """Run every mutant and list those that no scenario noticed."""
    ends = time.monotonic() + minutes * 60
    traces = list(_traces(scenarios, stage))
    release = _original(stage)
    found = mutants(release)
    survivors = _survivors(found, traces, stage, ends)
    _tell(found, survivors, as_json)


def _original(stage: Stage) -> Release:
    with stage.template.look() as work:
        return stage.library.release(work, stage.release_id)


def _traces(scenarios: Sequence[Scenario], stage: Stage) -> Iterator[Trace]:
    """Play everything once on the whole release; a scenario that fails already proves nothing."""
    original = _original(stage)
    watched = Watched(original.id, original.digest, original.files)
    _put(stage, watched)
    for scenario in scenarios:
        watched.fired.clear()
        result = play(scenario, stage, trace=True)
        if not result.passed:
            raise click.ClickException(f"kịch bản chưa đạt: {scenario.path}")
        yield Trace(scenario.path, result.seconds, result.passed_elements | watched.fired)
    _put(stage, original)


def _put(stage: Stage, release: Release) -> None:
    """Let the stage's cases run by this release, which keeps what was read of the one before."""
    stage.library.know(release)


def _survivors(found: Sequence[Mutant], traces: Sequence[Trace], stage: Stage, ends: float) -> list[Survivor]:
    survivors: list[Survivor] = []
    queue: list[tuple[Mutant, list[Path]]] = []
    for mutant in found:
        near = sorted(
            (trace for trace in traces if mutant.near <= trace.passed), key=lambda trace: trace.seconds
        )
        if mutant.equal:
            survivors.append(Survivor(mutant, EQUAL))
        elif near:
            queue.append((mutant, [trace.path for trace in near]))
        else:
            survivors.append(Survivor(mutant, NEVER))
    with ProcessPoolExecutor(os.cpu_count(), initializer=_begin, initargs=(stage.release, ends)) as pool:
        for outcome in pool.map(_try, queue, chunksize=4):
            if outcome is not None:
                survivors.append(outcome)
    return survivors


_WORKER: dict[str, object] = {}


def _begin(release: Path, ends: float) -> None:
    """Give each process a stage of its own."""
    stage = Stage(release=release)
    _WORKER.update(stage=stage, original=_original(stage), ends=ends)


def _try(task: tuple[Mutant, list[Path]]) -> Survivor | None:
    """Play the scenarios near a mutant until one notices; None when one does."""
    mutant, paths = task
    stage, original, ends = _WORKER["stage"], _WORKER["original"], _WORKER["ends"]
    assert isinstance(stage, Stage) and isinstance(original, Release) and isinstance(ends, float)
    if time.monotonic() > ends:
        return Survivor(mutant, NOT_RUN)
    try:
        _put(stage, _mutated(original, mutant))
        for path in paths:
            if not play(read_scenario(path), stage).passed:
                return None
    except Exception:  # noqa: BLE001  (whatever breaks, the loss was noticed)
        return None
    return Survivor(mutant, LIVED, len(paths))


def _mutated(original: Release, mutant: Mutant) -> Release:
    """The release without one thing; what was read of its other files is kept."""
    changed = without(original, mutant)
    release = dataclasses.replace(original, files={**original.files, mutant.file: changed})
    kept = {name: vars(original)[name] for name in SHARED if name in vars(original)}
    if mutant.file.endswith(".bpmn"):
        kept.pop("diagram", None)
    else:
        model = dmn.read(changed, mutant.file)
        kept["models"] = {**original.models, **dict.fromkeys(model.decisions, model)}
    vars(release).update(kept)
    return release


def _tell(found: Sequence[Mutant], survivors: Sequence[Survivor], as_json: bool) -> None:
    if as_json:
        rows = [
            {**dataclasses.asdict(each.mutant), "near": sorted(each.mutant.near), "why": each.why}
            for each in survivors
        ]
        click.echo(json.dumps({"mutants": len(found), "survivors": rows}, ensure_ascii=False, indent=1))
        return
    for survivor in survivors:
        click.echo(str(survivor))
    killed = len(found) - len(survivors)
    click.echo(
        f"{len(found)} thay đổi, {killed} bị phát hiện, {len(survivors)} sống sót"
        f" | {len(found)} changes, {len(survivors)} survivors"
    )
