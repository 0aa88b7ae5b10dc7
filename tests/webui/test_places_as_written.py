"""A place as people write it leads, through the routing table, to the team of the right district."""

from __future__ import annotations

from flask import Flask

from engine.cases.places import district_of
from engine.work import Platform
from tests.processes.deciding import FIELDS, URGENCIES, decide
from webui import places

# District code: places as written, with and without marks, kind, spelling of others, old and later names.
WRITTEN = {
    "643": "phuong tan loi, xã hòa thắng, Hoa Thuan, P. Khánh Xuân, ea tam buon ma thuot, cư êbur, xa ea kao, f tu an",
    "644": "xã Cư Bao, ea blang, phuong an lac, Phường Thống Nhất Buôn Hồ, dat hieu, ea sien",
    "645": "tt ea drang, Ea Hleo, xã Dlie Yang, cu mot, ea khal",
    "646": "thị trấn Ea Súp, ia rve, Ya To Mot, xã Ea Bung",
    "647": "krong na, xa ea nuol, Cuor Knia, Ea Wer",
    "648": "quang phu, thị trấn Ea Pốk, Cư Dliê Mnông, xã Cuor Đăng, ea kpam",
    "649": "pong drang, xã Cư Né, chu kbo",
    "650": "Dliê Ya, xa ea toh, Tam Giang, thi tran krong nang",
    "651": "ea knop, xã Ea Ô, Cư Jang, xa ea dar",
    "652": "Mdrak, ea riêng, cu mta, xã Krông Jing",
    "653": "krong kmar, xã Cư Pui, Khue Ngoc Dien",
    "654": "Phuoc An, xã Vụ Bổn, ea knuec, ea kly",
    "655": "buon trap, xã Dur Kmal, quang dien",
    "656": "lien son, xã Đắk Phơi, bong krang",
    "657": "Ea Ktur, xa dray bhang, Hòa Hiệp, cu ewi",
}
ASKED = [(text.strip(), code) for code, texts in WRITTEN.items() for text in texts.split(",")]


def test_a_place_as_people_write_it_leads_to_the_team_of_its_district(app: Flask, province: Platform) -> None:
    with app.test_request_context(), province.work() as work:
        wrong = []
        for number, (text, wanted) in enumerate(ASKED):
            districts = {district_of(work, one.code) for one in places.resolve(work, text)}
            teams = {
                decide(
                    "routing",
                    "routing",
                    case={
                        "field": FIELDS[number % len(FIELDS)],
                        "urgency": URGENCIES[number % len(URGENCIES)],
                        "district": district,
                    },
                )["unit"]
                for district in districts
            }
            if teams != {f"team-{wanted}"}:
                wrong.append((text, sorted(map(str, teams))))
    assert len(ASKED) >= 60
    assert len(wrong) <= 3, wrong
