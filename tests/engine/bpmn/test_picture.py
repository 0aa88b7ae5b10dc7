"""The picture of a diagram: everything drawn, safe on a strict page, readable without colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.picture import draw
from engine.bpmn.picture.wrapping import fit, width, wrap
from tests.engine.bpmn.drawing import (
    both,
    choice,
    document,
    edge,
    end,
    escalation,
    flow,
    ladder,
    message,
    node,
    over,
    path,
    process,
    service,
    start,
    terminate,
    user,
)

LABEL = "Xác minh kết quả xử lý và kiểm tra thực địa tại hiện trường phản ánh"
BODY = (
    '<bpmn:collaboration id="col"><bpmn:participant id="pool" name="Trung tâm" processRef="p"/>'
    '<bpmn:participant id="citizen" name="Người phản ánh"/>'
    '<bpmn:messageFlow id="mf" sourceRef="citizen" targetRef="s"/></bpmn:collaboration>'
    + process(
        '<bpmn:laneSet id="ls"><bpmn:lane id="lane" name="IOC"><bpmn:flowNodeRef>u</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
        + start()
        + user("u").replace('id="u"', f'id="u" name="{LABEL}"')
        + user("m", over("=units"))
        + service("v", "op")
        + node("businessRuleTask", "r", decision="d")
        + node("manualTask", "h")
        + node("callActivity", "c", attributes='calledElement="p"')
        + node("subProcess", "sub", start("is") + end("ie") + path("is", "ie"))
        + choice("x", "x_e")
        + both("a")
        + node("inclusiveGateway", "o")
        + node("eventBasedGateway", "g")
        + message("intermediateCatchEvent", "mc", "info_added")
        + message("intermediateThrowEvent", "mt", "info_added")
        + ladder("l", "u")
        + node("boundaryEvent", "err", '<bpmn:errorEventDefinition errorRef="x_bad"/>', edge("u"))
        + escalation("esc")
        + terminate("t")
        + end()
        + flow("s", "u")
        + flow("x", "e")
        + flow("x", "t", "=a").replace('id="x_t"', 'id="x_t" name="Đạt &amp; &lt;đúng&gt;"')
    )
)
KINDS = [
    "s",
    "u",
    "m",
    "v",
    "r",
    "h",
    "c",
    "sub",
    "x",
    "a",
    "o",
    "g",
    "mc",
    "mt",
    "l",
    "err",
    "esc",
    "t",
    "e",
    "lane",
    "pool",
    "citizen",
]


def drawn() -> bytes:
    shapes = "".join(
        f'<bpmndi:BPMNShape id="d_{name}" bpmnElement="{name}"><dc:Bounds x="{60 + 120 * at}" y="80" '
        f'width="{36 if len(name) < 2 else 100}" height="{36 if len(name) < 2 else 80}"/></bpmndi:BPMNShape>'
        for at, name in enumerate(KINDS)
    )
    lines = "".join(
        f'<bpmndi:BPMNEdge id="d_{name}" bpmnElement="{name}"><di:waypoint x="10" y="20"/>'
        f'<di:waypoint x="200" y="20"/></bpmndi:BPMNEdge>'
        for name in ("s_u", "x_e", "x_t", "mf")
    )
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="col">{shapes}{lines}</bpmndi:BPMNPlane>'
    return document(BODY, f'<bpmndi:BPMNDiagram id="di">{plane}</bpmndi:BPMNDiagram>')


def classes(picture: str) -> dict[str, set[str]]:
    root = etree.fromstring(picture)
    return {
        group.get("data-element"): set(group.get("class").split())
        for group in root.iter("{*}g")
        if group.get("data-element")
    }


def test_every_element_with_a_shape_is_drawn_once() -> None:
    picture = draw(drawn(), process="p")
    assert set(classes(picture)) == {*KINDS, "s_u", "x_e", "x_t", "mf"}
    for name in KINDS:
        assert picture.count(f'data-element="{name}"') == 1


def test_where_the_case_stands_is_marked_by_class_sign_and_word() -> None:
    picture = draw(drawn(), done={"s", "u"}, live={"m"}, late={"v"}, process="p")
    found = classes(picture)
    assert "done" in found["u"] and "live" in found["m"] and "late" in found["v"]
    assert found["r"] == {"element", "businessRuleTask"}
    assert "done" in found["s_u"] and "done" not in found["x_e"]
    root = etree.fromstring(picture)
    titles = {group.get("data-element"): group.findtext("{*}title") for group in root.iter("{*}g")}
    assert titles["m"] == "m (đang ở đây)"
    assert titles["v"] == "v (trễ hạn)"
    assert titles["u"] == f"{LABEL} (đã qua)"
    assert len([group for group in root.iter("{*}g") if "badge" in (group.get("class") or "")]) == 3
    assert root.findtext("{*}desc") == "Trễ hạn: v. Đang ở đây: m."


def test_a_strict_page_can_show_it() -> None:
    root = etree.fromstring(draw(drawn(), live={"u"}, process="p"))
    allowed = {"svg", "title", "desc", "defs", "marker", "g", "rect", "circle", "path", "text", "tspan"}
    for element in root.iter():
        assert etree.QName(element).localname in allowed
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_it_has_a_role_a_title_and_a_description() -> None:
    root = etree.fromstring(draw(drawn(), process="p"))
    assert root.get("role") == "img"
    named = {element.get("id") for element in root if element.get("id")}
    assert set(root.get("aria-labelledby").split()) <= named


def test_hostile_names_stay_text() -> None:
    attack = '"&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'
    data = drawn().replace(LABEL.encode(), attack.replace('"', "&quot;").encode())
    picture = draw(data, process='p"><script>')
    assert "<script" not in draw(data, process="p")
    assert "<script" not in picture
    etree.fromstring(picture)


def test_long_vietnamese_labels_break_between_words_and_fit() -> None:
    lines, size = fit(LABEL, 88, 56, (12, 11, 10, 9))
    assert 1 < len(lines) <= 5
    assert " ".join(lines).rstrip("…") in LABEL
    assert all(width(line, size) <= 88 for line in lines)
    assert wrap("", 80, 11) == []
    crowded, _ = fit(LABEL * 5, 88, 30, (12, 9))
    assert crowded[-1].endswith("…")


def test_a_file_without_a_drawing_says_so() -> None:
    picture = draw(document(process(start() + end() + path("s", "e"))), process="p")
    assert "không có phần hình vẽ" in picture
    etree.fromstring(picture)


def test_absurd_coordinates_do_no_harm() -> None:
    data = (
        drawn().replace(b'x="60"', b'x="NaN"').replace(b'x="180"', b'x="1e999"').replace(b'x="300"', b'x="a"')
    )
    root = etree.fromstring(draw(data, process="p"))
    assert float(root.get("width")) < 1e5


RELEASED = sorted(Path("processes").glob("*/*.bpmn"))


@pytest.mark.parametrize("file", RELEASED, ids=[file.stem for file in RELEASED])
def test_released_diagrams_are_drawn_whole(file: Path) -> None:
    data = file.read_bytes()
    wanted = set(re.findall(rb'<bpmndi:BPMN(?:Shape|Edge)[^>]*bpmnElement="([^"]+)"', data))
    assert wanted
    assert set(classes(draw(data))) == {name.decode() for name in wanted}
