"""Logs on stderr: lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

FIELDS = ("method", "endpoint", "status", "ms", "officer")
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """When (UTC), how grave, from where and what; of an error its kind and the lines it passed.

    The words of an error are left out: they may quote what a person wrote. So no line can be forged either,
    since JSON escapes every line end.
    """

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["trace"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(told, ensure_ascii=False, default=str)


def to_stderr(form: str = "text") -> None:
    """Begin to log, for people (`text`) or for programs (`json`)."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # They report every wake-up and token. The scheduler also warns when it leaves out a turn because the
    # last one still runs, which is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("spiff").setLevel(logging.WARNING)
    # In a crowd they would say so for every request; metrics count them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if form != "json":
        logging.getLogger("phananh.requests").setLevel(logging.WARNING)
