"""Diagrams drawn by lot: every one keeps within the dialect, and comes to an end if it is worked at."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.engine.chance.terms import (
    ANSWERS,
    ERROR,
    MESSAGES,
    Again,
    Block,
    Both,
    Choice,
    Each,
    Edge,
    Either,
    Hear,
    Pause,
    Quit,
    Race,
    Seq,
    Sub,
    Task,
)

HOURS = st.sampled_from((1.0, 2.0, 3.5, 30.0))
HEARD = st.sampled_from(MESSAGES)
BACK = st.integers(0, 2)


@cache
def terms(depth: int = 3) -> SearchStrategy[Block]:
    return st.builds(_beginning, tasks(depth), blocks(depth, "plain"))


def _beginning(first: Task, rest: Block) -> Block:
    return Seq((first, rest))


@st.composite
def blocks(draw: st.DrawFn, depth: int, escape: str) -> Block:
    """A piece of that depth; drawn in a function, so that nobody prints the whole strategy."""
    return draw(_blocks(depth, escape))


@cache
def _blocks(depth: int, escape: str) -> SearchStrategy[Block]:
    """`escape` is how a way may break off here; where all ways are waited for, only with everything around."""
    leaf: SearchStrategy[Block] = st.one_of(tasks(depth), st.builds(Pause, HOURS), st.builds(Hear, HEARD))
    if depth == 0:
        return leaf
    inner = blocks(depth - 1, escape)
    joined = blocks(depth - 1, "terminate" if escape == "plain" else escape)
    both = st.builds(Both, st.tuples(joined, joined))
    return st.one_of(
        leaf,
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Seq(tuple(parts))),
        st.builds(Choice, BACK, st.tuples(_ways(depth, escape), inner)),
        both,
        both,
        st.builds(_again, BACK, tasks(0), inner),
        races(depth, escape),
        subs(depth),
        st.builds(
            Either,
            BACK,
            st.tuples(_sets(), _sets()),
            st.tuples(joined, joined, joined),
        ),
        each(depth),
    )


def _again(back: int, first: Task, rest: Block) -> Block:
    return Again(back, Seq((first, rest)))


def _sets() -> SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(ANSWERS), min_size=1, max_size=2)


@cache
def _ways(depth: int, escape: str) -> SearchStrategy[Block]:
    inner = blocks(depth - 1, escape)
    out: SearchStrategy[Block] = st.just(Quit(escape))  # type: ignore[arg-type]
    return st.one_of(inner, out, st.builds(lambda one, last: Seq((one, last)), inner, out))


@cache
def tasks(depth: int) -> SearchStrategy[Task]:
    edge: SearchStrategy[Edge | None] = st.none()
    if depth > 0:
        edge = st.one_of(edge, edges(depth - 1))
    plain = st.builds(Task, ladder=st.booleans(), says=st.sampled_from((None, None, None, *MESSAGES)))
    edged = st.builds(Task, says=st.sampled_from((None, None, *MESSAGES)), edge=edge)
    return st.one_of(plain, edged)


@cache
def edges(depth: int) -> SearchStrategy[Edge]:
    return st.builds(Edge, st.one_of(HOURS, HEARD), st.booleans(), blocks(depth, "terminate"))


@cache
def subs(depth: int) -> SearchStrategy[Sub]:
    free = st.builds(
        Sub,
        blocks(depth - 1, "plain"),
        st.one_of(st.none(), edges(depth - 1)),
        st.booleans(),
    )
    failing = st.builds(
        Sub,
        blocks(depth - 1, ERROR),
        st.builds(Edge, st.just(ERROR), st.just(True), blocks(depth - 1, "terminate")),
        st.booleans(),
    )
    return st.one_of(free, failing)


@cache
def each(depth: int) -> SearchStrategy[Each]:
    """A scope that is run several times has its edge, if any, around all of them."""
    body: SearchStrategy[Task | Sub] = st.one_of(tasks(0), st.builds(Sub, blocks(depth - 1, "plain")))
    return st.builds(
        Each, st.integers(0, 3), st.booleans(), st.one_of(st.none(), st.integers(1, 2)), st.booleans(), body
    )


@cache
def races(depth: int, escape: str) -> SearchStrategy[Race]:
    way = blocks(depth - 1, escape)
    return st.one_of(
        st.builds(Race, HOURS, st.tuples(HEARD), st.tuples(way, way)),
        st.builds(
            Race, st.none(), st.permutations(MESSAGES).map(lambda all_: tuple(all_[:2])), st.tuples(way, way)
        ),
    )
