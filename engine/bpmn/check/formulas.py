"""Reading the expressions of a model: they must be FEEL and call nothing this system does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.bpmn.check.report import Report
from engine.xmlreading import Element

# Words with blanks that the parser must know before it meets them.
DOMAIN_WORDS = ("working time", "unit of")
DOMAIN_FUNCTIONS = frozenset({"escalation", "interim", "deadline", "working time", "unit of"})

# The built-in functions of DMN 1.4 (sections 10.3.4.1 to 10.3.4.9), and the words that may stand before "(".
_BUILTIN_NAMES = (
    "date, time, date and time, number, string, duration, years and months duration, context, not, "
    "substring, string length, upper case, lower case, substring before, substring after, replace, "
    "contains, starts with, ends with, matches, split, string join, list contains, count, min, max, sum, "
    "mean, all, any, sublist, append, concatenate, insert before, remove, reverse, index of, union, "
    "distinct values, flatten, product, median, stddev, mode, list replace, decimal, floor, ceiling, "
    "round up, round down, round half up, round half down, abs, modulo, sqrt, log, exp, odd, even, is, "
    "before, after, meets, met by, overlaps, overlaps before, overlaps after, finishes, finished by, "
    "includes, during, starts, started by, coincides, day of year, day of week, month of year, "
    "week of year, sort, get value, get entries, context put, context merge, now, today, range, "
    "is defined, trim, get or else, assert, string format, "
    # Parameters of function types and keywords.
    "if, then, else, and, or, in, between, for, return, some, every, satisfies, function, instance of"
)
_BUILTINS = frozenset(name.strip() for name in _BUILTIN_NAMES.split(","))
# Each alternative matches to the end of the text when unclosed, so that no text takes quadratic time.
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*(?:"|\\?\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TOKEN = re.compile(r"[^\W\d]\w*|\.\.|\S")
_LONGEST_NAME = 6
_DUNDER = re.compile(r"\b__\w+__\b")
_FUNCTION_BODY = re.compile(r"\bfunction\s*\([^)]*\)\s*external\b")
_FEEL_LANGUAGE = re.compile(r"feel|^$", re.IGNORECASE)
_PHASE = re.compile(r'\b(?:escalation|interim|deadline)\s*\(\s*"([^"\\]*)"')


def formula(text: str) -> str:
    """Return an expression without the `=` that modellers put first."""
    text = text.strip()
    return text[1:].strip() if text.startswith("=") else text


def phases_in(text: str) -> list[str]:
    """Return the phases an expression names in its domain words."""
    return _PHASE.findall(text)


def check_formula(
    report: Report, where: str, text: str, at: Element, *, own: Iterable[str] = (), unary: bool = False
) -> bool:
    """Tell whether the text is an expression we would evaluate; report why not."""
    text = formula(text)
    if not text:
        report.tell("feel-empty", at, where=where)
        return False
    unknown = list(_calls_unknown(text, frozenset(own)))
    if _looks_like_python(text):
        report.tell("feel-python", at, where=where, text=text)
        return False
    for name in unknown:
        report.tell("feel-function", at, where=where, function=name)
    return _parses(report, where, text, at, unary) and not unknown


def check_language(report: Report, at: Element, attribute: str = "language") -> None:
    """Report an expression that declares another language than FEEL."""
    language = at.get(attribute, "").strip()
    if not _FEEL_LANGUAGE.search(language):
        report.tell("feel-language", at, language=language)


def _parses(report: Report, where: str, text: str, at: Element, unary: bool) -> bool:
    from engine import feel

    try:
        (feel.parse_unary_tests if unary else feel.parse)(text, DOMAIN_WORDS)
    except feel.FeelSyntaxError as error:
        report.tell("feel-syntax", at, where=where, text=text, vi=_hint(text) or error.vi, en=error.en)
        return False
    except feel.LimitExceeded as error:
        report.tell("feel-syntax", at, where=where, text=text, vi=str(error), en=str(error))
        return False
    return True


def _hint(text: str) -> str:
    return "${…} là của công cụ khác; ghi thẳng biểu thức." if text[:2] in ("${", "#{") else ""


def _looks_like_python(text: str) -> bool:
    bare = _STRINGS.sub('""', text)
    return bool(_DUNDER.search(bare) or _FUNCTION_BODY.search(bare))


def _calls_unknown(text: str, own: frozenset[str]) -> Iterator[str]:
    bare = _STRINGS.sub('""', text)
    known = own | DOMAIN_FUNCTIONS | _BUILTINS | set(re.findall(r"\b([^\W\d]\w*)\s*:\s*function\b", bare))
    tokens = _TOKEN.findall(bare)
    for place, sign in enumerate(tokens):
        if sign == "(":
            dot, words = _words_before(tokens, place)
            # After a dot the first word is a member, which only counts as a function when the model has one.
            if words and not _known(words[dot:], known) and not (dot and _known(words, own)):
                yield ("." if dot else "") + " ".join(words)


def _words_before(tokens: list[str], place: int) -> tuple[bool, list[str]]:
    start = place
    while start and place - start < _LONGEST_NAME and _is_word(tokens[start - 1]):
        start -= 1
    return bool(start and tokens[start - 1] == "."), tokens[start:place]


def _is_word(token: str) -> bool:
    return token[0] == "_" or token[0].isalpha()


def _known(words: list[str], names: frozenset[str] | set[str]) -> bool:
    """Say whether the words before a bracket end in a known function: `x and count(` calls `count`."""
    return any(" ".join(words[start:]) in names for start in range(len(words)))
