"""Why a file was not taken, in words its sender can act on."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evidence.limits import MEGA, Limits


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and the way out in both languages."""

    code: str
    vi: str
    en: str


class Unfit(Exception):
    """The decoding process met a file that cannot be taken; carries the code of the refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_TEXTS = {
    "empty": (
        "Tệp trống. Xin chọn lại tệp khác.",
        "The file is empty. Please choose another file.",
    ),
    "too_big": (
        "Tệp lớn quá {size} MB. Xin gửi tệp nhỏ hơn hoặc chụp lại với cỡ ảnh thấp hơn.",
        "The file is larger than {size} MB. Please send a smaller one.",
    ),
    "unknown_kind": (
        "Chỉ nhận ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF. Xin gửi ảnh chụp hoặc lưu thành PDF.",
        "Only JPEG, PNG, WebP or HEIC pictures and PDF files are taken.",
    ),
    "too_many_pixels": (
        "Ảnh có quá {pixels} triệu điểm ảnh. Xin giảm cỡ ảnh rồi gửi lại.",
        "The picture has more than {pixels} million pixels. Please make it smaller and send it again.",
    ),
    "broken": (
        "Không mở được tệp, có thể tệp bị hỏng hoặc tải lên chưa đủ. Xin gửi lại hoặc chụp lại.",
        "The file cannot be opened; it may be damaged or incomplete. Please send it again.",
    ),
    "encrypted": (
        "Tệp PDF có khóa bảo vệ. Xin gửi bản không khóa.",
        "The PDF is protected. Please send a copy without protection.",
    ),
    "too_many_pages": (
        "Tệp PDF dài quá {pages} trang. Xin tách thành nhiều tệp.",
        "The PDF has more than {pages} pages. Please split it.",
    ),
    "too_large_page": (
        "Trang PDF có khổ giấy quá lớn. Xin in lại thành khổ A4 hoặc A3.",
        "A page of the PDF is too large. Please print it to A4 or A3.",
    ),
    "too_costly": (
        "Tệp quá phức tạp nên không mở được. Xin chụp lại màn hình hoặc lưu thành tệp khác.",
        "The file is too complex to open. Please take a screenshot or save it differently.",
    ),
}


def refused(code: str, limits: Limits) -> Refused:
    facts = {
        "size": limits.max_bytes // MEGA,
        "pixels": limits.max_pixels // 1_000_000,
        "pages": limits.max_pages,
    }
    vi, en = _TEXTS[code]
    return Refused(code, vi.format(**facts), en.format(**facts))
