"""Scenarios: a procedure lived through on a virtual clock, told in files that an analyst can read."""

from engine.scenarios.playing import Result, play
from engine.scenarios.reading import Mistake, Scenario, read_scenario, scenario_files
from engine.scenarios.stage import Stage

__all__ = ["Mistake", "Result", "Scenario", "Stage", "play", "read_scenario", "scenario_files"]
