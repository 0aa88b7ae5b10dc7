"""Documents kept small: JSON, deflated against a text that both sides have and nobody has to keep.

What a table decided repeats the words of the table, and the release keeps those already. The first byte tells
the form, so that a later one can be read beside this.
"""

from __future__ import annotations

import json
import zlib

from engine.store.database import dump

_FORM = b"\x01"
# A window of deflate; what lies further back is not seen.
_WINDOW = 32_768
_LARGEST = 64 * 1024 * 1024


def pack(value: object, known: bytes) -> bytes:
    """Return a document as bytes, small where it repeats what is known."""
    packing = zlib.compressobj(6, wbits=-zlib.MAX_WBITS, zdict=known[-_WINDOW:])
    return _FORM + packing.compress(dump(value).encode()) + packing.flush()


def unpack(kept: bytes, known: bytes) -> object:
    """Return the document; `known` must be what it was packed with."""
    if kept[:1] != _FORM:
        raise ValueError(f"a document in the unknown form {kept[:1]!r}")
    packed = zlib.decompressobj(-zlib.MAX_WBITS, known[-_WINDOW:])
    try:
        text = packed.decompress(kept[1:], _LARGEST)
    except zlib.error as damage:
        raise ValueError("a document that is damaged, or was packed with another text") from damage
    if not packed.eof:
        raise ValueError("a document that does not end")
    return json.loads(text)
