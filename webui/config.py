"""How one installation is reached, and where its files lie: read from the environment once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from engine.work import Platform, open_platform

_REFERENCE = Path(__file__).parents[1] / "processes" / "dak-lak"


@dataclass(frozen=True)
class Config:
    """How pages are reached: by https or not, behind how many proxies; the folder of places; who may
    read the metrics from afar."""

    https: bool = False
    proxies: int = 0
    reference: Path = _REFERENCE
    metrics_token: str = ""

    @classmethod
    def from_environment(cls) -> Config:
        return cls(
            https=os.environ.get("PHANANH_HTTPS", "") == "1",
            proxies=int(os.environ.get("PHANANH_PROXIES", "0")),
            reference=Path(os.environ.get("PHANANH_REFERENCE", str(_REFERENCE))),
            metrics_token=os.environ.get("PHANANH_METRICS_TOKEN", ""),
        )


def platform_from_environment() -> Platform:
    """The installation that PHANANH_DATA and PHANANH_DATABASE name."""
    data = Path(os.environ.get("PHANANH_DATA", "var"))
    platform = open_platform(data, os.environ.get("PHANANH_DATABASE"))
    platform.domain = os.environ.get("PHANANH_DOMAIN", platform.domain)
    return platform
