"""PDF files: every page drawn and bound into a new document; runs in the decoding process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw as pdfium

from engine.evidence.limits import Limits
from engine.evidence.picture import fresh, likeness, save_thumbnail
from engine.evidence.refusals import Unfit

POINTS_PER_INCH = 72
RESOLUTION = 150


def copy(folder: Path, limits: Limits) -> dict[str, Any]:
    """Write a PDF of pictures and a thumbnail: no script, form, link, attachment or author survives."""
    with _opened(folder / "original") as source:
        _check(source, limits)
        # Stamps and signatures of offices are form fields: without this they would not be drawn.
        source.init_forms()
        pages = _drawn(source, limits)
        first = next(pages)
        with (folder / "working").open("wb") as out:
            first.save(
                out,
                "PDF",
                save_all=True,
                append_images=pages,
                resolution=RESOLUTION,
                quality=limits.quality,
                # No date of making: the same document gives the same copy.
                creationDate=None,
                modDate=None,
            )
        save_thumbnail(first, folder, limits)
        told = {"pages": len(source), "pixels": list(first.size), "likeness": likeness(first)}
    return told | {"taken_at": None, "gps": None}


def _opened(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unfit("encrypted" if "password" in str(error).lower() else "broken") from error


def _check(source: Any, limits: Limits) -> None:
    if pdfium.FPDF_GetSecurityHandlerRevision(source.raw) != -1:
        raise Unfit("encrypted")
    if len(source) == 0:
        raise Unfit("broken")
    if len(source) > limits.max_pages:
        raise Unfit("too_many_pages")


def _drawn(source: Any, limits: Limits) -> Iterator[Image.Image]:
    for number in range(len(source)):
        page = source[number]
        longest = max(page.get_size())
        if longest > limits.max_page_points or min(page.get_size()) < 1:
            raise Unfit("too_large_page")
        scale = min(RESOLUTION / POINTS_PER_INCH, limits.copy_side / longest)
        yield fresh(page.render(scale=scale).to_pil())
        page.close()
