"""Findings about one table: gaps, overlaps, rows that never fire, answers that cannot be ranked."""

from __future__ import annotations

from itertools import combinations, islice

from engine import feel
from engine.dmn.cells import constant
from engine.dmn.checking.atoms import Column, TooMuch, columns
from engine.dmn.checking.regions import Case, Search, common_case, overlaps
from engine.dmn.hits import SINGLE, HitPolicy
from engine.dmn.tables import Rule, Table
from engine.findings import Finding, Severity

MAX_TOLD = 20
MAX_PAIRS = 100_000
EXAMPLES = 3


def check_table(file: str, owner: str, title: str, table: Table) -> list[Finding]:
    """Return what is wrong with a table; work is bounded, and a table too large is said to be so."""
    return _TableCheck(file, owner, title, table).findings()


class _TableCheck:
    def __init__(self, file: str, owner: str, title: str, table: Table) -> None:
        self.file, self.owner, self.title, self.table = file, owner, title or owner, table
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        if not self.table.rules:
            self._tell(
                self.table.line,
                "dmn-no-rules",
                "warning",
                f"Bảng «{self.title}» không có dòng nào.",
                f"Table “{self.title}” has no rows.",
            )
            return self.found
        self._check_ranks()
        try:
            self._compare()
        except TooMuch:
            self._tell(
                self.table.line,
                "dmn-table-too-large",
                "info",
                f"Bảng «{self.title}» quá lớn để kiểm tra hết chỗ hở và chỗ trùng.",
                f"Table “{self.title}” is too large for a full search for gaps and overlaps.",
            )
        return self.found

    def _compare(self) -> None:
        cut = None if self.table.broken else columns(self.table)
        if cut is None:
            return
        self._check_dead_cells(cut)
        self._check_overlaps(cut)
        search = Search(cut)
        self._check_gaps(search)
        self._check_unreachable(search)

    def _tell(self, line: int, code: str, severity: Severity, vi: str, en: str) -> None:
        self.found.append(Finding(self.file, line, self.owner, code, severity, vi, en))

    def _check_ranks(self) -> None:
        """A hit policy that ranks by output values needs them, and needs every answer among them."""
        if self.table.policy not in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
            return
        if not any(output.order for output in self.table.outputs):
            self._tell(
                self.table.line,
                "dmn-no-priorities",
                "error",
                f"Bảng «{self.title}» ({self.table.policy}) thiếu danh sách giá trị kết quả để xếp hạng.",
                f"Table “{self.title}” ({self.table.policy}) has no list of output values to rank by.",
            )
        for rule in self.table.rules:
            self._check_rank(rule)

    def _check_rank(self, rule: Rule) -> None:
        for output, text in zip(self.table.outputs, rule.output_texts, strict=False):
            value = constant(text)
            if not output.order or value is None:
                continue
            if not any(feel.equal(value, listed) is True for listed in output.order):
                self._tell(
                    rule.line,
                    "dmn-unranked-output",
                    "error",
                    f"Bảng «{self.title}», dòng {rule.index}: kết quả {text} không có trong danh sách "
                    "xếp hạng.",
                    f"Table “{self.title}”, row {rule.index}: output {text} is not among the output values.",
                )

    def _check_dead_cells(self, cut: list[Column]) -> None:
        for at, rule in enumerate(self.table.rules):
            dead = [column.label for column in cut if not column.masks[at]]
            if dead:
                self._tell(
                    rule.line,
                    "dmn-dead-row",
                    "warning",
                    f"Bảng «{self.title}», dòng {rule.index} không bao giờ khớp: ô «{dead[0]}» "
                    "đòi giá trị ngoài danh sách cho phép.",
                    f"Table “{self.title}”, row {rule.index} never matches: its cell for “{dead[0]}” "
                    "asks for values that are not allowed.",
                )

    def _check_overlaps(self, cut: list[Column]) -> None:
        if self.table.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return
        told = 0
        for one, other in islice(combinations(range(len(self.table.rules)), 2), MAX_PAIRS):
            if told >= MAX_TOLD:
                return
            if overlaps(cut, one, other) and not self._agree(one, other):
                told += 1
                self._tell_overlap(cut, one, other)

    def _agree(self, one: int, other: int) -> bool:
        rules = self.table.rules
        return self.table.policy is HitPolicy.ANY and rules[one].output_texts == rules[other].output_texts

    def _tell_overlap(self, cut: list[Column], one: int, other: int) -> None:
        first, second = self.table.rules[one], self.table.rules[other]
        case = _told(common_case(cut, one, other))
        policy = self.table.policy
        self._tell(
            second.line,
            "dmn-overlap",
            "error",
            f"Bảng «{self.title}» ({policy}): dòng {_row(first)} và dòng {_row(second)} "
            f"cùng khớp khi {case}.",
            f"Table “{self.title}” ({policy}): rows {_row(first)} and {_row(second)} both match when {case}.",
        )

    def _check_gaps(self, search: Search) -> None:
        has_default = any(output.default is not None for output in self.table.outputs)
        if self.table.policy not in SINGLE or has_default:
            return
        rows = (1 << len(self.table.rules)) - 1
        examples = [_told(case) for case in islice(search.uncovered(rows), EXAMPLES)]
        if examples:
            listed = "; hoặc khi ".join(examples)
            self._tell(
                self.table.line,
                "dmn-gap",
                "warning",
                f"Bảng «{self.title}» không có dòng nào và không có kết quả mặc định khi {listed}.",
                f"Table “{self.title}” has no row and no default output when {' | or when '.join(examples)}.",
            )

    def _check_unreachable(self, search: Search) -> None:
        if self.table.policy is not HitPolicy.FIRST:
            return
        for at, rule in enumerate(self.table.rules):
            earlier = (1 << at) - 1
            possible = all(column.masks[at] for column in search.columns)
            if possible and next(search.uncovered(earlier, at), None) is None:
                self._tell(
                    rule.line,
                    "dmn-unreachable-row",
                    "warning",
                    f"Bảng «{self.title}», dòng {rule.index} không bao giờ được dùng: "
                    "các dòng phía trên đã khớp mọi trường hợp của nó.",
                    f"Table “{self.title}”, row {rule.index} is never reached: "
                    "the rows above it match all its cases.",
                )


def _row(rule: Rule) -> str:
    return f"{rule.index} ({rule.id})" if rule.id else str(rule.index)


def _told(case: Case) -> str:
    return ", ".join(f"{label} = {value}" for label, value in case) or "mọi trường hợp"
