"""The process that opens what strangers send: `python -m engine.evidence.decode`, bounded by the kernel.

It reads one order as JSON, writes `working` and `thumbnail` beside `original`, and tells what it saw.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

from engine.evidence.limits import Limits
from engine.evidence.refusals import Unfit


def bind(limits: Limits) -> None:
    """From here on the kernel ends us if the file asks for more than its share."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def decode(folder: Path, decoder: str, limits: Limits) -> dict[str, Any]:
    """Open the original as one kind of file only, and write its safe copies."""
    if decoder == "PDF":
        from engine.evidence import document

        return document.copy(folder, limits)
    from engine.evidence import picture

    return picture.copy(folder, decoder, limits)


def main() -> None:
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    bind(limits)
    warnings.simplefilter("error")
    # Only what a camera noted beside the picture is read there, and a photo stands without its notes.
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")
    try:
        told = decode(Path(order["folder"]), order["decoder"], limits)
    except Unfit as unfit:
        told = {"refused": unfit.code}
    except MemoryError:
        told = {"refused": "too_costly"}
    except Exception:  # Decoders raise whatever they like on hostile input, and here it all means the same.
        told = {"refused": "broken"}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
