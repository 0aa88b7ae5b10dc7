"""Pictures: opened as one format, turned upright, painted on a fresh canvas; runs in the decoding process."""

from __future__ import annotations

import math
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps

from engine.evidence.limits import Limits
from engine.evidence.refusals import Unfit

# A phone that names no offset means the time on the wall here.
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def copy(folder: Path, decoder: str, limits: Limits) -> dict[str, Any]:
    """Write the working copy and the thumbnail; tell size, time, place and likeness."""
    if decoder == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    # The header's size is judged by us below, before a single pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(folder / "original", formats=[decoder]) as image:
        width, height = image.size
        if width * height > limits.max_pixels:
            raise Unfit("too_many_pixels")
        told = _told(image)
        # JPEG can be decoded at a half or a quarter: asked in the picture's own proportions, or it will not.
        shrunk = min(1.0, limits.copy_side / max(width, height))
        image.draft("RGB", (int(width * shrunk), int(height * shrunk)))
        image.thumbnail((limits.copy_side, limits.copy_side), Image.Resampling.BICUBIC)
        working = fresh(_upright(image))
    turned = (working.width > working.height) != (width > height)
    told["pixels"] = [height, width] if turned else [width, height]
    save(working, folder, limits)
    return told | {"pages": 1, "likeness": likeness(working)}


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its notes say; where they are damaged, as it is."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # As in `_told`: the notes are no reason to refuse the picture.
        return image


def fresh(image: Image.Image) -> Image.Image:
    """The same pixels on a new canvas: no EXIF, XMP, colour profile, comment or trailing bytes."""
    canvas = Image.new("RGB", image.size, "white")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        canvas.paste(layer, mask=layer.getchannel("A"))
    else:
        canvas.paste(image.convert("RGB"))
    return canvas


def save(working: Image.Image, folder: Path, limits: Limits) -> None:
    working.save(folder / "working", "JPEG", quality=limits.quality)
    save_thumbnail(working, folder, limits)


def save_thumbnail(working: Image.Image, folder: Path, limits: Limits) -> None:
    small = working.copy()
    small.thumbnail((limits.thumbnail_side, limits.thumbnail_side))
    small.save(folder / "thumbnail", "JPEG", quality=limits.quality)


def likeness(image: Image.Image) -> str:
    """Difference hash: is each of 8 x 8 spots brighter than its right neighbour?"""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join("1" if grey[i] > grey[i + 1] else "0" for i in range(72) if i % 9 != 8)
    return f"{int(bits, 2):016x}"


def _told(image: Image.Image) -> dict[str, Any]:
    """When and where the picture says it was taken; damaged notes are no reason to refuse a picture."""
    try:
        exif = image.getexif()
        return {"taken_at": _taken_at(exif), "gps": _gps(exif)}
    except Exception:  # EXIF is a maze of its own with as many kinds of errors; without it the photo stands.
        return {"taken_at": None, "gps": None}


def _taken_at(exif: Image.Exif) -> str | None:
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    written = str(camera.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or "")
    offset = str(camera.get(ExifTags.Base.OffsetTimeOriginal) or "")
    found = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", written)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}")
    except ValueError:
        return None
    if re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", offset):
        return moment.isoformat() + offset
    return moment.replace(tzinfo=LOCAL).isoformat()


def _gps(exif: Image.Exif) -> list[float] | None:
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return [latitude, longitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    if not isinstance(parts, tuple | list) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return round(-value if reference == negative else value, 6)
