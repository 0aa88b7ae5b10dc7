"""What a form asks, as values: the form-js JSON after it has been read and found sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from forms.files import File, RefusedFile
    from forms.reading import Reading


class Evaluate(Protocol):
    """Works out one FEEL expression (without its leading "=") against the data it may read."""

    def __call__(self, expression: str, context: Mapping[str, object], /) -> object: ...


Lookups = Mapping[str, Sequence[Mapping[str, object]]]

CHOICES = frozenset({"select", "radio", "checklist", "taglist"})
MANY = frozenset({"checklist", "taglist"})
INPUTS = CHOICES | {"textfield", "textarea", "number", "checkbox", "datetime", "filepicker"}
SINGLE = frozenset({"textfield", "textarea", "number", "datetime", "select", "radio"})
CONTAINERS = frozenset({"group", "dynamiclist"})
QUIET = frozenset({"separator", "spacer", "text"})
KINDS = INPUTS | CONTAINERS | QUIET | {"expression"}

DEFAULT_MAX_LENGTH = 4000
DEFAULT_MAX_ROWS = 20
DEFAULT_MAX_FILES = 10


class Offers(tuple[Mapping[str, object], ...]):
    """A list that many forms offer, read into options once for all of them."""

    @cached_property
    def options(self) -> tuple[Option, ...]:
        from forms.raw import option  # reading an option needs to know what one is

        return tuple(one for one in map(option, self) if one is not None)


@dataclass(frozen=True)
class Rules:
    """What an answer must satisfy."""

    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str | int | float | bool
    label: str
    label_en: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """The value as a browser posts it."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True)
class Choices:
    """Where a field's options come from: the form itself, a named list, or an expression."""

    fixed: tuple[Option, ...] = ()
    key: str | None = None
    expression: str | None = None


@dataclass(frozen=True)
class Field:
    """One component of a form."""

    kind: str
    id: str
    key: str = ""
    label: str = ""
    label_en: str = ""
    description: str = ""
    description_en: str = ""
    rules: Rules = Rules()
    choices: Choices = Choices()
    hide: str | None = None
    locked: bool = False
    lock_expressions: tuple[str, ...] = ()
    default: Any = None
    subtype: str = ""
    text: str = ""
    expression: str | None = None
    decimal_digits: int | None = None
    multiple: bool = False
    accept: str = ""
    default_rows: int = 1
    grows: bool = True
    prefix: str = ""
    suffix: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    components: tuple[Field, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The steps from the surrounding scope to this field's answer."""
        return tuple(self.key.split(".")) if self.key else ()

    @property
    def prefill(self) -> str | None:
        """What an officer finds already filled in, as an expression over the case."""
        return self.properties.get("prefill", "").removeprefix("=").strip() or None

    @property
    def max_rows(self) -> int:
        return int(self.properties.get("max_rows", DEFAULT_MAX_ROWS))

    @property
    def min_rows(self) -> int:
        return int(self.properties.get("min_rows", 0))

    @property
    def max_files(self) -> int:
        return int(self.properties.get("max_files", DEFAULT_MAX_FILES)) if self.multiple else 1

    def says(self, language: str) -> str:
        return self.label_en if language == "en" and self.label_en else self.label

    def explains(self, language: str) -> str:
        return self.description_en if language == "en" and self.description_en else self.description


@dataclass(frozen=True)
class Form:
    """A form that can be rendered and whose answers can be read."""

    id: str
    components: tuple[Field, ...]

    def read(
        self,
        submitted: Mapping[str, object],
        uploads: Mapping[str, Sequence[File | RefusedFile]],
        evaluate: Evaluate,
        context: Mapping[str, object],
        lookups: Lookups | None = None,
    ) -> Reading:
        """Turn what was posted into answers, or into problems a person can mend."""
        from forms.reading import read

        return read(self, submitted, uploads, evaluate, context, lookups or {})


def walk(fields: Sequence[Field]) -> Iterator[Field]:
    """Every component, outer before inner, in the order of the document."""
    for one in fields:
        yield one
        yield from walk(one.components)
