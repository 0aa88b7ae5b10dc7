"""Answers to any form: what the script decides, what the form starts with, something sensible besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import forms
from engine.cases.doing import Task
from engine.cases.report import evaluate
from engine.deadlines import ZONE
from engine.work import Work

# Said where the script says nothing else; never anything that could identify a person.
WORDS = {
    "question": "Việc xảy ra ở xã, phường nào, gần chỗ nào? Nếu tiện, xin gửi thêm ảnh.",
    "guidance": "Xin liên hệ bộ phận tiếp công dân của Ủy ban nhân dân huyện, thành phố nơi xảy ra việc.",
    "return_reason": "Nội dung không thuộc thẩm quyền của địa phương; đề nghị chuyển cơ quan nêu dưới đây.",
    "account": "Cơ quan đã kiểm tra tại chỗ, xử lý việc được phản ánh và sẽ tiếp tục theo dõi.",
    "reason": "Đã xem xét hồ sơ và trao đổi với các đơn vị liên quan.",
    "sentence": "Đề nghị chụp lại ảnh toàn cảnh sau khi làm xong.",
    "left": "Phần còn lại làm trong kế hoạch tháng sau.",
    "reply": "Cơ quan đã kiểm tra, đang lấy ý kiến các đơn vị liên quan.",
    "answered_by": "Trực ban, cán bộ trực",
    "slip_no": "12/PC-TTTN",
    "letter_no": "15/CV",
    "letter_issuer": "Cơ quan được hỏi",
    "letter_signer": "Lãnh đạo cơ quan",
    "public_result": "Cơ quan có thẩm quyền đã kiểm tra và xử lý.",
}
PLAIN = "Đã xem xét và ghi nhận."
# A date that must lie ahead, where nobody names one.
AHEAD = timedelta(days=5)


def answers(work: Work, task: Task, chosen: Mapping[str, object]) -> dict[str, object]:
    """What the officer types and ticks; hidden fields may be among it, since the form drops them."""
    given = {one.key: _answer(work, task, one, chosen) for one in inputs(task.form.components)}
    return {key: value for key, value in {**given, **chosen}.items() if value not in (None, "")}


def inputs(components: tuple[forms.Field, ...]) -> Iterator[forms.Field]:
    """The fields that stand by themselves; rows of a list come from the script only."""
    for one in components:
        if one.kind == "group":
            yield from inputs(one.components)
        elif one.key and one.kind != "dynamiclist":
            yield one


def _answer(work: Work, task: Task, one: forms.Field, chosen: Mapping[str, object]) -> object:
    if one.key in chosen or one.kind == "filepicker":
        return None
    started = task.values.get(one.key)
    if started not in (None, ""):
        return started
    if one.default is not None:
        return one.default
    return _invented(work, task, one) if one.rules.required else None


def _invented(work: Work, task: Task, one: forms.Field) -> object:
    if one.kind == "datetime":
        return _moment(work, one)
    if one.kind in ("select", "radio"):
        return next(iter(_offered(task, one)), None)
    if one.kind in ("checklist", "taglist"):
        return list(_offered(task, one))[:1]
    if one.kind == "checkbox":
        return True
    return WORDS.get(one.key, PLAIN)


def _moment(work: Work, one: forms.Field) -> str:
    local = work.now.astimezone(ZONE)
    if one.subtype == "date":
        return (local + (AHEAD if one.properties.get("future") else timedelta(0))).date().isoformat()
    return local.isoformat(timespec="minutes")


def _offered(task: Task, one: forms.Field) -> Iterator[Any]:
    choices = one.choices
    if choices.expression:
        found = evaluate(choices.expression, task.context)
        yield from (
            (each["value"] for each in found if isinstance(each, dict)) if isinstance(found, list) else ()
        )
    elif choices.key:
        yield from (each["value"] for each in task.lookups.get(choices.key, ()))
    else:
        yield from (each.value for each in choices.fixed)
