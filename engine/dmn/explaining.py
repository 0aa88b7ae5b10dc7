"""A decision told to a person, in Vietnamese: what was asked, which rows fired, what follows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from engine import feel
from engine.dmn.hits import HitPolicy
from engine.dmn.outcome import Outcome, RuleHit, TableTrace

_POLICIES = {
    HitPolicy.UNIQUE: "chỉ một dòng được khớp",
    HitPolicy.ANY: "nhiều dòng được khớp nếu cùng kết quả",
    HitPolicy.FIRST: "lấy dòng khớp đầu tiên",
    HitPolicy.PRIORITY: "lấy kết quả ưu tiên cao nhất",
    HitPolicy.RULE_ORDER: "lấy mọi dòng khớp, theo thứ tự dòng",
    HitPolicy.OUTPUT_ORDER: "lấy mọi dòng khớp, theo thứ tự ưu tiên của kết quả",
    HitPolicy.COLLECT: "gom kết quả của mọi dòng khớp",
    HitPolicy.SUM: "cộng kết quả của mọi dòng khớp",
    HitPolicy.MIN: "lấy kết quả nhỏ nhất",
    HitPolicy.MAX: "lấy kết quả lớn nhất",
    HitPolicy.COUNT: "đếm số dòng khớp",
}
_SHOWN = 300


def explain(outcome: Outcome) -> list[str]:
    """Return sentences that say how the outcome came about."""
    sentences = [sentence for table in outcome.tables for sentence in _table(table)]
    told = {problem for table in outcome.tables for problem in table.problems}
    sentences += [f"Lưu ý: {problem}" for problem in outcome.problems if problem not in told]
    about = f" của «{outcome.name}»" if outcome.name else ""
    return [*sentences, f"Kết quả{about}: {say(outcome.value)}."]


def _table(table: TableTrace) -> list[str]:
    policy = _POLICIES.get(HitPolicy(table.hit_policy), table.hit_policy)
    lines = [f"Bảng «{table.name}» ({policy})."]
    if table.inputs:
        asked = "; ".join(f"{label} = {say(value)}" for label, value in table.inputs)
        lines.append(f"Đầu vào: {asked}.")
    lines += [_row(rule) for rule in table.rules]
    if not table.rules:
        lines.append("Không dòng nào khớp." if not table.defaulted else "Không dòng nào khớp; dùng mặc định.")
    lines += [f"Lỗi: {problem}" for problem in table.problems]
    return lines


def _row(rule: RuleHit) -> str:
    note = f" – {rule.annotation}" if rule.annotation else ""
    outputs = "; ".join(f"{label} = {say(value)}" for label, value in rule.outputs)
    return f"Dòng {rule.index} khớp{note}. Cho {outputs}." if outputs else f"Dòng {rule.index} khớp{note}."


def say(value: object) -> str:
    """Return a value as a Vietnamese reader would write it."""
    text = _say(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _say(value: object) -> str:
    if value is None:
        return "(trống)"
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, str):
        return f"«{value}»"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime.date | datetime.time):
        return _say_time(value)
    return _say_many(value)


def _say_time(value: datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.datetime):
        zone = f" ({value.tzname()})" if value.tzinfo else ""
        return f"{value:%H:%M} ngày {value:%d/%m/%Y}{zone}"
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else f"{value:%H:%M:%S}"


def _say_many(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_say(item) for item in value) if value else "(danh sách trống)"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_say(item)}" for name, item in value.items()) or "(trống)"
    if isinstance(value, feel.Function):
        return "một hàm"
    return feel.as_string(value) or "?"
