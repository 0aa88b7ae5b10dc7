"""How much one upload may cost us."""

from __future__ import annotations

from dataclasses import dataclass

MEGA = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on one file, on its copies and on the process that opens it."""

    max_bytes: int = 15 * MEGA
    max_pixels: int = 40_000_000
    max_pages: int = 30
    max_page_points: int = 4000
    copy_side: int = 2000
    thumbnail_side: int = 480
    quality: int = 85
    cpu_seconds: int = 20
    wall_seconds: float = 40.0
    memory: int = 1024 * MEGA
    written: int = 64 * MEGA
