"""What can be asked of a moment or duration with a dot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.moments import FarDate, FarMoment, nanos
from engine.feel.temporal.arithmetic import micros
from engine.feel.temporal.zones import time_offset, zone_name
from engine.feel.values import YearsMonths

Reader = Callable[[Any], object]


def _sign(number: int) -> int:
    return -1 if number < 0 else 1


def _part(size: int, modulus: int) -> Reader:
    # Parts of a negative duration are negative: -P1DT2H has -1 days and -2 hours.
    def read(value: dt.timedelta) -> Decimal:
        total = micros(value)
        part = abs(total) // (size * 1_000_000)
        return Decimal(_sign(total) * (part % modulus if modulus else part))

    return read


def _seconds(value: dt.timedelta | dt.time) -> Decimal:
    if isinstance(value, dt.timedelta):
        total = micros(value)
        return _decimals(_sign(total) * (abs(total) % 60_000_000) * 1000 + nanos(value))
    return _decimals((value.second * 1_000_000 + value.microsecond) * 1000 + nanos(value))


def _decimals(nanoseconds: int) -> Decimal:
    return Decimal(nanoseconds) / 1_000_000_000


_DATE: dict[str, Reader] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_TIME: dict[str, Reader] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _seconds,
    "time offset": time_offset,
    "timezone": lambda value: zone_name(value.tzinfo),
}
_PROPERTIES: dict[type, dict[str, Reader]] = {
    dt.date: _DATE,
    FarDate: {**_DATE, "weekday": lambda value: Decimal(value.near.isoweekday())},
    dt.time: _TIME,
    dt.datetime: {**_DATE, **_TIME},
    dt.timedelta: {
        "days": _part(86400, 0),
        "hours": _part(3600, 24),
        "minutes": _part(60, 60),
        "seconds": _seconds,
    },
    YearsMonths: {
        "years": lambda value: Decimal(_sign(value.months) * (abs(value.months) // 12)),
        "months": lambda value: Decimal(_sign(value.months) * (abs(value.months) % 12)),
    },
}


def property_of(value: object, name: str) -> object:
    """Read one property; null when that kind of value has none of that name."""
    if isinstance(value, FarMoment):
        value = value.date if name in _DATE else value.clock
    # A type finer than Python's has the properties of the one it refines.
    known = next((_PROPERTIES[kind] for kind in type(value).__mro__ if kind in _PROPERTIES), {})
    read = known.get(name)
    return read(value) if read else None
