"""What is counted adds up, whatever is counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.services.counts import LATE_S, Lateness


@given(st.lists(st.floats(-1, 100)))
def test_each_step_has_all_that_were_at_most_so_late(late_s: list[float]) -> None:
    lateness = Lateness()
    for one in late_s:
        lateness.add(one)
    assert lateness.up_to() == [sum(one <= step for one in late_s) for step in (*LATE_S, 1_000)]
    assert lateness.sum_s == sum(max(0.0, one) for one in late_s)
