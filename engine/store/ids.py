"""Numbers of rows as people and programs send them."""

from __future__ import annotations

import re

LARGEST = 2**63 - 1  # what both databases can hold
_NUMBER = re.compile(r"[0-9]{1,19}")


def row_number(text: object) -> int | None:
    """The row that a text names; none when no row could have that number."""
    found = _NUMBER.fullmatch(str(text))
    number = int(found.group()) if found else 0
    return number if 0 < number <= LARGEST else None
