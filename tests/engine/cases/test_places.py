"""How a place is written when people name the commune themselves."""

from __future__ import annotations

import pytest

from engine.cases.places import whole_place


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("", None, "xã Ea Đar, huyện Ea Kar"), "Xã Ea Đar, huyện Ea Kar"),
        (("xã Ea Đar, huyện Ea Kar", None, "xã Ea Đar, huyện Ea Kar"), "Xã Ea Đar, huyện Ea Kar"),
        (("ngã ba xã Ea Knuếc", "", "xã Ea KNuec, huyện Krông Pắc"), "Ngã ba xã Ea Knuếc, huyện Krông Pắc"),
        (("Chợ", "thôn 3", "xã Ea Ral, huyện Ea H'leo"), "Chợ, thôn 3, xã Ea Ral, huyện Ea H'leo"),
    ],
)
def test_each_place_is_named_once_and_the_first_begins_with_a_capital(
    parts: tuple[str | None, ...], told: str
) -> None:
    assert whole_place(*parts) == told
