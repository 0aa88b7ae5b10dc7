"""Small drawn scenes, so that no real photograph and no real place is in the demonstration."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 640)
Pen = ImageDraw.ImageDraw


def draw(scene: str) -> bytes:
    """The JPEG of a scene: one of SCENES, with `-after` behind it once the matter is settled."""
    subject, _, after = scene.partition("-")
    image = Image.new("RGB", SIZE, (176, 205, 226))
    pen = ImageDraw.Draw(image)
    luck = Random(subject)  # noqa: S311  (the same place before and after, each time it is drawn)
    SCENES[subject](pen, luck, bool(after))
    _caption(pen)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _caption(pen: Pen) -> None:
    """ẢNH MINH HOẠ; the font of the library has no Vietnamese marks, so two are drawn by hand."""
    font = ImageFont.load_default(34)
    left, top = 24, SIZE[1] - 58
    pen.rectangle((0, SIZE[1] - 72, SIZE[0], SIZE[1]), fill=(32, 48, 64))
    pen.text((left, top), "ANH MINH HOA", font=font, fill="white")
    first, whole, last = (pen.textlength(word, font=font) for word in ("A", "ANH MINH HOA", "A"))
    x = left + first / 2
    pen.arc((x - 5, top - 7, x + 5, top + 3), 180, 90, fill="white", width=2)
    x = left + whole - last / 2
    pen.ellipse((x - 3, top + 36, x + 3, top + 42), fill="white")


def _ground(pen: Pen, colour: tuple[int, int, int], horizon: int = 260) -> None:
    pen.rectangle((0, horizon, SIZE[0], SIZE[1]), fill=colour)


def _houses(pen: Pen, luck: Random) -> None:
    for left in range(0, SIZE[0], 160):
        top = luck.randint(110, 190)
        wall = tuple(luck.randint(150, 235) for _ in range(3))
        pen.rectangle((left, top, left + 150, 260), fill=wall)
        pen.polygon([(left - 8, top), (left + 75, top - 46), (left + 158, top)], fill=(150, 72, 58))
        pen.rectangle((left + 55, top + 55, left + 95, 260), fill=(90, 66, 52))


def _road(pen: Pen) -> None:
    pen.polygon([(330, 260), (630, 260), (940, 640), (20, 640)], fill=(92, 94, 98))
    for step in range(5):
        top = 280 + step * 62
        pen.rectangle((474, top, 486 + step * 2, top + 28), fill=(225, 225, 215))


def _pothole(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (134, 152, 108))
    _houses(pen, luck)
    _road(pen)
    if after:
        pen.rounded_rectangle((360, 410, 620, 520), 14, fill=(58, 60, 64))
        return
    edge = [(luck.randint(-14, 14), luck.randint(-10, 10)) for _ in range(8)]
    base = [(360, 450), (420, 412), (500, 404), (580, 420), (624, 462), (570, 510), (470, 522), (396, 500)]
    hole = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(base, edge, strict=True)]
    pen.polygon(hole, fill=(62, 52, 44))
    pen.ellipse((430, 440, 560, 494), fill=(116, 138, 150))


def _rubbish(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (150, 146, 120))
    _houses(pen, luck)
    if after:
        pen.rectangle((430, 350, 530, 500), fill=(42, 122, 76))
        pen.rectangle((420, 336, 540, 356), fill=(30, 92, 58))
        return
    for _ in range(70):
        x, y, wide = luck.randint(180, 760), luck.randint(330, 520), luck.randint(20, 70)
        colour = tuple(luck.randint(40, 230) for _ in range(3))
        pen.ellipse((x, y, x + wide, y + wide // 2), fill=colour)


def _light(pen: Pen, luck: Random, after: bool) -> None:
    pen.rectangle((0, 0, *SIZE), fill=(24, 30, 52))
    _road(pen)
    for left, height in ((120, 330), (780, 330), (300, 200), (660, 200)):
        pen.rectangle((left, 520 - height, left + 10, 520), fill=(130, 134, 140))
        if after:
            pen.ellipse((left - 60, 470 - height, left + 70, 580 - height), fill=(250, 226, 130))
        pen.rectangle((left - 24, 512 - height, left + 34, 528 - height), fill=(160, 164, 170))


def _pavement(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (190, 184, 172))
    _houses(pen, luck)
    pen.rectangle((0, 500, SIZE[0], 570), fill=(92, 94, 98))
    if after:
        return
    for left in range(60, 900, 150):
        pen.rectangle((left, 380, left + 90, 392), fill=(196, 60, 52))
        pen.rectangle((left + 40, 392, left + 50, 440), fill=(80, 80, 80))
        pen.ellipse((left - 20, 400, left + 20, 440), fill=(52, 92, 160))


def _water(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (116, 148, 92))
    pen.polygon(
        [(380, 260), (560, 260), (760, 640), (160, 640)], fill=(86, 150, 190) if after else (96, 84, 58)
    )
    for _ in range(0 if after else 12):
        x, y = luck.randint(300, 620), luck.randint(320, 540)
        pen.ellipse((x, y, x + 42, y + 16), fill=(214, 216, 212))


def _food(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (176, 160, 140), 320)
    pen.rectangle((200, 220, 760, 440), fill=(214, 214, 218))
    for left in range(230, 720, 90):
        pen.ellipse((left, 270, left + 70, 340), fill=(206, 92, 92) if after else (128, 96, 74))
    if after:
        pen.rectangle((560, 240, 740, 300), fill=(250, 246, 210))


def _building(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (160, 156, 140), 480)
    floors = 3 if after else 4
    for floor in range(floors):
        top = 400 - floor * 84
        pen.rectangle((320, top, 640, top + 80), fill=(206, 196, 172))
        for left in (350, 450, 550):
            pen.rectangle((left, top + 18, left + 56, top + 62), fill=(120, 150, 176))


def _office(pen: Pen, luck: Random, after: bool) -> None:
    _ground(pen, (186, 170, 148), 430)
    pen.rectangle((120, 330, 840, 450), fill=(128, 92, 62))
    for left in (200, 420, 640):
        pen.ellipse((left, 210, left + 70, 280), fill=(222, 186, 156))
        pen.rectangle((left - 20, 280, left + 90, 340), fill=(60, 92, 140))
    if after:
        pen.rectangle((360, 90, 600, 150), fill=(196, 44, 44))


def _letter(pen: Pen, luck: Random, after: bool) -> None:
    pen.rectangle((0, 0, *SIZE), fill=(120, 116, 108))
    pen.rectangle((260, 30, 700, 560), fill=(252, 251, 246))
    for top in range(150, 440, 22):
        pen.rectangle((300, top, 300 + luck.randint(220, 360), top + 6), fill=(120, 124, 130))
    pen.ellipse((540, 440, 640, 540), outline=(196, 44, 44), width=6)


SCENES: dict[str, Callable[[Pen, Random, bool], None]] = {
    "pothole": _pothole,
    "rubbish": _rubbish,
    "light": _light,
    "pavement": _pavement,
    "water": _water,
    "food": _food,
    "building": _building,
    "office": _office,
    "letter": _letter,
}

# What is drawn for a field when nothing more fitting is asked for.
OF_FIELD = {
    "urban_infrastructure": "pothole",
    "traffic_safety": "pothole",
    "environment": "rubbish",
    "urban_order": "pavement",
    "food_safety": "food",
    "goods_services_consumer": "food",
    "land_construction": "building",
    "public_duty": "office",
    "child_protection": "office",
}


def scene_of(field: str | None) -> str:
    return OF_FIELD.get(field or "", "office")
