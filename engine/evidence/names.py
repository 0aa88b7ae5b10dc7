"""Names of persons in Vietnamese text: what follows a form of address, unless it names a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TITLE = r"ông|bà|anh|chị|cháu|em|cô|chú|bác|cậu|mợ|thím|dì|dượng|cụ|thầy|bé"
_POSITION = (
    r"(?:\s+(?:(?:phó )?chủ tịch|(?:phó )?bí thư|(?:phó )?giám đốc|(?:phó )?trưởng phòng|trưởng thôn|"
    r"trưởng buôn|tổ trưởng|trưởng công an|cán bộ|công chức|bác sĩ|thầy giáo|cô giáo))?"
)
_LEAD = re.compile(
    rf"(?<!\w)(?:(?P<title>{_TITLE}){_POSITION}(?:\s+tên(?:\s+là)?)?|(?:tôi|em|cháu|con)\s+tên(?:\s+là)?|tên\s+là|tên\s*:"
    rf"|họ\s+(?:và\s+)?tên(?:\s+là|\s*:)?|tôi\s+là)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?", re.UNICODE)
_PLACE_BEFORE = re.compile(
    r"(?:đường|phố|hẻm|ngõ|kiệt|cầu|chợ|chùa|đền|miếu|dốc|đèo|suối|hồ|thác|núi|ngã ba|ngã tư|trường|"
    r"công viên|tượng|xã|phường|huyện|thị trấn|thị xã|tỉnh|quận|thôn|buôn|làng|"
    r"số(?: nhà)? \d+\w*(?:/\d+)*)\s+\Z",
    re.IGNORECASE,
)
# Capital letters that begin a rank, an office or a sentence rather than a name.
_NOT_NAMES = re.compile(
    r"(?:chủ|phó|giám|bí|trưởng|công|cán|đội|tổ|hội|ủy|nhà|xin|đề|kính|mong|nhờ|hôm|nay|mai|tôi|và|ở|bị|có|không|là|đã|đang)\Z",
    re.IGNORECASE,
)
_SURNAMES = re.compile(
    r"(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|trịnh|mai|cao|tô|lương|hà|"
    r"trương|y|h'.+|amí|ama|niê|mlô|êban|ayun)\Z",
    re.IGNORECASE,
)
MAX_WORDS = 5


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand; only the name is marked, so that "bà" still tells who is spoken of."""
    for lead in _LEAD.finditer(text):
        if not _PLACE_BEFORE.search(text, max(0, lead.start() - 30), lead.start()):
            words = _capitalised(text, lead.end())
            if words and _is_name(words, lead.group()):
                yield words[0].start(), words[-1].start() + len(words[-1].group().rstrip("."))


def _capitalised(text: str, start: int) -> list[re.Match[str]]:
    """The run of words that begin with a capital letter."""
    words: list[re.Match[str]] = []
    while len(words) < MAX_WORDS and (word := _WORD.match(text, start)) and word.group()[0].isupper():
        words.append(word)
        start = word.end()
        if not text.startswith(" ", start) or word.group().endswith("."):
            break
        start += 1
    return words


def _is_name(words: list[re.Match[str]], lead: str) -> bool:
    first = words[0].group()
    # In a passage of capitals every word looks like a name: only a known family name decides.
    if lead.strip().isupper():
        return bool(_SURNAMES.match(first)) and len(words) > 1
    if len(first) > 1 and first.isupper():
        return bool(_SURNAMES.match(first))
    return not _NOT_NAMES.match(first)
