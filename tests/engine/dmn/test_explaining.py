"""A decision told in Vietnamese."""

from __future__ import annotations

from engine import dmn
from tests.engine.dmn.drawing import decision, literal, model, table


def test_inputs_rows_and_result_are_told() -> None:
    rows = [('"traffic_safety"', "<= 8", '"team-643"', "Tổ phường"), ("-", "-", '"ioc"', "")]
    drawn = table("FIRST", {"field": "", "hours": ""}, {"unit": ""}, rows)
    outcome = model(decision("Phân tuyến", drawn)).decide(
        "Phân tuyến", {"field": "traffic_safety", "hours": 2.5}
    )
    assert dmn.explain(outcome) == [
        "Bảng «Phân tuyến» (lấy dòng khớp đầu tiên).",
        "Đầu vào: field = «traffic_safety»; hours = 2,5.",
        "Dòng 1 khớp – Tổ phường. Cho unit = «team-643».",
        "Kết quả của «Phân tuyến»: «team-643».",
    ]


def test_a_violation_is_told_once() -> None:
    drawn = table("UNIQUE", {"x": ""}, {"y": ""}, [("-", "1"), ("-", "2")])
    told = dmn.explain(model(decision("T", drawn)).decide("T", {"x": True}))
    assert "Đầu vào: x = đúng." in told
    assert [sentence for sentence in told if "cùng khớp" in sentence] == [
        "Lỗi: Bảng «T» (UNIQUE): các dòng 1 (rule_1), 2 (rule_2) cùng khớp, chỉ được một dòng."
    ]
    assert told[-1] == "Kết quả của «T»: (trống)."


def test_no_row_and_the_default_are_told() -> None:
    silent = table("UNIQUE", {"x": ""}, {"y": ""}, [("1", "1")])
    assert "Không dòng nào khớp." in dmn.explain(model(decision("T", silent)).decide("T", {"x": 2}))
    spoken = table("UNIQUE", {"x": ""}, {"y": ""}, [("1", "1")], defaults={"y": "7"})
    told = dmn.explain(model(decision("T", spoken)).decide("T", {"x": 2}))
    assert "Không dòng nào khớp; dùng mặc định." in told and told[-1].endswith("7.")


def test_lists_contexts_dates_and_problems_are_told() -> None:
    text = '{day: date("2025-07-01"), list: [1, null]}'
    [told] = dmn.explain(model(decision("D", literal(text))).decide("D", {}))
    assert told == "Kết quả của «D»: day: 01/07/2025, list: 1; (trống)."
    told_problem = dmn.explain(model(decision("D", literal('"x"'), type_ref="number")).decide("D", {}))
    assert told_problem[0] == "Lưu ý: Giá trị của «D» không thuộc kiểu number."
