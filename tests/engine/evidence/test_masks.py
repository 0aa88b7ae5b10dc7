"""Personal details are suggested for hiding; places and roads are left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evidence.masks import Mask, apply, suggest


def found(text: str) -> list[tuple[str, str]]:
    return [(mask.kind, text[mask.start : mask.end]) for mask in suggest(text)]


DEBT = (
    "Anh Y Blem (tên giả định), CCCD 066099000001, SĐT 0900 000 456, nhà ở 12/3 Nguyễn Khuyến nợ tiền tôi không "
    "trả, nhờ công an đòi giúp"
)
LOAN = "VAY TIỀN NHANH LÃI SUẤT 0% INBOX ZALO 0900000123 HỖ TRỢ NỢ XẤU https://example.test/vay"
LAND_BOOK = (
    "Hồ sơ cấp đổi sổ đỏ của tôi nộp một cửa huyện Ea Kar ngày 12/3, hẹn trả 28/3 mà tới nay chưa có, hỏi thì cán bộ "
    "nói chờ. Mã hồ sơ 000.26.48.H15-230312-0007."
)
BRIBE = (
    "Ông Nguyễn Văn Tèo (tên giả định) công chức địa chính xã đòi 2 triệu mới chịu ký giấy, tôi có ghi âm. Xin giữ kín "
    "tên tôi."
)
WELL = (
    "(Người gọi là bà Amí H'Loan, nói tiếng Êđê xen tiếng Việt, tổng đài ghi lại) Giếng nước của buôn bị đục"
)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (DEBT, [("name", "Y Blem"), ("id_number", "066099000001"), ("phone", "0900 000 456")]),
        (LOAN, [("phone", "0900000123")]),
        (LAND_BOOK, [("case_code", "000.26.48.H15-230312-0007")]),
        (BRIBE, [("name", "Nguyễn Văn Tèo")]),
        (WELL, [("name", "Amí H'Loan")]),
        (
            "gọi 0262.395.5102 hoặc (0262) 3955 102",
            [("phone", "0262.395.5102"), ("phone", "(0262) 3955 102")],
        ),
        ("số +84 90 123 45 67 nhé", [("phone", "+84 90 123 45 67")]),
        ("xe 47A-123.45 và 47-B1 234.56 chạy ẩu", [("plate", "47A-123.45"), ("plate", "47-B1 234.56")]),
        (
            "xe 47B1-23456, 47C 12345, 47-H1 1234",
            [("plate", "47B1-23456"), ("plate", "47C 12345"), ("plate", "47-H1 1234")],
        ),
        ("viết cho nguyen.van.a@vidu.vn nhé", [("email", "nguyen.van.a@vidu.vn")]),
        ("CMND 240 123 456 của tôi", [("id_number", "240 123 456")]),
        ("chuyển vào stk 5200 2052 71234 Agribank", [("account", "5200 2052 71234")]),
        ("số 19034567890123 ngân hàng", [("account", "19034567890123")]),
        ("tôi tên là Trần Thị Hoa ở thôn 3", [("name", "Trần Thị Hoa")]),
        ("ông chủ tịch Lê Văn B. nhận tiền", [("name", "Lê Văn B")]),
        ("ÔNG NGUYỄN VĂN TÈO ĐÒI TIỀN"[:18], [("name", "NGUYỄN VĂN TÈO")]),
        ("cháu Lan bị đánh", [("name", "Lan")]),
    ],
)
def test_personal_details_are_found(text: str, details: list[tuple[str, str]]) -> None:
    assert found(text) == details


@pytest.mark.parametrize(
    "text",
    [
        "Tai nạn giao thông km 12 quốc lộ 26 đoạn qua xã Hòa Đông",
        "Ổ gà trên Quốc lộ 26, trước số 120 Phan Chu Trinh",
        "Ngã tư Nguyễn Chí Thanh - Lê Thánh Tông đèn tín hiệu bị hỏng",
        "đường Bà Triệu ngập, hẻm 25 đường Y Ngông ồn",
        "Quyết định 1523/QĐ-UBND ngày 12/5/2023 của UBND huyện Cư Kuin",
        "thiệt hại 120.000.000 đồng, đền 50 000 000 đồng, phạt 100000000 đồng",
        "Bà con buôn Ea Sang rất bức xúc, gọi 113, 114, 1022",
        "Cây xăng trên QL14 đo thiếu, đổ 100k",
        "CHÁU BÉ BỊ ĐÁNH MỖI TỐI, ANH EM XIN CỨU",
        "ông Chủ tịch xã hứa dọn, anh Công an bảo chờ",
        "nghị định 20/2008 và tọa độ 12.707781, 108.056365",
        "Cháu bé khoảng 6 tuổi nhà sát vách",
    ],
)
def test_places_roads_money_and_offices_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_hidden_details_are_named_by_what_they_were() -> None:
    told = apply(DEBT, suggest(DEBT))
    assert told.startswith(
        "Anh [đã che họ tên] (tên giả định), CCCD [đã che số giấy tờ], SĐT [đã che số điện thoại], nhà"
    )
    assert "0900" not in told and "Blem" not in told


def test_text_in_decomposed_letters_is_searched_and_marked_where_it_stands() -> None:
    text = unicodedata.normalize("NFD", BRIBE)
    assert [unicodedata.normalize("NFC", words) for _, words in found(text)] == ["Nguyễn Văn Tèo"]


def test_overlapping_masks_hide_everything_they_cover() -> None:
    assert apply("abcdef", [Mask(1, 3, "name"), Mask(2, 5, "phone")], lambda mask: "*") == "a**f"


@given(st.text(max_size=300))
def test_suggestions_lie_within_any_text_in_order(text: str) -> None:
    masks = suggest(text)
    assert all(0 <= mask.start < mask.end <= len(text) for mask in masks)
    assert all(before.end <= after.start for before, after in zip(masks, masks[1:], strict=False))


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_no_mobile_number_survives_however_it_is_grouped(number: str, gap: str) -> None:
    written = gap.join((number[:4], number[4:7], number[7:]))
    assert written not in apply(f"xin gọi {written} nhé", suggest(f"xin gọi {written} nhé"))
