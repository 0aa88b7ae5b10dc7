"""What every template may use: words, dates, icons, the hidden fields of a form, addresses of assets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from math import ceil
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, request, url_for
from markupsafe import Markup, escape

from engine.deadlines import ZONE
from webui import csrf, here, idempotency, words
from webui.icons import icon

# The four numbers are the same in the whole country, so a page shows them even when nothing else works.
EMERGENCY = (
    ("113", "police", "shield"),
    ("114", "fire", "flame"),
    ("115", "ambulance", "cross"),
    ("111", "child", "child"),
)
HOME = ZONE
_STATIC = Path(__file__).parent / "static"
_NUMBER = re.compile(r"\b[A-Z]{1,4}-[0-9]{4}-[0-9]{4,9}(-[0-9]{1,3})?\b")


def say(name: str, **values: object) -> str:
    """An entry of the catalogues in the language of this page."""
    return words.say(name, here.language(), **values)


def moment(at: datetime | None) -> str:
    """`02/03/2026 08:00`, on Vietnam's clock."""
    return at.astimezone(HOME).strftime("%d/%m/%Y %H:%M") if at else ""


def day(at: datetime | date | None) -> str:
    local = at.astimezone(HOME) if isinstance(at, datetime) else at
    return local.strftime("%d/%m/%Y") if local else ""


def hour(at: datetime | None) -> str:
    return at.astimezone(HOME).strftime("%H:%M") if at else ""


def rich(text: str) -> Markup:
    """Text of a release: escaped, with **bold** and line breaks; a report number stays on one line."""
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    safe = _NUMBER.sub(r'<span class="number">\g<0></span>', safe)
    return Markup(safe.replace("\n", "<br>"))  # noqa: S704  escaped above


def dialled(number: str) -> str:
    """The address that a phone calls."""
    return "tel:" + re.sub(r"[^0-9+]", "", number)


@dataclass(frozen=True)
class DueWords:
    """A due time as shown: a state for icon and colour, words, and the instant itself."""

    state: str
    words: str
    instant: str


@dataclass(frozen=True)
class Paging:
    """One page of a list: which, out of how many, and the way to the others."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def address(self, number: int) -> str:
        """This page's address with another page number; filters stay."""
        kept = [(name, value) for name, value in request.args.items(multi=True) if name != "trang" and value]
        return f"{request.path}?{urlencode([*kept, ('trang', number)])}"


def paging(total: int, size: int = 20) -> Paging:
    asked = request.args.get("trang", "1")
    number = int(asked) if re.fullmatch(r"[1-9][0-9]{0,4}", asked) else 1
    return Paging(min(number, max(1, ceil(total / size))), size, total)


def own_address(target: str) -> str:
    """A page of ours to go back to; anything else becomes the home page."""
    plain = re.fullmatch(r"/(?![/\\])[^\x00-\x1f\\]*", target)
    return target if plain else "/"


def hidden_fields() -> Markup:
    """The token and the key that every unsafe form carries."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(csrf.FIELD, csrf.token()) + field.format(idempotency.FIELD, idempotency.kept_key())


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file with its content's hash, so that browsers may keep it for ever."""
    path = _STATIC / name
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


def _globals() -> Mapping[str, object]:
    session = here.session()
    return {
        "language": here.language(),
        "officer": session.standing if session else None,
        "here_address": request.full_path.rstrip("?") if request.method == "GET" else request.path,
    }


def install(app: Flask) -> None:
    said: dict[str, Callable[..., object]] = {
        "say": say,
        "icon": icon,
        "asset": asset,
        "hidden_fields": hidden_fields,
        "knows": words.known,
    }
    app.jinja_env.globals.update(said, emergency_numbers=EMERGENCY)
    app.jinja_env.filters.update(moment=moment, day=day, hour=hour, rich=rich, dialled=dialled)
    app.context_processor(lambda: dict(_globals()))
