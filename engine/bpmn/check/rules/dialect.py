"""Only elements and extensions this engine knows; the rest is refused with a reason."""

from __future__ import annotations

from collections import defaultdict

from engine.bpmn.check.diagram import Diagram, bpmn_children
from engine.bpmn.check.elements import ELEMENTS, PARTS
from engine.bpmn.check.extensions import PROPERTIES, verdict
from engine.bpmn.check.namespaces import BPMN, BPMNDI, DC, DI, XSI, split
from engine.bpmn.check.properties import Property, properties_of
from engine.bpmn.check.report import Report
from engine.xmlreading import Element

_DRAWING = (BPMNDI, DC, DI)
_PLAIN = ("", XSI, "http://www.w3.org/XML/1998/namespace")


def check_dialect(diagram: Diagram, report: Report) -> None:
    """Report every element, attribute and extension that is not part of the dialect."""
    harmless: dict[str, list[tuple[Element, str]]] = defaultdict(list)
    _walk(diagram.root, report, harmless)
    for namespace, found in harmless.items():
        names = ", ".join(dict.fromkeys(name for _, name in found[:200]))
        report.tell("extension-ignored", found[0][0], count=len(found), namespace=namespace, names=names)
    for extension in bpmn_children(diagram.root, "extension"):
        if extension.get("mustUnderstand") in ("true", "1"):
            report.tell("extension-must", extension, name=extension.get("definition", ""))


def _walk(root: Element, report: Report, harmless: dict[str, list[tuple[Element, str]]]) -> None:
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, extending = stack.pop()
        namespace, name = split(element.tag)
        if namespace in _DRAWING:
            continue
        if namespace == BPMN and not extending:
            _check_element(element, name, report)
            extending = name == "extensionElements"
        else:
            _check_foreign(element, namespace, name, extending, report, harmless)
            extending = True
        _check_attributes(element, report, harmless)
        stack.extend((child, extending) for child in element)


def _check_element(element: Element, name: str, report: Report) -> None:
    known = ELEMENTS.get(name)
    if known is None:
        report.tell("element-unknown", element, tag=name)
    elif name in PARTS and element.getparent() is not None:
        return
    elif known.verdict == "refused":
        report.tell(f"refused/{name}", element, tag=name, vi=known.vi, en=known.en)
    elif known.verdict == "ignored":
        report.tell(f"ignored/{name}", element, tag=name, vi=known.vi, en=known.en)
    if element.get("isForCompensation") in ("true", "1"):
        report.tell("compensation", element)
    if element.get("triggeredByEvent") in ("true", "1"):
        report.tell("event-subprocess", element)
    _check_properties(element, report)


def _check_foreign(
    element: Element,
    namespace: str,
    name: str,
    extending: bool,
    report: Report,
    harmless: dict[str, list[tuple[Element, str]]],
) -> None:
    text = (element.text or "") + "".join(element.attrib.values())
    if not extending and element.getparent() is not None and not _is_di(element):
        report.tell("foreign-element", element, name=name, namespace=namespace)
        return
    _judge(element, namespace, name, text, report, harmless)


def _is_di(element: Element) -> bool:
    return split(element.tag)[0] in _DRAWING


def _check_attributes(
    element: Element, report: Report, harmless: dict[str, list[tuple[Element, str]]]
) -> None:
    for key, value in element.attrib.items():
        namespace, name = split(key)
        if namespace not in _PLAIN:
            _judge(element, namespace, name, value, report, harmless)


def _judge(
    element: Element,
    namespace: str,
    name: str,
    text: str,
    report: Report,
    harmless: dict[str, list[tuple[Element, str]]],
) -> None:
    what = verdict(namespace, name, text)
    if what in ("code", "lost"):
        about = _owner(element)
        report.tell(f"extension-{what}", element, about=about, name=name, namespace=_short(namespace))
    elif what == "harmless":
        harmless[_short(namespace)].append((element, name))


def _owner(element: Element) -> str:
    """Return the id of the nearest BPMN element around an extension."""
    while element is not None:
        if split(element.tag)[0] == BPMN and element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return ""


def _short(namespace: str) -> str:
    return namespace or "(không không gian tên / no namespace)"


def _check_properties(element: Element, report: Report) -> None:
    seen: dict[str, Property] = {}
    for prop in properties_of(element):
        earlier = seen.setdefault(prop.name, prop)
        if earlier.value != prop.value:
            report.tell("property-duplicate", prop.element, about=element.get("id", ""), property=prop.name)
        if prop.native and prop.name not in PROPERTIES and not prop.name.startswith("input:"):
            known = ", ".join(sorted(PROPERTIES)) + ", input:…"
            report.tell(
                "property-unknown",
                prop.element,
                about=element.get("id", ""),
                property=prop.name,
                known=known,
            )
