"""Rounding as people do it."""

import pytest

from cmcli.domain.rounding import percent, rounded, said


@pytest.mark.parametrize(
    ("number", "digits", "found"),
    [(62.5, 0, 63), (0.5, 0, 1), (2.25, 1, 2.3), (-2.5, 0, -3), (28.499999999999996, 0, 29),
     (62.49, 0, 62), (7, 1, 7), (1e13 + 0.5, 0, 1e13 + 1)],
)  # fmt: skip
def test_a_half_goes_away_from_zero(number: float, digits: int, found: float) -> None:
    assert rounded(number, digits) == found


@pytest.mark.parametrize(
    ("share", "found"), [(0.625, "63 %"), (0.285, "29 %"), (0.875, "88 %"), (1, "100 %")]
)
def test_a_share_in_per_cent(share: float, found: str) -> None:
    assert percent(share) == found
    assert percent(share, 1) == f"{share * 100:.1f} %"


def test_what_comes_to_zero_has_no_sign() -> None:
    assert (said(-0.04, 1), said(1234.56, 1), percent(-0.0001)) == ("0.0", "1,234.6", "0 %")
