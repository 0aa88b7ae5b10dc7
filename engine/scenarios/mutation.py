"""Take each flow, timer and table row out in turn and see whether any scenario notices."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from engine import dmn
from engine.releases import Release
from engine.scenarios.crew import crew, own_stage
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


@dataclass(frozen=True)
class Outcome:
    """What a run of all mutants found."""

    tried: tuple[Mutant, ...]
    survivors: tuple[Survivor, ...]


def mutate(scenarios: Sequence[Scenario], stage: Stage, *, minutes: float, jobs: int) -> Outcome:
    """Run every mutant and list those that no scenario noticed."""
    ends = time.monotonic() + minutes * 60
    traces = list(_traces(scenarios, stage))
    found = mutants(stage.whole)
    return Outcome(tuple(found), tuple(_survivors(found, traces, stage, ends, jobs)))


def _traces(scenarios: Sequence[Scenario], stage: Stage) -> Iterator[Trace]:
    """Play everything once on the whole release; a scenario that fails already proves nothing."""
    original = stage.whole
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


def _survivors(
    found: Sequence[Mutant], traces: Sequence[Trace], stage: Stage, ends: float, jobs: int
) -> list[Survivor]:
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
    with crew(stage, jobs) as pool:
        for outcome in pool.map(partial(_try, ends=ends), queue, chunksize=4):
            if outcome is not None:
                survivors.append(outcome)
    return survivors


def _try(task: tuple[Mutant, list[Path]], ends: float) -> Survivor | None:
    """Play the scenarios near a mutant until one notices; None when one does."""
    mutant, paths = task
    stage = own_stage()
    if time.monotonic() > ends:
        return Survivor(mutant, NOT_RUN)
    try:
        _put(stage, _mutated(stage.whole, mutant))
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
