"""What is said of a session as a whole."""

from __future__ import annotations

from bot.circle import commands as c

from .table import CHECK_IN, CLOSING, STORIES, Table, a_format


def test_time_is_summed_for_everyone_together_without_the_time_in_holds() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    table.wait(60)
    table.do(c.Pause(seat=1))
    table.wait(300)
    table.do(c.Resume(seat=1))
    table.wait(30)
    table.do(c.Done(seat=1))
    table.breath()
    assert (table.state.used_s, table.state.offered_s) == (90, 180)
    table.passes(2)
    assert (table.state.used_s, table.state.offered_s) == (90, 360)
    table.receive(3)
    table.wait(700)
    table.do(c.Done(seat=3))
    table.breath()
    assert (table.state.used_s, table.state.offered_s) == (270, 540)
    table.passes(2)
    assert (table.state.used_s, table.state.offered_s) == (270, 540), "a second offer is not more time"
    table.do(c.End(seat=1))
    assert table.state.summary is not None
    assert (table.state.summary.people, table.state.summary.told) == (3, 2)
    assert table.state.summary.used_quarters == 2


def test_a_speaker_who_goes_away_uses_no_time_meanwhile() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    table.wait(45)
    table.drops(1)
    table.wait(50)
    table.do(c.Leave(seat=1))
    assert table.state.used_s == 45


def test_an_outage_uses_no_time() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    table.wait(45)
    since = table.now
    table.wait(5000)
    table.do(c.GiveBack(since=since))
    table.do(c.Done(seat=1))
    assert table.state.used_s == 45


def test_without_stories_there_is_no_share_of_time() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    table.shares(1, 2, 3)
    table.tick()
    assert table.state.summary is not None
    assert (table.state.summary.told, table.state.summary.used_quarters) == (3, None)
