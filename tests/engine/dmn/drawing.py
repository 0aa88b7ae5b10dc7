"""Small writers of DMN XML, so that a test shows the table and not the tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from engine import dmn

DMN_1_2 = "http://www.omg.org/spec/DMN/20180521/MODEL/"
DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DMN_1_4 = "https://www.omg.org/spec/DMN/20211108/MODEL/"
DMN_1_5 = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, namespace: str = "urn:test", version: str = DMN_1_3) -> bytes:
    body = "\n".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{version}" id="d" name="Test" '
        f'namespace="{namespace}">\n{body}\n</definitions>'
    ).encode()


def model(*parts: str, imports: Mapping[str, dmn.Model] | None = None) -> dmn.Model:
    return dmn.read(definitions(*parts), "test.dmn", imports or {})


def literal(text: str, type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f"<literalExpression{kind}><text>{escape(text)}</text></literalExpression>"


def decision(name: str, body: str, *, type_ref: str = "", needs: Sequence[str] = (), id: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f"<decision id={quoteattr(id or name)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{kind}/>{requirements(needs)}{body}</decision>"
    )


def requirements(needs: Sequence[str]) -> str:
    """Write requirements: `input:x`, `decision:x` or `knowledge:x`."""
    kinds = {
        "input": ("informationRequirement", "requiredInput"),
        "decision": ("informationRequirement", "requiredDecision"),
        "knowledge": ("knowledgeRequirement", "requiredKnowledge"),
    }
    written = ""
    for need in needs:
        kind, _, target = need.partition(":")
        outer, inner = kinds[kind]
        href = target if "#" in target else f"#{target}"
        written += f"<{outer}><{inner} href={quoteattr(href)}/></{outer}>"
    return written


def input_data(name: str, type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f"<inputData id={quoteattr(name)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{kind}/></inputData>"
    )


def knowledge(
    name: str, body: str, *, parameters: Mapping[str, str] | None = None, needs: Sequence[str] = ()
) -> str:
    formal = "".join(
        f"<formalParameter name={quoteattr(parameter)}{f' typeRef={quoteattr(kind)}' if kind else ''}/>"
        for parameter, kind in (parameters or {}).items()
    )
    return (
        f"<businessKnowledgeModel id={quoteattr(name)} name={quoteattr(name)}><variable name={quoteattr(name)}/>"
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{requirements(needs)}</businessKnowledgeModel>"
    )


def table(
    policy: str,
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    *,
    aggregation: str = "",
    defaults: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
) -> str:
    """Write a table; `inputs` and `outputs` give each column its list of values (or "")."""
    types = types or {}
    written = f"<decisionTable hitPolicy={quoteattr(policy)}"
    written += f' aggregation="{aggregation}">' if aggregation else ">"
    for text, values in inputs.items():
        kind = f" typeRef={quoteattr(types[text])}" if text in types else ""
        written += f"<input label={quoteattr(text)}><inputExpression{kind}><text>{escape(text)}</text></inputExpression>"
        written += (
            f"<inputValues><text>{escape(values)}</text></inputValues></input>" if values else "</input>"
        )
    for name, values in outputs.items():
        kind = f" typeRef={quoteattr(types[name])}" if name in types else ""
        written += f"<output name={quoteattr(name)}{kind}>"
        written += f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
        if defaults and name in defaults:
            written += f"<defaultOutputEntry><text>{escape(defaults[name])}</text></defaultOutputEntry>"
        written += "</output>"
    for number, row in enumerate(rows, start=1):
        written += "\n" + _row(number, row, len(inputs), len(outputs))
    return written + "\n</decisionTable>"


def _row(number: int, row: Sequence[str], asked: int, answered: int) -> str:
    cells = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[:asked]]
    cells += [
        f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[asked : asked + answered]
    ]
    notes = row[asked + answered :]
    cells += [f"<annotationEntry><text>{escape(note)}</text></annotationEntry>" for note in notes]
    return f'<rule id="rule_{number}">{"".join(cells)}</rule>'
