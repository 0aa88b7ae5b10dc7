"""The requirements graph of the file: what is told, decided, known and served."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from engine.dmn.model import Decision, Import, InputData, Knowledge, Model, Reference, Service
from engine.dmn.reading.expressions import ExpressionReader
from engine.dmn.reading.itemdefs import TypeBook
from engine.dmn.reading.source import BadModel, Source, names_in, references, tidy
from engine.dmn.types import ANY, Type
from engine.findings import Finding
from engine.xmlreading import Element, RefusedXml, child, children, local_name, read_xml

_NO_IMPORTS: Mapping[str, Model] = {}
N = TypeVar("N", InputData, Decision, Knowledge, Service)


def read(xml: bytes, name: str = "model.dmn", imports: Mapping[str, Model] = _NO_IMPORTS) -> Model:
    """Compile a DMN file.

    `imports` holds the models it may import, by namespace, by file name or by prefix. Errors within
    expressions do not stop the reading: they are findings of the model, and what they touch is null.
    """
    try:
        root = read_xml(xml, name)
    except RefusedXml as refused:
        raise BadModel(refused.findings) from refused
    if local_name(root) != "definitions" or not _is_dmn(root):
        vi, en = "Tệp không phải mô hình quyết định DMN.", "The file is not a DMN decision model."
        raise BadModel([Finding(name, int(root.sourceline or 0), "", "dmn-not-dmn", "error", vi, en)])
    return _GraphReader(root, name, imports).read()


def _is_dmn(root: Element) -> bool:
    """Say whether the root is DMN of any version; an editor that lost the prefix still declares it."""
    own = root.nsmap.get(root.prefix) or root.get("namespace") or ""
    if "dmn" in own.lower():
        return True
    lost = own == (root.get("namespace") or "")
    return lost and any("omg.org/spec/DMN/" in namespace for namespace in root.nsmap.values())


class _GraphReader:
    def __init__(self, root: Element, file: str, available: Mapping[str, Model]) -> None:
        self.root = root
        self.source = Source(file, language=root.get("expressionLanguage") or "feel")
        self.imports = tuple(self._import(item, available) for item in children(root, "import"))
        known = [name for item in self.imports if item.model for name in item.model.names]
        self.names = names_in(root, known)
        self.source.names = tuple(sorted(self.names))
        self.book = TypeBook(self.source, self.imports)
        self.reader = ExpressionReader(self.source, self.book)

    def _import(self, element: Element, available: Mapping[str, Model]) -> Import:
        namespace, prefix = element.get("namespace") or "", tidy(element.get("name"))
        place = element.get("locationURI") or ""
        model = _available(available, namespace, place, prefix)
        is_model = "dmn" in (element.get("importType") or "dmn").lower()
        if model is None and is_model and namespace != self.root.get("namespace"):
            self.source.find(
                int(element.sourceline or 0),
                prefix,
                "dmn-missing-import",
                "error",
                f"Không có mô hình «{place or namespace}» mà tệp này dùng đến.",
                f"The model “{place or namespace}” this file imports is not there.",
            )
        return Import(prefix, namespace, model, int(element.sourceline or 0))

    def read(self) -> Model:
        self.book.read(self.root)
        model = Model(
            file=self.source.file,
            name=tidy(self.root.get("name")) or self.source.file,
            namespace=self.root.get("namespace") or "",
            imports=self.imports,
            types=self.book.types,
            names=self.names,
            findings=self.source.findings,
        )
        for element in children(self.root):
            self._element(model, element)
        model.tables = self.reader.tables
        self._check_references(model)
        return model

    def _element(self, model: Model, element: Element) -> None:
        tag = local_name(element)
        if tag == "inputData":
            self._keep(model.inputs, self._input(element))
        elif tag == "decision":
            self._keep(model.decisions, self._decision(element))
        elif tag == "businessKnowledgeModel":
            self._keep(model.knowledge, self._knowledge(element))
        elif tag == "decisionService":
            self._keep(model.services, self._service(element))

    def _keep(self, shelf: dict[str, N], node: N) -> None:
        if node.id in shelf:
            vi, en = f"Mã «{node.id}» bị dùng hai lần.", f"Id “{node.id}” is used twice."
            self.source.find(node.line, node.id, "dmn-duplicate-id", "error", vi, en)
        shelf.setdefault(node.id, node)

    def _kind(self, variable: Element | None, owner: str) -> Type:
        if variable is None:
            return ANY
        self.book.check_known(variable.get("typeRef"), variable, owner)
        return self.book.named(variable.get("typeRef"), variable)

    def _input(self, element: Element) -> InputData:
        id, name, _, variable = _names(element)
        shown = tidy(variable.get("name")) if variable is not None else ""
        return InputData(id, shown or name, int(element.sourceline or 0), self._kind(variable, id))

    def _decision(self, element: Element) -> Decision:
        id, name, called, variable = _names(element)
        self.reader.title = name
        body = self.reader.inside(element, id)
        kind = self._kind(variable, id)
        return Decision(id, name, called, int(element.sourceline or 0), kind, _requirements(element), body)

    def _knowledge(self, element: Element) -> Knowledge:
        id, name, called, variable = _names(element)
        self.reader.title = name
        logic = child(element, "encapsulatedLogic")
        return Knowledge(
            id=id,
            name=name,
            variable=called,
            line=int(element.sourceline or 0),
            kind=self._kind(variable, id),
            parameters=self.reader.parameters(logic),
            requires=_requirements(element),
            body=self.reader.function_body(logic, id),
        )

    def _service(self, element: Element) -> Service:
        id, name, called, variable = _names(element)
        return Service(
            id=id,
            name=name,
            variable=called,
            line=int(element.sourceline or 0),
            kind=self._kind(variable, id),
            outputs=_pointers(element, "outputDecision"),
            input_data=_pointers(element, "inputData"),
            input_decisions=_pointers(element, "inputDecision"),
        )

    def _check_references(self, model: Model) -> None:
        for node in model.callables():
            pointers = node.outputs if isinstance(node, Service) else node.requires
            for pointer in pointers:
                if model.resolve(pointer) is None:
                    vi = f"«{node.name}» cần phần tử «{pointer.id}» không có trong mô hình."
                    en = f"“{node.name}” requires “{pointer.id}”, which the model does not have."
                    self.source.find(node.line, node.id, "dmn-missing-element", "error", vi, en)


def _available(available: Mapping[str, Model], namespace: str, place: str, prefix: str) -> Model | None:
    for key in (namespace, place, PurePosixPath(place).name, prefix):
        if key and key in available:
            return available[key]
    return next((model for model in available.values() if model.namespace == namespace), None)


def _names(element: Element) -> tuple[str, str, str, Element | None]:
    """Return id, name, the name of the variable, and the variable of an element."""
    variable = child(element, "variable")
    called = tidy(variable.get("name")) if variable is not None else ""
    name = tidy(element.get("name")) or called or (element.get("id") or "")
    return element.get("id") or name, name, called or name, variable


def _pointers(element: Element, *names: str) -> tuple[Reference, ...]:
    return tuple(Reference(namespace, id) for namespace, id in references(element, *names))


def _requirements(element: Element) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
        found += _pointers(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
    return tuple(found)
