"""Item definitions: the types a model names."""

from __future__ import annotations

from engine import feel
from engine.dmn.basics import basic
from engine.dmn.cells import plain
from engine.dmn.model import Import
from engine.dmn.reading.source import Source, line_of, text_of, tidy
from engine.dmn.spoken import Spoken
from engine.dmn.types import ANY, Constrained, Constraint, FunctionType, ListOf, Named, Structure, Type
from engine.xmlreading import Element, child, children


class TypeBook:
    """The types of one file, looked up by the names XML gives them."""

    def __init__(self, source: Source, imports: tuple[Import, ...]) -> None:
        self.source = source
        self.imports = imports
        self.types: dict[str, Type] = {}
        # The listed values of an enumerated type, in their order, for tables that rank by them.
        self.values: dict[str, str] = {}

    def read(self, root: Element) -> None:
        for element in children(root, "itemDefinition"):
            name = tidy(element.get("name"))
            self.types[name] = self._definition(element, name)
            self._note_values(element, name)
        self._speak()

    def _speak(self) -> None:
        """Let the texts of the file name its types and those it imports."""
        for imported in self.imports:
            prefix = f"{imported.prefix}." if imported.prefix else ""
            if imported.model is not None:
                self.source.types |= {prefix + name: Spoken(t) for name, t in imported.model.types.items()}
        self.source.types |= {name: Spoken(kind) for name, kind in self.types.items()}

    def _note_values(self, element: Element, name: str) -> None:
        allowed = child(element, "allowedValues", "typeConstraint")
        if allowed is not None:
            self.values[name] = text_of(allowed)

    def _definition(self, element: Element, name: str) -> Type:
        kind = self._base(element, name)
        allowed = child(element, "allowedValues")
        if allowed is not None:
            kind = self._constrained(kind, allowed, name)
        if element.get("isCollection", "").strip() in ("true", "1"):
            kind = ListOf(name, kind)
        constraint = child(element, "typeConstraint")
        return kind if constraint is None else self._constrained(kind, constraint, name)

    def _base(self, element: Element, name: str) -> Type:
        function = child(element, "functionItem")
        if function is not None:
            return self._function(function, name)
        parts = list(children(element, "itemComponent"))
        if parts:
            return Structure(name, {tidy(part.get("name")): self._component(part) for part in parts})
        reference = child(element, "typeRef")
        return self.named(text_of(reference) if reference is not None else None, element)

    def _function(self, element: Element, name: str) -> Type:
        parameters = (self.named(each.get("typeRef"), element) for each in children(element, "parameters"))
        return FunctionType(name, self.named(element.get("outputTypeRef"), element), tuple(parameters))

    def _component(self, part: Element) -> Type:
        return self._definition(part, tidy(part.get("name")))

    def _constrained(self, kind: Type, element: Element, name: str) -> Type:
        test = self.constraint(element, name)
        return kind if test is None else Constrained(name, kind, test)

    def constraint(self, element: Element, owner: str) -> Constraint | None:
        """Compile allowed values into a test."""
        text = text_of(element)
        if not text or text == "-":
            return None
        try:
            tests = feel.parse_unary_tests(text, self.source.names)
        except feel.FeelError as error:
            self.source.misspelt(error, text, line_of(element), owner)
            return None
        simple = plain(text)

        def allowed(value: object) -> bool:
            known = simple.accepts(value) if simple else None
            return tests.matches(value, {}) is True if known is None else known

        return allowed

    def named(self, reference: str | None, element: Element) -> Type:
        """Return the type a reference names; the definition may still be to come."""
        wanted = (reference or "").strip()
        if not wanted:
            return ANY
        local = wanted if wanted in self.types else self._local(wanted, element)
        known = basic(local)
        if known is not None and local not in self.types:
            return known
        return Named(local, lambda: self.find(local))

    def _local(self, wanted: str, element: Element) -> str:
        """Turn an XML-qualified name of older files into a plain or import-prefixed one."""
        prefix, colon, rest = wanted.partition(":")
        if not colon:
            return tidy(wanted)
        namespace = element.nsmap.get(prefix)
        for imported in self.imports:
            if namespace == imported.namespace or prefix == imported.prefix:
                return f"{imported.prefix}.{tidy(rest)}"
        return tidy(rest)

    def find(self, name: str) -> Type:
        if name in self.types:
            return self.types[name]
        for imported in self.imports:
            if imported.model is None:
                continue
            prefix = f"{imported.prefix}." if imported.prefix else ""
            for model in (imported.model, *imported.model.merged()):
                if name.startswith(prefix) and name[len(prefix) :] in model.types:
                    return model.types[name[len(prefix) :]]
        return ANY

    def check_known(self, reference: str | None, element: Element, owner: str) -> None:
        """Warn of a type nobody defined: its values would go unchecked."""
        wanted = (reference or "").strip()
        if not wanted:
            return
        local = self._local(wanted, element)
        if basic(local) is not None or local in self.types or self.find(local) is not ANY:
            return
        self.source.find(
            int(element.sourceline or 0),
            owner,
            "dmn-unknown-type",
            "warning",
            f"Kiểu «{wanted}» chưa được định nghĩa; giá trị sẽ không được kiểm tra.",
            f"Type “{wanted}” is not defined; its values go unchecked.",
        )
