"""Where Chromium lies on this machine."""

from __future__ import annotations

import shutil

BINARIES = ("chromium-headless-shell", "chromium", "google-chrome")


def binary() -> str | None:
    return next((path for name in BINARIES if (path := shutil.which(name))), None)
