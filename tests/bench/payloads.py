"""What the six steps are answered with: the same sizes of text for the floor and for the engine."""

from __future__ import annotations

import random
from collections.abc import Mapping

STEPS = ("reception", "classification", "handling", "verification", "notification", "publication")
CATEGORIES = ("rác thải", "chiếu sáng", "giao thông", "trật tự", "khác")
LETTER = (
    "Kính gửi UBND tỉnh, hiện nay tại khu vực trước số nhà 15 đường Trần Hưng Đạo xuất hiện bãi rác tự phát "
    "bốc mùi hôi thối, ảnh hưởng đến sinh hoạt của các hộ dân xung quanh. Đề nghị cơ quan chức năng kiểm tra, "
    "xử lý và trả lời người dân. "
)


def payloads(number: int) -> Mapping[str, Mapping[str, str]]:
    """The answers of each step for one case."""
    dice = random.Random(number)
    return {
        "reception": {
            "title": f"Phản ánh {number}",
            "description": f"[{number}] " + LETTER * 2,
            "category": CATEGORIES[number % len(CATEGORIES)],
            "reporter_name": f"Nguyễn Văn {number}",
            "reporter_phone": f"09{dice.randrange(10**8):08d}",
            "accepted": "true",
            "sla": "PT24H",
            "address": f"Số {number % 300}, phường {number % 40}",
            "lat": f"{12.6 + dice.random() / 10:.6f}",
            "lon": f"{108.0 + dice.random() / 10:.6f}",
        },
        "classification": {
            "assigned_unit": f"don-vi-{number % 40}",
            "note": "Chuyển đơn vị chuyên môn xử lý theo thẩm quyền.",
            "deadline": "2026-11-30",
        },
        "handling": {"result": "done", "note": LETTER},
        "verification": {"verified": "true", "note": "Đã kiểm tra thực địa, kết quả đúng như báo cáo."},
        "notification": {"channel": "email", "text": "Kính gửi ông/bà, phản ánh đã được xử lý. " + LETTER},
        "publication": {"publish": "true", "summary": "Đã xử lý xong bãi rác tự phát."},
    }
