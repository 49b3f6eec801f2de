"""What is said of a session as a whole."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.looking_back import was_even

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


def test_time_is_even_unless_one_story_took_more_than_twice_the_average() -> None:
    def told(*seconds: float) -> Table:
        table = Table(len(seconds), a_format(STORIES, CLOSING))
        for seat, taken in enumerate(seconds, 1):
            table.receive(seat)
            table.wait(taken)
            table.do(c.Done(seat=seat))
            table.breath()
        return table

    assert was_even(told(60, 60, 120).state)
    assert not was_even(told(20, 20, 170).state), "170 is more than twice 70"
    table = Table(3, a_format(STORIES, CLOSING))
    table.shares(1)
    assert not was_even(table.state), "one story alone says nothing"
