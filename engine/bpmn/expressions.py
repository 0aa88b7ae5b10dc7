# mypy: allow-subclassing-any
"""Where SpiffWorkflow meets FEEL: every expression is evaluated here, and nothing is executed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn, Protocol

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine import feel
from engine.bpmn.errors import ScriptRefused

# Words with spaces must be known before an expression that uses them can be parsed.
DOMAIN_WORDS = ("working time", "unit of")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Host(Protocol):
    """What the engine asks of the application while a case runs."""

    def words(self, now: datetime) -> Mapping[str, object]: ...

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object: ...

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object: ...

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None: ...


def formula(text: str) -> str:
    """Return the FEEL text of an expression as written in a diagram, without the `=` modellers put first."""
    text = text.strip()
    return text[1:].strip() if text.startswith("=") else text


def plain(value: object) -> object:
    """Return the value as it will be after saving and loading, sharing nothing with the original."""
    return feel.from_json(feel.to_json(value))


class _NoPython(BasePythonScriptEngineEnvironment):
    """The library's door to eval and exec, bricked up."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> NoReturn:
        raise ScriptRefused("", "an expression reached the library's own evaluator")

    def execute(self, script: str, context: Any, external_context: Any = None) -> NoReturn:
        raise ScriptRefused("", "scripts are not run")

    def call_service(self, context: Any, **kwargs: Any) -> NoReturn:
        raise ScriptRefused("", "services are called through the host only")


class Engine(PythonScriptEngine):
    """Holds the clock and the host of one case, and evaluates its FEEL."""

    def __init__(self, host: Host) -> None:
        super().__init__(_NoPython())
        self.host = host
        self.now = EPOCH
        self._words_at: datetime | None = None
        self._functions: dict[str, object] = {}
        self._values: dict[str, object] = {}
        self._names: tuple[str, ...] = DOMAIN_WORDS

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> object:
        return self.value(expression, task.data)

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:
        raise ScriptRefused(str(task.task_spec.bpmn_id), "scripts are not run")

    def call_service(self, task: Any, **kwargs: Any) -> NoReturn:
        raise ScriptRefused(str(task.task_spec.bpmn_id), "services are called through the host only")

    def value(self, expression: str, data: Mapping[str, object]) -> object:
        """Return what the FEEL expression means in this data at this instant."""
        self._learn_words()
        # A word of the domain wins over a variable of the same name: no answer can redefine `ioc`.
        context = {**data, **self._values}
        return feel.parse(formula(expression), self._names).evaluate(context, self._functions)

    def setting(self, text: str, data: Mapping[str, object]) -> object:
        """Return a property's value: FEEL after `=`, otherwise the text itself."""
        return self.value(text, data) if text.lstrip().startswith("=") else text

    def holds(self, expression: str, data: Mapping[str, object]) -> bool:
        """Say whether a condition is true; null and everything that is not true count as false."""
        return self.value(expression, data) is True

    def decide(self, element: str, decision: str, data: Mapping[str, object]) -> object:
        return plain(self.host.decide(element, decision, copy.deepcopy(dict(data)), self.now))

    def operate(self, element: str, operation: str, inputs: dict[str, object], data: Any) -> object:
        return plain(self.host.operate(element, operation, inputs, copy.deepcopy(dict(data)), self.now))

    def _learn_words(self) -> None:
        if self._words_at == self.now:
            return
        words = self.host.words(self.now)
        self._functions = {name: word for name, word in words.items() if _is_function(word)}
        self._values = {name: word for name, word in words.items() if not _is_function(word)}
        self._names = tuple(dict.fromkeys((*DOMAIN_WORDS, *words)))
        self._words_at = self.now


def _is_function(word: object) -> bool:
    return callable(word) and not isinstance(word, feel.Function)
