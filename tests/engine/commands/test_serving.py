"""Processes that run until they are told to stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from tests.engine.commands.conftest import Phananh, Said

ROOT = Path(__file__).parents[3]
PATIENCE = 30


@contextmanager
def _running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PHANANH_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "engine", *words]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _health(port: int, process: subprocess.Popen[str]) -> dict[str, str]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready") as answer:
                return dict(json.load(answer))
        except URLError:
            time.sleep(0.1)
    pytest.fail(
        f"no answer: {process.stderr.read() if process.poll() is not None and process.stderr else ''}"
    )


def _stopped(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)


@pytest.mark.parametrize("command", ["serve", "web"])
def test_pages_answer_until_the_process_is_told_to_stop(installed: Said, folder: Path, command: str) -> None:
    port = _free_port()
    with _running(folder, command, "--port", str(port)) as process:
        assert _health(port, process)["status"] == "ok"
        assert _stopped(process) == 0


def test_pages_say_that_they_leave_before_they_go(installed: Said, folder: Path) -> None:
    port = _free_port()
    with _running(folder, "web", "--port", str(port), "--notice", "3") as process:
        _health(port, process)
        process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 3
        reasons: list[str] = []
        while time.monotonic() < until and not reasons:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ready").close()
            except HTTPError as answer:  # a balancer sends nobody here any more
                reasons = json.load(answer)["reasons"]
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/gui") as page:
                    assert page.status == 200  # but who comes is still served
        assert reasons == ["leaving"]
        assert process.wait(PATIENCE) == 0


def test_a_worker_counts_what_it_does(installed: Said, folder: Path) -> None:
    port = _free_port()
    with _running(folder, "worker", "--metrics-port", str(port), "--log", "json") as process:
        assert process.stderr
        assert json.loads(process.stderr.readline())["logger"] == "phananh.scheduler"
        time.sleep(2)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as page:
            assert 'phananh_job_seconds_count{job="timers"}' in page.read().decode()
        assert _stopped(process) == 0


def test_a_worker_runs_the_clock_until_it_is_told_to_stop(installed: Said, folder: Path) -> None:
    with _running(folder, "worker") as process:
        assert process.stderr
        assert "the clock runs" in process.stderr.readline()
        time.sleep(3)  # the jobs have had their turn
        assert _stopped(process) == 0
        assert process.stderr.read() == ""


def test_serve_brings_an_empty_database_up_to_date(phananh: Phananh, folder: Path) -> None:
    port = _free_port()
    with _running(folder, "serve", "--port", str(port)) as process:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ready")
            except HTTPError as answer:
                assert answer.code == 503  # it runs, and says that no procedure is in force
                answer.close()
                break
            except URLError:
                time.sleep(0.1)
        assert _stopped(process) == 0
    assert phananh("tick").code == 0


@pytest.mark.parametrize("command", ["web", "worker"])
def test_nodes_beside_others_never_change_the_schema(phananh: Phananh, command: str) -> None:
    said = phananh(command)
    assert said.code == 1 and "phananh migrate" in said.err
