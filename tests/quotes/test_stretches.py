"""Stretches of days: a month is borne by a day in it, no other stretch by a shorter one."""

from __future__ import annotations

import pytest

from ragkit.quotes.support import check_support
from ragkit.types import Span


@pytest.mark.parametrize(
    ("source", "claim", "holds"),
    [
        ("It was open on 3 and 9 May.", "It was open on 3 and 9 May.", True),
        ("It was open on 3 and 9 May.", "It was open on 3 and 12 May.", False),
        ("It was shot between 1 and 14 April.", "It was shot between 1 and 17 April.", False),
        ("It was open from 3 to 9 May.", "It was open from 3 to 12 May.", False),
        ("It was open from 3 to 9 May.", "It was open from 4 to 9 May.", False),
        ("It opened on 4 May 2024.", "It opened in May 2024.", True),
        ("It opened on 4 May 2024.", "It opened in 2024.", True),
        ("It opened on 4 May 2024.", "It opened in June 2024.", False),
        ("It ends on 31 December 9999.", "It ends in December 9999.", True),
    ],
)
def test_a_stretch_of_days(source: str, claim: str, *, holds: bool) -> None:
    checks = check_support(claim, [(source, Span(0, len(source)))])
    assert all(check.holds for check in checks) is holds
