"""The regular expressions of XPath, where they differ from Python's."""

from __future__ import annotations

import pytest

from tests.engine.feel.conftest import Show

ROWS = r"""
matches("hello world", "he ll o[ ]worl d", "x") => true
matches("hello world", "\p{ I s B a s i c L a t i n }+", "x") => true
matches("hello world", "\p{ IsBasicLatin}+") => null
matches("a[", " a \[ ", "x") => true
matches("a]b", "[ \] ] b", "x") => true
matches("ab", "(? : a) b", "x") => true
matches("\nabcd\ndefg\n", "^$", "m") => true
matches("Mary\u000DJones", "Mary.Jones") => false
matches("Mary\u000DJones", "Mary.Jones", "s") => true
matches("\u212A", "k", "i") => true
matches("x", "[A-Z-[OI]]", "i") => true
matches("i", "[A-Z-[OI]]", "i") => false
matches("q", "[^Q]", "i") => false
matches("aA", "(a)\1", "i") => true
matches("h", "(.)\3") => null
matches("abcd", "(asd)[\1]") => null
matches("input", "pattern", " ") => null
matches("input", "pattern", "X") => null
matches("input", "pattern", []) => null
matches("input", "pattern", "", []) => null
matches("_", "^\i$") => true
matches("1", "^\i$") => false
matches("1", "^\c$") => true
matches("-", "^\C$") => false
matches("\U01F600", "^.$") => true
matches("\U01F600", "\p{So}") => true
replace("\U01F600x", "^.", "-") => "-x"
replace("facetiously", "[iouy]", "[$0]") => "facet[i][o][u]sl[y]"
replace("abc", ".^[d-z]*", "smix") => "abc"
replace("darted", "^(.*?)d(.*)$", "$1c$2") => "carted"
replace(input: "abc", pattern: "[A-Z]", replacement: "#", flags: "i") => "###"
split("a\U01F600b", "\U01F600") => ["a", "b"]
"""


@pytest.mark.parametrize(("text", "expected"), [row.rsplit(" => ", 1) for row in ROWS.strip().splitlines()])
def test_a_pattern_means_what_xpath_says(show: Show, text: str, expected: str) -> None:
    assert show(text) == expected
