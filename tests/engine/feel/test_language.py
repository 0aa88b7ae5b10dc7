"""The language itself: operators, names, paths, filters, loops, functions."""

from __future__ import annotations

import pytest

from engine import feel
from tests.engine.feel.conftest import Show

ROWS = r"""
1 + 2 * 3 => 7
(1 + 2) * 3 => 9
2 ** 3 ** 2 => 64
-5 ** 2 => 25
- - 3 => 3
10 / 4 => 2.5
1 / 3 => 0.3333333333333333333333333333333333
0.1 + 0.2 => 0.3
1 / 0 => null
10 ** 9999999 => null
.5 + 1 => 1.5
1.5e3 => 1500
"a" + "b" => "ab"
"a" + 1 => null
1 + null => null
true + true => null
null = null => true
null != null => false
1 = null => false
1 != null => true
1 = "1" => null
false = 0 => null
0 = 0.00 => true
"foo" = "Foo" => false
[1, 2] = [1, 2] => true
[1, 2] = [2, 1] => false
[1] = 1 => null
{a: 1, b: 2} = {b: 2, a: 1} => true
{a: 1} = {"a": 1} => true
[1..3] = [1..3] => true
[1..3] = [1..3) => false
1 < 2 => true
"a" < "b" => true
1 < "a" => null
true < false => null
null < 1 => null
1 < 2 = true => true
2 between 1 and 3 => true
4 between 1 and 3 => false
"x" between 1 and 3 => null
2 between 1 and 3 and true => true
true and null => null
false and null => false
null and false => false
true or null => true
false or null => null
true and "x" => null
"x" or false => null
not(true) => false
not(null) => null
if true then 1 else 2 => 1
if null then 1 else 2 => 2
if "x" then 1 else 2 => 2
if 1 > 2 then "a" else if 2 > 1 then "b" else "c" => "b"
1 in [1, 2] => true
3 in [1, 2] => false
2 in (1..3) => true
1 in (1..3) => false
1 in [1..3) => true
3 in ]1..3] => true
1 in ]1..3[ => false
3 in [1..3[ => false
5 in > 3 => true
5 in (< 3, 5) => true
5 in (< 3, > 7) => false
5 in [[1..2], [4..6]] => true
[1] in [[1], [2]] => true
"d" in ("c", < "c", >= "d") => true
true in (false, true) => true
5 in = 5 => true
5 in != 5 => false
[1, 2, 3][1] => 1
[1, 2, 3][-1] => 3
[1, 2, 3][0] => null
[1, 2, 3][4] => null
[1, 2, 3][item > 1] => [2, 3]
[1, 2, 3][item > 9] => []
[1, 2, 3][true] => [1, 2, 3]
[1, 2, 3][null] => []
[][1] => null
100[1] => 100
100[2] => null
"foo"[1] => "foo"
100[item = 100] => [100]
null[1] => null
[{a: 1}, {a: 2}][a > 1] => [{a: 2}]
[{a: 1}, {a: 2}].a => [1, 2]
[{a: 1}, {b: 2}].a => [1, null]
[{item: 5}][item = 5] => [{item: 5}]
[{a: 1, b: 2}][a = 1].b => [2]
[{x y: 1}, {x y: 2}][x y = 2].x y => [2]
{a: 1}.b => null
{a: {b: {c: 3}}}.a.b.c => 3
{a b: 1, c: a b + 1}.c => 2
{foo+bar: 1, d: foo+bar + 1}.d => 2
{foo+bar: 7}.foo+bar => 7
{"a-b": 3}.a-b => 3
{"": 1} => {"": 1}
{a: 1, a: 2} => null
{a: 1 + 2, b: 3, c: {d: a + b}}.c.d => 6
for i in [1, 2, 3] return i * 2 => [2, 4, 6]
for i in 1..3 return i => [1, 2, 3]
for i in 3..1 return i => [3, 2, 1]
for i in [1..3] return i => [1, 2, 3]
for i in 1..2, j in i..2 return [i, j] => [[1, 1], [1, 2], [2, 2]]
for i in 0..4 return if i = 0 then 1 else i * partial[-1] => [1, 1, 2, 6, 24]
for i in null return i => null
for i in 5 return i + 1 => [6]
for i in @"2020-02-28"..@"2020-03-01" return string(i) => ["2020-02-28", "2020-02-29", "2020-03-01"]
for i in [] return i => []
some x in [1, 2] satisfies x > 1 => true
some x in [1, 2] satisfies x > 2 => false
some x in [1, null] satisfies x > 2 => null
some x in [] satisfies true => false
every x in [1, 2] satisfies x > 0 => true
every x in [1, 2] satisfies x > 1 => false
every x in [] satisfies false => true
some x in [1, 2] satisfies if x = 1 then "no" else true => null
every x in [1, 2], y in [x] satisfies x = y => true
some x in null satisfies true => null
(function(a, b) a + b)(1, 2) => 3
{f: function(a, b) a - b, r: f(b: 1, a: 5)}.r => 4
{f: function(a) a, r: f(1, 2)}.r => null
{f: function(a) a, r: f(b: 1)}.r => null
{f: function(a: number) a, r: f("x")}.r => null
{f: function(a: number) a, r: f([5])}.r => 5
{n: 2, f: function(a) a * n, r: f(4)}.r => 8
{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(5)}.r => 120
function(a) external {java: {class: "java.lang.Math", method signature: "cos(double)"}} => null
nothing(1) => null
substring(string: "foobar", start position: 3) => "obar"
substring(text: "foobar", start position: 3) => null
1 instance of number => true
null instance of number => false
null instance of Any => false
1 instance of Any => true
"a" instance of string => true
@"2020-01-01" instance of date => true
@"2020-01-01T00:00:00" instance of date and time => true
@"2020-01-01" instance of date and time => false
@"P1D" instance of days and time duration => true
@"P1Y" instance of years and months duration => true
[1, 2] instance of list<number> => true
[1, "a"] instance of list<number> => false
[1] instance of list<Any> => true
{a: 1, b: 2} instance of context<a: number> => true
{a: "x"} instance of context<a: number> => false
{} instance of context<a: number> => false
[1..2] instance of range<number> => true
[1..2] instance of range<string> => false
(function(a) a) instance of function<Any> -> Any => true
(function(a) a) instance of function<> -> Any => false
1 instance of unknown thing => null
1 + 2 instance of number => null
1 + /* inside */ 1 // after => 2
string length("a\nb") => 3
"\u0041\U01F40E" => "A🐎"
"\uD83D\uDC0E" => "🐎"
string length("\"q\"") => 3
string length("🐎") => 1
(< 5) => (< 5)
10 in (>= 5) => true
[1..5].start => 1
[1..5).end included => false
]1..5].start included => false
[5..1] => null
["a".."c"] => ["a".."c"]
[1.."a"] => null
"""

VALUES = {
    "person": {"first name": "Lan", "age": 30},
    "a-b": 7,
    "order": 2,
    "in a list": [1],
    "days in weekend": [6, 7],
}


def _rows(table: str) -> list[list[str]]:
    return [line.rsplit(" => ", 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), _rows(ROWS))
def test_an_expression_has_its_value(show: Show, text: str, expected: str) -> None:
    assert show(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("person.first name", (), "Lan"),
        ('person . first name + "!"', (), "Lan!"),
        ("a-b", ("a-b",), 7),
        ("a-b + 1", ("a-b",), 8),
        ("a - b", ("a-b",), 7),
        ("if order = 2 then person.age else 0", (), 30),
        ("for i in in a list return i", ("in a list",), [1]),
        ("for i in days in weekend return i", ("days in weekend",), [6, 7]),
        ("missing", (), None),
        ("missing.deeper", (), None),
    ],
)
def test_names_find_what_the_context_holds(text: str, names: tuple[str, ...], expected: object) -> None:
    assert feel.parse(text, names).evaluate(VALUES) == expected
