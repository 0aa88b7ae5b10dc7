"""What is read and what is refused at the door."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from engine import dmn, xmlreading
from tests.engine.dmn.drawing import DMN_1_3, decision, definitions, input_data, literal, model, table

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
<definitions>&c;</definitions>"""
OUTSIDE = b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><definitions/>'
FILE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<definitions>&x;</definitions>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "xml-doctype"),
        (OUTSIDE, "xml-doctype"),
        (FILE, "xml-doctype"),
        (b"<a>" * 65 + b"</a>" * 65, "xml-too-deep"),
        (b"<a>" + b"<b/>" * 20_000 + b"</a>", "xml-too-many-elements"),
        (b"<a>" + b" " * (2 * 1024 * 1024) + b"</a>", "xml-too-big"),
        (b"<a><b></a>", "xml-malformed"),
        (b"", "xml-empty"),
        (b"\xff\xfe\x00junk", "xml-malformed"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "xml-encoding"),
        (b"<a>&undefined;</a>", "xml-malformed"),
    ],
)
def test_harmful_xml_is_refused_with_file_and_code(data: bytes, code: str) -> None:
    with pytest.raises(xmlreading.RefusedXml) as refused:
        xmlreading.read_xml(data, "bad.dmn")
    [finding] = refused.value.findings
    assert (finding.file, finding.code, finding.severity) == ("bad.dmn", code, "error")
    with pytest.raises(dmn.BadModel):
        dmn.read(data, "bad.dmn")


def test_the_line_of_a_refusal_is_told() -> None:
    with pytest.raises(xmlreading.RefusedXml) as refused:
        xmlreading.read_xml(b"<a>\n\n<b></a>", "bad.dmn")
    assert refused.value.findings[0].line == 3


def test_comments_and_instructions_are_gone_and_texts_are_whole() -> None:
    root = xmlreading.read_xml(b"<a><!-- c --><?pi x?><b>1<!-- in -->2</b></a>", "a.xml")
    assert [xmlreading.local_name(child) for child in root] == ["b"]
    assert root[0].text == "12"


def test_a_bpmn_file_is_not_a_decision_model() -> None:
    with pytest.raises(dmn.BadModel) as refused:
        dmn.read(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "a.bpmn")
    assert refused.value.findings[0].code == "dmn-not-dmn"


DMN_JS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
  xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:camunda="http://camunda.org/schema/1.0/dmn"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_0vbmoga" name="DRD" namespace="http://camunda.org/schema/1.0/dmn"
  exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.20.0">
  <decision id="dish" name="Dish" camunda:historyTimeToLive="P180D">
    <informationRequirement id="InformationRequirement_1"><requiredInput href="#season_data" /></informationRequirement>
    <decisionTable id="DecisionTable_040j91i" hitPolicy="FIRST" preferredOrientation="Rule-as-Row" biodi:annotationsWidth="400" xmlns:biodi="http://bpmn.io/schema/dmn/biodi/2.0">
      <input id="Input_1" label="Season" biodi:width="192">
        <inputExpression id="InputExpression_1" typeRef="string" expressionLanguage="feel"><text>season</text></inputExpression>
        <inputValues id="UnaryTests_0"><text>"winter","summer"</text></inputValues>
      </input>
      <input id="Input_2" label="Guests">
        <inputExpression id="InputExpression_2" typeRef="string"><text>guests</text></inputExpression>
      </input>
      <output id="Output_1" label="Dish" name="dish" typeRef="string" />
      <rule id="DecisionRule_1">
        <description>kind guests only</description>
        <inputEntry id="UnaryTests_1"><text>"winter"</text></inputEntry>
        <inputEntry id="UnaryTests_2"><text>&lt;= 8</text></inputEntry>
        <outputEntry id="LiteralExpression_1"><text>"Roast"</text></outputEntry>
      </rule>
      <rule id="DecisionRule_2">
        <inputEntry id="UnaryTests_3"><text></text></inputEntry>
        <inputEntry id="UnaryTests_4"><text>-</text></inputEntry>
        <outputEntry id="LiteralExpression_2"><text>"Stew"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <inputData id="season_data" name="season" />
  <knowledgeSource id="host" name="Host" />
  <textAnnotation id="note"><text>hello</text></textAnnotation>
  <dmndi:DMNDI><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef="dish"><dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>"""


def test_a_table_as_dmn_js_writes_it() -> None:
    read = dmn.read(DMN_JS, "dish.dmn")
    assert dmn.check(read) == []
    outcome = read.decide("dish", {"season": "winter", "guests": 7})
    assert outcome.value == "Roast"
    assert outcome.tables[0].rules[0].annotation == "kind guests only"
    assert read.decide("Dish", {"season": "summer", "guests": 7}).value == "Stew"


def test_ids_may_be_missing_everywhere() -> None:
    body = (
        "<decisionTable><input><inputExpression><text>x</text></inputExpression></input><output/>"
        "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable>"
    )
    read = dmn.read(definitions(f'<decision name="No ids">{body}</decision>'))
    assert read.decide("No ids", {"x": 1}).value == Decimal(2)


def test_prefixed_tags_and_crosstab_attributes_are_read() -> None:
    drawn = table("UNIQUE", {"x": ""}, {"y": ""}, [("1", "2")])
    text = drawn.replace("hitPolicy", 'preferredOrientation="CrossTable" outputLabel="Y" hitPolicy')
    data = definitions(decision("D", text)).decode()
    for tag in (
        "definitions",
        "decision",
        "variable",
        "decisionTable",
        "inputExpression",
        "inputEntry",
        "outputEntry",
    ):
        data = (
            data.replace(f"<{tag} ", f"<dmn:{tag} ")
            .replace(f"<{tag}>", f"<dmn:{tag}>")
            .replace(f"</{tag}>", f"</dmn:{tag}>")
        )
    data = data.replace("xmlns=", f'xmlns:dmn="{DMN_1_3}" xmlns=')
    assert dmn.read(data.encode()).decide("D", {"x": 1}).value == Decimal(2)


def test_a_syntax_error_is_found_with_its_line_and_stops_only_its_own_decision() -> None:
    drawn = model(
        decision("good", literal("1")),
        decision("bad", "\n<literalExpression>\n<text>1 +</text></literalExpression>"),
    )
    [finding] = dmn.check(drawn)
    assert (finding.code, finding.line, finding.element) == ("dmn-feel-syntax", 6, "bad")
    assert drawn.decide("good", {}).value == Decimal(1)
    assert "sai cú pháp" in drawn.decide("bad", {}).problems[0]


def test_another_expression_language_is_refused() -> None:
    body = '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>'
    drawn = model(decision("D", body))
    assert [finding.code for finding in dmn.check(drawn)] == ["dmn-language"]
    assert drawn.decide("D", {}).value is None


def test_a_row_with_too_few_cells_is_an_error() -> None:
    drawn = model(decision("D", table("UNIQUE", {"x": "", "z": ""}, {"y": ""}, [("1", "2")])))
    assert "dmn-rule-cells" in {finding.code for finding in dmn.check(drawn)}
    assert drawn.decide("D", {"x": 1, "z": 2}).value is None


def test_an_id_used_twice_is_an_error() -> None:
    drawn = model(decision("D", literal("1")), decision("D", literal("2")))
    assert [finding.code for finding in dmn.check(drawn)] == ["dmn-duplicate-id"]


def test_a_file_finds_its_imports_beside_it(tmp_path: Path) -> None:
    imported = '<import name="lib" namespace="urn:lib" locationURI="lib.dmn" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    (tmp_path / "lib.dmn").write_bytes(definitions(decision("A", literal("20")), namespace="urn:lib"))
    main = tmp_path / "main.dmn"
    main.write_bytes(
        definitions(imported, decision("D", literal("lib.A + 1"), needs=("decision:urn:lib#A",)))
    )
    assert dmn.read_file(main).decide("D", {}).value == Decimal(21)


def test_files_that_import_each_other_are_told_and_still_decide(tmp_path: Path) -> None:
    for own, other in (("a", "b"), ("b", "a")):
        imported = f'<import name="x" namespace="urn:{other}" locationURI="{other}.dmn" importType="dmn"/>'
        drawn = definitions(imported, decision(own.upper(), literal("1")), namespace=f"urn:{own}")
        (tmp_path / f"{own}.dmn").write_bytes(drawn)
    read = dmn.read_file(tmp_path / "a.dmn")
    inner = read.imports[0].model
    assert inner is not None
    assert "dmn-import-circle" in {finding.code for finding in dmn.check(inner)}
    assert read.decide("A", {}).value == 1


def test_a_model_that_imports_itself_decides(tmp_path: Path) -> None:
    imported = '<import name="" namespace="urn:own" importType="dmn"/>'
    drawn = definitions(
        imported,
        decision("A", literal("1")),
        decision("D", literal("A + 1"), needs=("decision:A",)),
        namespace="urn:own",
    )
    (tmp_path / "own.dmn").write_bytes(drawn)
    read = dmn.read_file(tmp_path / "own.dmn")
    assert read.decide("D", {}).value == 2 and not dmn.check(read)


def test_an_import_without_a_place_is_found_by_its_namespace(tmp_path: Path) -> None:
    imported = (
        '<import name="lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    )
    (tmp_path / "Thư viện.dmn").write_bytes(definitions(decision("A", literal("20")), namespace="urn:lib"))
    (tmp_path / "khác.dmn").write_bytes(b"<definitions namespace='urn:lib")
    main = tmp_path / "main.dmn"
    main.write_bytes(definitions(imported, decision("D", literal("lib.A"), needs=("decision:urn:lib#A",))))
    assert dmn.read_file(main).decide("D", {}).value == Decimal(20)


def test_elements_imported_without_a_prefix_are_the_models_own(tmp_path: Path) -> None:
    def importing(*letters: str) -> str:
        return "".join(f'<import name="" namespace="urn:{each}" importType="dmn"/>' for each in letters)

    grade = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
        '<allowedValues><text>"c"</text></allowedValues></itemDefinition>'
    )
    files = {
        "a": (importing("b"), decision("D", literal("E"), type_ref="tGrade", needs=("decision:E",))),
        "b": (importing("c", "d"), decision("G", literal('"z"'), type_ref="tGrade")),
        "c": (decision("E", literal('"c"')), grade),
        "d": (
            decision("E", literal('"d"'), needs=()),
            input_data("x", "number"),
            decision("F", literal("x"), needs=("input:x",)),
        ),
    }
    for own, parts in files.items():
        (tmp_path / f"{own}.dmn").write_bytes(definitions(*parts, namespace=f"urn:{own}"))
    read = dmn.read_file(tmp_path / "a.dmn")
    assert read.decide("D", {}).value == "c"
    assert read.decide("F", {"x": 4}).value == 4
    assert read.decide("G", {}).value is None


def test_a_decision_of_an_imported_model_can_be_asked_for_with_or_without_its_prefix(tmp_path: Path) -> None:
    lib = definitions(
        input_data("x", "number"), decision("E", literal("x"), needs=("input:x",)), namespace="urn:lib"
    )
    (tmp_path / "lib.dmn").write_bytes(lib)
    (tmp_path / "main.dmn").write_bytes(
        definitions('<import name="thư viện" namespace="urn:lib" importType="dmn"/>')
    )
    read = dmn.read_file(tmp_path / "main.dmn")
    assert read.decide("thư viện.E", {"thư viện": {"x": 3}}).value == 3
    assert read.decide("E", {"x": 4}).value == 4
    assert read.decide("F", {}).problems


def test_a_file_whose_editor_lost_the_prefix_is_still_read() -> None:
    xml = (
        b'<definitions xmlns:semantic="http://www.omg.org/spec/DMN/20180521/MODEL/" name="T" namespace="urn:t">'
        b'<decision id="D" name="D"><literalExpression><text>1</text></literalExpression></decision></definitions>'
    )
    assert dmn.read(xml).decide("D", {}).value == 1
    with pytest.raises(dmn.BadModel):
        dmn.read(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')
