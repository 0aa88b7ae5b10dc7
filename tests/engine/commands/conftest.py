"""The command line as a person meets it: words in, exit code and words out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.__main__ import main


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Phananh = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def phananh(folder: Path) -> Phananh:
    """Call `phananh` on an installation in `folder`."""

    def call(*words: object) -> Said:
        said = CliRunner().invoke(main, [str(word) for word in words], env={"PHANANH_DATA": str(folder)})
        if said.exception and not isinstance(said.exception, SystemExit):
            raise said.exception
        return Said(said.exit_code, said.stdout, said.stderr)

    return call


@pytest.fixture
def installed(phananh: Phananh) -> Said:
    """A fresh installation and what `init` said about it."""
    said = phananh("init", "--json")
    assert said.code == 0, said.err
    return said
