"""A province at work: invented reports, scripted officers, and a clock that runs ahead of time."""

from engine.demo.running import run_demo

__all__ = ["run_demo"]
