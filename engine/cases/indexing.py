"""The words that a case is found by."""

from __future__ import annotations

import sqlalchemy as sa

from engine.folding import fold
from engine.store.tables import case_words
from engine.work import Work

# Longer than any word of a language, shorter than an index takes.
LONGEST = 40


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked up, in their order."""
    return [word[:LONGEST] for word in fold(text).split()]


def keep_words(work: Work, case_id: int, text: str) -> None:
    """Let a case be found by each word of this text."""
    rows = [{"word": word, "case_id": case_id} for word in sorted(set(words_of(text)))]
    if rows:
        work.run(sa.insert(case_words), rows)
