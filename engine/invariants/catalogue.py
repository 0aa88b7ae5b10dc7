"""The promises by name."""

from __future__ import annotations

from collections.abc import Sequence

from engine.invariants import (
    counting,
    filing,
    ledgers,
    logs,
    notices,
    publishing,
    readers,
    receipts,
    running,
    seals,
    storing,
    tasks,
    time,
)
from engine.invariants.asking import Invariant

INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "I1",
        "Mọi phản ánh đã nhận đều còn: số liền nhau, có người gửi, có bước đầu",
        "No accepted report is lost: numbers without a gap, each with its sender and its beginning on record",
        ask=receipts.lost_reports,
    ),
    Invariant(
        "I2",
        "Hồ sơ mở có việc, hẹn giờ, tin chờ hoặc sự cố; hồ sơ đã kết thúc không còn gì chờ",
        "An open case waits for somebody or something, and an ended one for nothing",
        ask=running.stranded_cases,
    ),
    Invariant(
        "I3",
        "Mỗi việc làm xong một lần, bởi người có quyền lúc đó",
        "A task is completed once, by somebody who might at that moment",
        ask=tasks.tasks_done_wrongly,
    ),
    Invariant(
        "I4",
        "Mỗi hẹn giờ chỉ đến hạn một lần, không sớm; không hẹn giờ nào quá hạn mà còn chờ",
        "A timer fires once and never early; none is left waiting after its time",
        ask=time.timers_out_of_order,
    ),
    Invariant(
        "I5",
        "Việc đã xong thì hẹn giờ của nó đã gỡ",
        "The timers of a finished task are gone with it",
        ask=time.timers_left_over,
    ),
    Invariant(
        "I6",
        "Nhật ký đủ dòng cho mỗi bước, số liền nhau, dấu niêm phong khớp",
        "The log has a line for each step, without a gap, and its seals hold",
        ask=logs.log_torn,
        since=seals.chain_broken,
        look=logs.cases_changed,
    ),
    Invariant(
        "I7",
        "Ai phải được báo đều có đúng một thông báo",
        "Whoever had to be told has one notice of it",
        ask=notices.notices_missing,
    ),
    Invariant(
        "I8",
        "Thông báo ghi là đã gửi thì có giờ gửi; không thông báo nào nằm chờ quá một ngày",
        "A notice said to be sent has its hour; none lies waiting for more than a day",
        ask=notices.notices_astray,
    ),
    Invariant(
        "I9",
        "Mỗi khoá yêu cầu cho một câu trả lời; hai khoá cho hai phản ánh",
        "One key has one answer, and two keys two reports",
        ask=receipts.keys_that_clash,
    ),
    Invariant(
        "I10",
        "Trạng thái đã lưu và các bảng nói như nhau",
        "The saved state and the tables say the same",
        look=running.states_that_differ,
        open_up=running.states_that_do_not_load,
    ),
    Invariant(
        "I11",
        "Việc nằm ở đúng đơn vị được giao, không ở đơn vị bị phản ánh; hồ sơ đã xong không còn ai giữ",
        "Tasks lie with the units the case is with, never the accused one; nobody holds a case that is over",
        ask=tasks.hands,
        open_up=readers.tasks_off_their_route,
    ),
    Invariant(
        "I12",
        "Chỉ công khai hồ sơ đã được duyệt, không hạn chế, với ảnh đã được xác nhận",
        "Only what was approved is public, of no restricted case, with confirmed pictures",
        ask=publishing.publications_not_approved,
    ),
    Invariant(
        "I13",
        "Mỗi tệp có dòng ghi và nội dung còn nguyên; không tệp nào vô chủ",
        "Every file has its row and its bytes as they came; no bytes without a row",
        ask=filing.files_apart,
        since=filing.files_changed,
    ),
    Invariant(
        "I14",
        "Hạn xử lý khớp với sổ thời gian: bắt đầu, tạm dừng, gia hạn",
        "Due times follow from the record of starts, pauses and extensions",
        ask=ledgers.clocks_and_tasks,
    ),
    Invariant(
        "I15",
        "Mỗi hồ sơ được đếm đúng một lần, trong lĩnh vực và địa bàn có trong danh mục",
        "Each case counts once, under a field and a place that are known",
        ask=counting.cases_not_counted,
    ),
    Invariant(
        "I16",
        "Cơ sở dữ liệu nguyên vẹn, mọi liên kết đều có đích",
        "The database is whole and every reference finds its row",
        ask=storing.references_astray,
        since=storing.damage,
    ),
    Invariant(
        "I17",
        "Danh tính người phản ánh không lọt vào trang công khai, thông báo, nhật ký",
        "Who reported stands in nothing public, in no notice and not in the log",
        look=publishing.identities_let_out,
    ),
)
