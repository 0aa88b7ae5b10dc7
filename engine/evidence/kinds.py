"""What a file is, by its first bytes; its name and what the browser claims are never asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One sort of file we take."""

    media_type: str
    ending: str
    decoder: str


JPEG = Kind("image/jpeg", ".jpg", "JPEG")
PNG = Kind("image/png", ".png", "PNG")
WEBP = Kind("image/webp", ".webp", "WEBP")
HEIC = Kind("image/heic", ".heic", "HEIF")
PDF = Kind("application/pdf", ".pdf", "PDF")

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
MAX_NAME = 100


def kind_of(head: bytes) -> Kind | None:
    """The kind the file starts as; whether it really is one only the decoder can tell."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    return PDF if head.startswith(b"%PDF-") else None


def display_name(filename: str, kind: Kind) -> str:
    """The sender's name for the file, fit to be shown; never used as a path."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    stem = re.sub(r"[<>:\"|?*;=%\s]+", " ", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", seen)).strip(" .-")
    return (stem[:MAX_NAME] or ("tệp" if kind is PDF else "ảnh")) + kind.ending
