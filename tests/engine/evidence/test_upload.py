"""What strangers send: good files get clean copies, hostile ones are refused and leave nothing."""

from __future__ import annotations

import io
import struct
import time
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pillow_heif
import pypdfium2
import pytest
from PIL import ExifTags, Image

from engine.evidence import Accepted, Folder, Limits, Refused, keep, read_upload
from engine.evidence.redaction import Box, mask

pillow_heif.register_heif_opener()

MARKER = b"<?php system('MARKER-7731'); ?>"


def picture(width: int = 300, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def photo_exif(orientation: int = 1, offset: str | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "MARKER-7731"
    exif[ExifTags.Base.Orientation] = orientation
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = "2023:05:16 07:42:00"
    if offset:
        camera[ExifTags.Base.OffsetTimeOriginal] = offset
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (12.0, 42.0, 28.01)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (108.0, 3.0, 22.91)
    return exif


def sent(
    content: bytes, tmp_path: Path, name: str = "anh.jpg", limits: Limits | None = None
) -> Accepted | Refused:
    return read_upload(io.BytesIO(content), name, limits, scratch=tmp_path)


def taken(content: bytes, tmp_path: Path, name: str = "anh.jpg") -> Accepted:
    outcome = sent(content, tmp_path, name)
    assert isinstance(outcome, Accepted), outcome
    return outcome


def refused(content: bytes, tmp_path: Path, name: str = "anh.jpg", limits: Limits | None = None) -> str:
    outcome = sent(content, tmp_path, name, limits)
    assert isinstance(outcome, Refused)
    assert outcome.vi and outcome.en
    assert list(tmp_path.iterdir()) == [], "a refused file leaves nothing behind"
    return outcome.code


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")],
)
def test_every_kind_of_photo_is_taken_whatever_its_name(kind: str, media_type: str, tmp_path: Path) -> None:
    accepted = taken(saved(picture(), kind), tmp_path, "bao-cao.exe")
    assert (accepted.kind, accepted.media_type, accepted.pixels) == ("image", media_type, (300, 200))
    working = opened(accepted.working)
    red, _, blue = working.convert("RGB").getpixel((10, 100))  # type: ignore[misc]
    assert (working.format, red > 200, blue < 60) == ("JPEG", True, True)


def test_the_original_is_kept_byte_for_byte(tmp_path: Path) -> None:
    content = saved(picture(), exif=photo_exif())
    accepted = taken(content, tmp_path)
    assert accepted.original.read_bytes() == content
    assert accepted.size == len(content)


def test_time_and_place_are_read_and_then_gone_from_the_copies(tmp_path: Path) -> None:
    accepted = taken(saved(picture(), exif=photo_exif()), tmp_path)
    assert accepted.gps == pytest.approx((12.707781, 108.056364), abs=1e-5)
    assert accepted.taken_at == datetime(2023, 5, 16, 7, 42, tzinfo=timezone(timedelta(hours=7)))
    for copy in (accepted.working, accepted.thumbnail):
        assert b"MARKER-7731" not in copy.read_bytes()
        assert not opened(copy).getexif()


def test_a_camera_that_names_its_offset_is_believed(tmp_path: Path) -> None:
    accepted = taken(saved(picture(), exif=photo_exif(offset="+09:00")), tmp_path)
    assert accepted.taken_at == datetime(2023, 5, 16, 7, 42, tzinfo=timezone(timedelta(hours=9)))


def test_a_photo_taken_upright_is_turned_upright(tmp_path: Path) -> None:
    accepted = taken(saved(picture(), exif=photo_exif(orientation=6)), tmp_path)
    working = opened(accepted.working)
    assert accepted.pixels == working.size == (200, 300)
    assert working.convert("RGB").getpixel((100, 20))[0] > 200  # type: ignore[index]


def test_damaged_notes_of_a_camera_are_no_reason_to_refuse_its_photo(tmp_path: Path) -> None:
    content = saved(picture(), exif=photo_exif(orientation=6))
    notes = content.index(b"Exif\0\0") + 6
    for at in range(10, 90, 8):  # counts and offsets of the entries
        damaged = content[: notes + at] + b"\xf0\xff" + content[notes + at + 2 :]
        assert opened(taken(damaged, tmp_path).working).size in {(300, 200), (200, 300)}


def test_a_large_photo_becomes_a_small_copy_and_a_smaller_thumbnail(tmp_path: Path) -> None:
    accepted = taken(saved(picture(4000, 3000)), tmp_path)
    assert accepted.pixels == (4000, 3000)
    assert opened(accepted.working).size == (2000, 1500)
    assert opened(accepted.thumbnail).size == (480, 360)


@pytest.mark.parametrize("where", ["comment", "tail", "profile", "xmp", "text"])
def test_what_hides_in_a_picture_does_not_reach_the_copies(where: str, tmp_path: Path) -> None:
    content = {
        "comment": lambda: saved(picture(), comment=MARKER),
        "tail": lambda: saved(picture()) + MARKER,
        "profile": lambda: saved(picture(), icc_profile=MARKER),
        "xmp": lambda: saved(picture(), xmp=MARKER),
        "text": lambda: saved(picture(), "PNG") + MARKER,
    }[where]()
    accepted = taken(content, tmp_path)
    assert MARKER in accepted.original.read_bytes()
    for copy in (accepted.working, accepted.thumbnail):
        assert b"MARKER-7731" not in copy.read_bytes()


def test_a_transparent_picture_stands_on_white(tmp_path: Path) -> None:
    accepted = taken(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), tmp_path)
    assert opened(accepted.working).getpixel((25, 25)) == (255, 255, 255)


def png_bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises more than it holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("empty", b""),
        ("unknown_kind", b"GIF89a" + b"\0" * 100),
        ("unknown_kind", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("unknown_kind", b"<html><script>alert(1)</script>"),
        ("unknown_kind", b"PK\x03\x04" + b"\0" * 100),
        ("unknown_kind", b"MZ" + b"\0" * 100),
        ("unknown_kind", b"GIF89a/*" + b"%PDF-1.4" + b"*/=1;"),
        ("unknown_kind", saved(picture(), "TIFF")),
        ("unknown_kind", saved(picture(), "AVIF")),
        ("broken", b"\xff\xd8\xff" + b"\0" * 100),
        ("broken", b"\xff\xd8\xff<html><script>alert(1)</script>"),
        ("broken", saved(picture(800, 600))[:-3000]),
        ("broken", saved(picture(800, 600), "PNG")[:300]),
        ("broken", saved(picture(), "WEBP")[:60]),
        ("broken", saved(picture(), "HEIF")[:400]),
        ("broken", b"%PDF-1.7\nnothing"),
        ("too_many_pixels", png_bomb(60000, 60000)),
        ("too_many_pixels", png_bomb(6401, 6401)),
    ],
)
def test_hostile_and_broken_files_are_refused(code: str, content: bytes, tmp_path: Path) -> None:
    assert refused(content, tmp_path) == code


def test_a_file_over_the_limit_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    stream = io.BytesIO(b"\xff\xd8\xff" + b"x" * 1_000_000)
    outcome = read_upload(stream, "a.jpg", Limits(max_bytes=100_000), scratch=tmp_path)
    assert isinstance(outcome, Refused)
    assert (outcome.code, stream.tell()) == ("too_big", 100_001)


def test_a_decoder_that_asks_for_too_much_memory_is_stopped(tmp_path: Path) -> None:
    content = saved(Image.new("RGB", (6000, 6000)), "PNG")
    assert refused(content, tmp_path, limits=Limits(memory=150 * 1024 * 1024)) == "too_costly"


def test_a_decoder_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    assert refused(saved(picture()), tmp_path, limits=Limits(wall_seconds=0.01)) == "too_costly"


def test_the_largest_picture_we_take_fits_in_the_memory_we_give(tmp_path: Path) -> None:
    accepted = taken(saved(Image.new("RGB", (6320, 6320), "green"), "PNG"), tmp_path)
    assert accepted.pixels == (6320, 6320)


def pdf_with_script() -> bytes:
    """A page, a script run on opening, and the author's name."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('MARKER-7731'\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length 32>>stream\n1 0 0 rg 100 100 300 300 re f   \nendstream",
        b"<</Author(MARKER-7731)>>",
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )


def blank_pdf(pages: int, size: tuple[float, float] = (595, 842)) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(*size)
    document.save(out)
    return out.getvalue()


def test_a_pdf_is_redrawn_without_its_script_and_author(tmp_path: Path) -> None:
    accepted = taken(pdf_with_script(), tmp_path, "Quyết định 1523.pdf")
    assert (accepted.kind, accepted.name, accepted.pages) == ("document", "Quyết định 1523.pdf", 1)
    copy = accepted.working.read_bytes()
    assert b"MARKER-7731" in accepted.original.read_bytes()
    assert all(
        word not in copy for word in (b"MARKER-7731", b"JavaScript", b"OpenAction", b"/Author", b"Date")
    )
    drawn = pypdfium2.PdfDocument(copy)
    red, green, _ = drawn[0].render().to_pil().convert("RGB").getpixel((250, 600))
    assert (len(drawn), red > 200, green < 60) == (1, True, True)
    drawn.close()


def test_a_pdf_keeps_the_number_of_its_pages(tmp_path: Path) -> None:
    accepted = taken(blank_pdf(3), tmp_path)
    copy = pypdfium2.PdfDocument(accepted.working)
    assert accepted.pages == len(copy) == 3
    copy.close()


@pytest.mark.parametrize(
    ("code", "content"),
    [("too_many_pages", blank_pdf(31)), ("too_large_page", blank_pdf(1, (9000, 9000)))],
)
def test_a_pdf_beyond_the_limits_is_refused(code: str, content: bytes, tmp_path: Path) -> None:
    assert refused(content, tmp_path) == code


def test_a_protected_pdf_is_refused(tmp_path: Path) -> None:
    protected = pdf_with_script().replace(
        b"/Info 5 0 R",
        b"/Info 5 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<" + b"28" * 32 + b">/U<" + b"41" * 32 + b">>>",
    )
    assert refused(protected, tmp_path) == "encrypted"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\a\\anh.PNG", "anh.jpg"),
        ("anh\u202egpj.exe", "anhgpj.jpg"),
        ("<script>alert(1)</script>.jpg", "script.jpg"),
        ("", "ảnh.jpg"),
        ("...", "ảnh.jpg"),
        ("Ổ gà Phan Chu Trinh.jpeg", "Ổ gà Phan Chu Trinh.jpg"),
        ("a" * 500 + ".jpg", "a" * 100 + ".jpg"),
        ('x";\r\nSet-Cookie: a=b.jpg', "x Set-Cookie a b.jpg"),
    ],
)
def test_names_are_fit_to_be_shown(given: str, shown: str, tmp_path: Path) -> None:
    assert taken(saved(picture()), tmp_path, given).name == shown


def test_leaving_the_with_block_removes_what_was_not_kept(tmp_path: Path) -> None:
    with taken(saved(picture()), tmp_path):
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_kept_files_are_in_the_store_and_nowhere_else(tmp_path: Path) -> None:
    files, scratch = Folder(tmp_path / "store"), tmp_path / "scratch"
    scratch.mkdir()
    accepted = taken(saved(picture(), exif=photo_exif()), scratch)
    kept = keep(files, accepted)
    assert kept.original == accepted.sha256
    assert all(files.exists(key) for key in (kept.original, kept.working, kept.thumbnail))
    assert list(scratch.iterdir()) == []


def test_a_resized_picture_looks_alike_and_another_does_not(tmp_path: Path) -> None:
    gradient = Image.linear_gradient("L").rotate(90).convert("RGB")
    first, again, other = (
        int(taken(saved(image), tmp_path).likeness, 16)
        for image in (gradient, gradient.resize((900, 900)), gradient.rotate(180))
    )
    assert (first ^ again).bit_count() <= 6 < 30 < (first ^ other).bit_count()


def test_masked_parts_of_a_picture_are_gone() -> None:
    out = Image.open(io.BytesIO(mask(saved(picture()), [Box(0.5, 0, 1.5, 1)])))
    assert max(out.convert("RGB").getpixel((250, 100))) < 10  # type: ignore[arg-type]
    assert out.convert("RGB").getpixel((20, 100))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize("edges", [(0.5, 0, 0.5, 1), (0.6, 0, 0.5, 1), (0, 0, float("nan"), 1)])
def test_a_box_without_area_is_refused(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="box"):
        Box(*edges)


def test_a_phone_photo_is_ready_while_its_sender_still_looks(tmp_path: Path) -> None:
    content = saved(Image.effect_noise((4000, 3000), 20).convert("RGB"), quality=70)
    started = time.perf_counter()
    taken(content, tmp_path)
    assert time.perf_counter() - started < 10
