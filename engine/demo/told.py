"""The script of the demonstration: a file, since it names tasks and units of one procedure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SCRIPT = Path(__file__).parents[2] / "processes" / "demo" / "courses.yaml"
TOLD: Mapping[str, Any] = yaml.safe_load(SCRIPT.read_text("utf-8"))
