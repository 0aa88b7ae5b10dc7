"""The promises by name."""

from __future__ import annotations

from collections.abc import Sequence

from engine.invariants import records, running, time
from engine.invariants.asking import Invariant

INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "I1",
        "Mọi phản ánh đã nhận đều còn: số liền nhau, có dòng nhận, có bước đầu",
        "No accepted report is lost: numbers without a gap, each with its receipt on record",
        records.lost_reports,
    ),
    Invariant(
        "I2",
        "Hồ sơ mở có việc, hẹn giờ, tin chờ hoặc sự cố; hồ sơ đã kết thúc không còn gì chờ",
        "An open case waits for somebody or something, and an ended one for nothing",
        running.stranded_cases,
    ),
    Invariant(
        "I3",
        "Mỗi việc làm xong một lần, bởi người có quyền lúc đó",
        "A task is completed once, by somebody who might at that moment",
        records.tasks_done_wrongly,
    ),
    Invariant(
        "I4",
        "Mỗi hẹn giờ nổ một lần, không sớm; không hẹn giờ nào quá hạn mà còn chờ",
        "A timer fires once and never early; none is left waiting after its time",
        time.timers_out_of_order,
    ),
    Invariant(
        "I5",
        "Việc đã xong thì hẹn giờ của nó đã gỡ",
        "The timers of a finished task are gone with it",
        time.timers_left_over,
    ),
    Invariant(
        "I6",
        "Nhật ký đủ dòng cho mỗi bước, số liền nhau, dấu niêm phong khớp",
        "The log has a line for each step, without a gap, and its seals hold",
        records.logs_that_do_not_hold,
    ),
    Invariant(
        "I7",
        "Ai phải được báo đều có đúng một thông báo",
        "Whoever had to be told has one notice of it",
        records.notices_missing,
    ),
    Invariant(
        "I9",
        "Mỗi khoá yêu cầu cho một câu trả lời; hai khoá cho hai phản ánh",
        "One key has one answer, and two keys two reports",
        records.keys_that_clash,
    ),
    Invariant(
        "I10",
        "Trạng thái đã lưu và các bảng nói như nhau",
        "The saved state and the tables say the same",
        running.states_that_differ,
    ),
)
