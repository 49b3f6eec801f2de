"""A circle that was away for too long is closed, and none is that could still be going on."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle.formats import Format
from bot.circle.model import EndReason, Phase
from bot.circle.outage import IDLE_S, longest_s
from bot.content import load_content
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.planning import plan
from bot.services.deliveries.policy import Refresh
from bot.settings import ROOT
from tests.circle.planned import Date
from tests.circle.table import Table, stepped

FORMATS = sorted(load_content(ROOT / "data").formats.values(), key=lambda chosen: chosen.id)
LINGER_S = 600.0
DAY = 86_400
ALLOWED = {d.Ended, d.CloseRoom}
"""What is delivered of a circle that is over for long, besides bringing up to date what is there."""


def lapse(table: Table, away_s: float) -> c.Lapse:
    """The bot is away for that long, and comes back."""
    since = table.now
    table.now = since + timedelta(seconds=away_s)
    return c.Lapse(untouched_since=since, linger_s=LINGER_S)


away = st.floats(0, 400 * DAY, allow_nan=False)


@settings(max_examples=60)
@given(st.sampled_from(FORMATS), st.integers(3, 8), st.booleans(), st.floats(0, 7200), away)
def test_a_circle_is_closed_when_its_room_would_be_gone_and_not_before(
    chosen: Format, seats: int, begun: bool, played_s: float, away_s: float
) -> None:
    table = Table(min(seats, chosen.capacity), chosen, begun=begun)
    table.advance(played_s)
    if table.state.phase is Phase.ENDED:
        return
    bound = longest_s(chosen) + LINGER_S + IDLE_S
    before = table.state
    events = table.do(lapse(table, away_s))
    assert (table.state.phase is Phase.ENDED) is (away_s > bound)
    if away_s <= bound:
        assert not events, "as if nothing had been asked"
        return
    assert table.state.end_reason is EndReason.LAPSED
    shown = {type(item.what) for item in plan(before, stepped(before, events), linger_s=LINGER_S)}
    assert not shown - {*ALLOWED, Refresh}, "nobody is let in, and no room is made"
    assert d.Ended in shown


@settings(max_examples=60)
@given(st.sampled_from(FORMATS), st.integers(1, 6), st.floats(0, 7 * DAY), away)
def test_a_date_that_passed_long_ago_is_closed_and_one_to_come_is_not(
    chosen: Format, seats: int, waited_s: float, away_s: float
) -> None:
    date = Date(seats, chosen)
    date.advance(waited_s)
    if date.state.phase is not Phase.PLANNED:
        return
    was_off = date.state.is_off
    assert date.state.appointment is not None
    last = date.state.appointment.off_at or date.state.appointment.starts_at
    before = date.state
    events = date.do(lapse(date, away_s))
    since_s = (date.now - max(last, date.now - timedelta(seconds=away_s))).total_seconds()
    is_over = since_s > longest_s(chosen) + LINGER_S + IDLE_S
    assert (date.state.phase is Phase.ENDED) is is_over
    if not is_over:
        assert not events
        return
    assert was_off or date.state.end_reason is EndReason.MISSED
    shown = {
        type(item.what)
        for item in plan(before, stepped(before, events), linger_s=LINGER_S)
        if not policy_of(item.what).is_private
    }
    assert not shown - {*ALLOWED, Refresh}


def test_the_longest_circle_is_longer_than_any_that_takes_its_time() -> None:
    for chosen in FORMATS:
        table = Table(chosen.capacity, chosen)
        begun = table.now
        while table.state.phase is not Phase.ENDED:
            assert table.state.timer is not None
            turn = table.state.turn
            if turn is not None and turn.seat is not None and turn.ends_at is None:
                table.do(c.Receive(seat=turn.seat))
            table.now = max(table.now, table.state.timer.due)
            table.do(c.Tick())
        assert (table.now - begun).total_seconds() <= longest_s(chosen)
