"""What the tables decided in a case, kept in few bytes and told again in full.

The rows that fired and what went in are packed against the file of the release that the table stands in: its
names, labels and remarks cost nothing there. Rows of before carry them in `rules`.
"""

from __future__ import annotations

from typing import Any

from engine.releases import Release
from engine.store.packing import pack, unpack
from engine.work import Work

# What every reading of a table says besides the words of the table. It is part of the form of what is kept:
# another text needs another column or another first byte.
_FRAME = (
    '{"$feel":"context","value":{"$feel":"number","value":"{"$feel":"date and time","value":"'
    '[{"decision":"","name":"","hit_policy":"COLLECT UNIQUE FIRST","inputs":[["","(lời phản ánh)"],'
    '["",null]],'
    '"rules":[{"index":{"$feel":"number","value":"1"},"id":"ru_","annotation":"; ","outputs":{"":""}}],'
    '"outputs":[],"problems":[],"defaulted":false},{"decision":"'
).encode()


def packed(release: Release, decision: str, tables: object) -> bytes:
    """The readings of tables behind a decision, as they are kept."""
    return pack(tables, _known(release, decision))


def tables_of(work: Work, row: Any) -> object:
    """The readings of tables behind a kept decision, as JSON."""
    if row.told is None:
        return row.rules
    release = work.platform.library.release(work, row.release_id)
    return unpack(row.told, _known(release, row.decision))


def _known(release: Release, decision: str) -> bytes:
    return release.text_of(decision) + _FRAME
