"""What people write beside the forms: never blank, never endless, and a moment always with its time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import settings
from engine.errors import Refused

LONGEST = 4_000  # characters, unless the setting `text_max` says otherwise


def said(text: str, told: Mapping[str, str], *, vi: str, en: str) -> str:
    """The words somebody wrote; `vi` and `en` name what was to be written."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused(vi=f"Xin ghi {vi}.", en=f"Please write {en}.")
    return not_too_long(words, told)


def not_too_long(words: str, told: Mapping[str, str]) -> str:
    longest = settings.whole_number(told, "text_max", LONGEST)
    if len(words) > longest:
        raise Refused(
            vi=f"Nội dung dài {len(words)} ký tự, nhiều nhất là {longest}. Xin viết ngắn lại.",
            en=f"The text has {len(words)} characters, {longest} at most. Please shorten it.",
        )
    return words


def with_zone(moment: datetime) -> datetime:
    """A moment that everybody reads alike."""
    if moment.tzinfo is None:
        raise Refused(
            vi="Thời điểm phải kèm múi giờ, ví dụ 2026-03-02T17:00:00+07:00.",
            en="A moment needs its time zone, such as 2026-03-02T17:00:00+07:00.",
        )
    return moment
