"""One component of form-js JSON after another to the fields of a Form, with every fault on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms import patterns
from forms.raw import feel, items, mapping, option, text
from forms.schema import CHOICES, CONTAINERS, INPUTS, KINDS, Choices, Field, Rules

MAX_COMPONENTS = 300
MAX_DEPTH = 8
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*\Z")
IGNORED = frozenset({"button"})

# (component key, code, Vietnamese, English)
Fault = tuple[str, str, str, str]


class Reader:
    """Reads components one by one and collects every fault on the way."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.count = 0

    def components(self, parts: list[Any], depth: int) -> tuple[Field, ...]:
        if depth > MAX_DEPTH:
            self._fault("", "too-deep", "Các nhóm lồng nhau quá sâu.", "Groups are nested too deeply.")
            return ()
        found = (self.component(part, depth) for part in parts if not self._ignored(part))
        return tuple(field for field in found if field is not None)

    def _ignored(self, part: Any) -> bool:
        return isinstance(part, dict) and part.get("type") in IGNORED

    def component(self, part: Any, depth: int) -> Field | None:
        self.count += 1
        if self.count > MAX_COMPONENTS:
            if self.count == MAX_COMPONENTS + 1:
                self._fault(
                    "", "too-many", "Biểu mẫu có quá nhiều trường.", "The form has too many components."
                )
            return None
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in KINDS:
            name = text(part.get("key") or part.get("id")) if isinstance(part, dict) else ""
            vi = f"Loại trường “{kind}” không được dùng."
            self._fault(name, "unknown-type", vi, f"Components of type “{kind}” are not supported.")
            return None
        return self._field(part, kind, depth)

    def _field(self, part: dict[str, Any], kind: str, depth: int) -> Field:
        key = text(part.get("path") if kind in CONTAINERS else part.get("key"))
        name = key or text(part.get("id")) or kind
        self._check_key(kind, key, name)
        properties = {k: text(v) for k, v in mapping(part.get("properties")).items() if isinstance(k, str)}
        if part.get("disallowPassedDates") is True:
            properties["future"] = "true"
        self._check_properties(properties, name)
        look = mapping(part.get("appearance"))
        locks = [part.get("disabled"), part.get("readonly")]
        return Field(
            kind=kind,
            id=text(part.get("id")) or f"c{self.count}",
            key=key,
            label=text(part.get("label")) or text(part.get("dateLabel")) or text(part.get("timeLabel")),
            label_en=properties.get("label_en", ""),
            description=text(part.get("description")),
            description_en=properties.get("description_en", ""),
            rules=self._rules(part, name),
            choices=self._choices(part, kind, name),
            hide=feel(mapping(part.get("conditional")).get("hide")),
            locked=any(lock is True for lock in locks),
            lock_expressions=tuple(lock for lock in map(feel, locks) if lock),
            default=part.get("defaultValue"),
            subtype=self._subtype(part, kind, name),
            text=text(part.get("text")),
            expression=feel(part.get("expression")),
            decimal_digits=self._whole(part.get("decimalDigits"), name, "decimalDigits"),
            multiple=part.get("multiple") is True,
            accept=text(part.get("accept")),
            default_rows=self._whole(part.get("defaultRepetitions", 1), name, "defaultRepetitions") or 0,
            grows=part.get("allowAddRemove", True) is not False,
            prefix=text(look.get("prefixAdorner")),
            suffix=text(look.get("suffixAdorner")),
            properties=properties,
            components=self.components(items(part.get("components")), depth + 1),
        )

    def _check_key(self, kind: str, key: str, name: str) -> None:
        needed = kind in INPUTS or kind in ("dynamiclist", "expression")
        if (needed or key) and not KEY.match(key):
            vi = "Khóa của trường chỉ gồm chữ không dấu, số, gạch dưới và bắt đầu bằng chữ."
            self._fault(name, "bad-key", vi, f"“{key}” is not a usable key.")

    def _check_properties(self, properties: Mapping[str, str], name: str) -> None:
        for word in ("max_rows", "min_rows", "max_files", "rows"):
            if word in properties and not re.fullmatch(r"[0-9]{1,3}", properties[word]):
                vi = f"“{word}” phải là số nguyên không quá 999."
                self._fault(name, "bad-property", vi, f"“{word}” must be a whole number up to 999.")

    def _subtype(self, part: dict[str, Any], kind: str, name: str) -> str:
        subtype = text(part.get("subtype")) or "date"
        if kind == "datetime" and subtype not in ("date", "time", "datetime"):
            vi = "Loại ngày giờ phải là date, time hoặc datetime."
            self._fault(name, "bad-subtype", vi, "subtype must be date, time or datetime.")
        return subtype if kind == "datetime" else ""

    def _rules(self, part: dict[str, Any], name: str) -> Rules:
        rules = mapping(part.get("validate"))
        kind = rules.get("validationType")
        pattern = text(rules.get("pattern")) or None
        if kind not in (None, "", "custom", "email", "phone"):
            self._fault(name, "bad-rule", f"Không có kiểu kiểm tra “{kind}”.", f"No validationType “{kind}”.")
        wrong = patterns.fault(pattern) if pattern else None
        if wrong:
            self._fault(name, "bad-pattern", "Mẫu kiểm tra không an toàn hoặc sai.", f"The pattern {wrong}.")
        return Rules(
            required=rules.get("required") is True,
            min_length=self._whole(rules.get("minLength"), name, "minLength"),
            max_length=self._whole(rules.get("maxLength"), name, "maxLength"),
            minimum=self._number(rules.get("min"), name, "min"),
            maximum=self._number(rules.get("max"), name, "max"),
            pattern=None if wrong else pattern,
            kind=kind if kind in ("email", "phone") else None,
        )

    def _choices(self, part: dict[str, Any], kind: str, name: str) -> Choices:
        if kind not in CHOICES:
            return Choices()
        fixed = tuple(o for o in map(option, items(part.get("values"))) if o is not None)
        key, expression = text(part.get("valuesKey")) or None, feel(part.get("valuesExpression"))
        if not (fixed or key or expression):
            self._fault(
                name, "no-options", "Trường này không có lựa chọn nào.", "There is nothing to choose from."
            )
        return Choices(fixed, key, expression)

    def _whole(self, value: Any, name: str, word: str) -> int | None:
        number = self._number(value, name, word)
        if number is not None and (number < 0 or number != int(number)):
            self._fault(name, "bad-rule", f"“{word}” phải là số nguyên.", f"“{word}” must be a whole number.")
            return None
        return None if number is None else int(number)

    def _number(self, value: Any, name: str, word: str) -> Decimal | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", str(value)):
            self._fault(name, "bad-rule", f"“{word}” phải là một số.", f"“{word}” must be a number.")
            return None
        return Decimal(str(value))

    def _fault(self, name: str, code: str, vi: str, en: str) -> None:
        self.faults.append((name, code, vi, en))
