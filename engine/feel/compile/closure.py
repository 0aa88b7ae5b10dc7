"""What a compiled shape is: a call that takes the scope and gives a value."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.nodes import Node
from engine.feel.scope import Scope

Closure = Callable[[Scope], object]
Compile = Callable[[Node], Closure]
