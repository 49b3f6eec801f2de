"""Speaking or writing, in one circle."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.looking_back import used_quarters

from .table import CLOSING, STORIES, Table, a_format


def _table() -> Table:
    return Table(3, a_format(STORIES, CLOSING, written_factor=1.5))


def test_a_written_turn_has_the_written_time_and_a_spoken_one_the_spoken_time() -> None:
    table = _table()
    table.do(c.Write(seat=2))
    table.receive(1)
    assert table.turn_left == STORIES.seconds
    table.do(c.Done(seat=1))
    table.breath()
    table.receive(2)
    assert table.turn_left == 1.5 * STORIES.seconds
    assert table.do(c.Write(seat=2)) == (), "once said is enough"


def test_in_a_written_room_everyone_has_the_same() -> None:
    chosen = a_format(STORIES, CLOSING, written_factor=1.5).adjusted(in_writing=True)
    table = Table(3, chosen)
    table.do(c.Write(seat=1))
    table.receive(1)
    assert table.turn_left == 1.5 * STORIES.seconds
    table.do(c.Done(seat=1))
    table.breath()
    table.receive(2)
    assert table.turn_left == 1.5 * STORIES.seconds


def test_a_microphone_that_fails_in_the_middle_of_a_turn_costs_nobody_their_turn() -> None:
    table = _table()
    table.receive(1)
    table.wait(30)
    table.do(c.Write(seat=1))
    assert table.turn_left == STORIES.seconds - 30 + 90
    table.do(c.Speak(seat=1))
    table.do(c.Write(seat=1))
    assert table.turn_left == STORIES.seconds - 30 + 90, "once a turn"
    assert not any(isinstance(event, e.TurnEnded) for event in table.history)


def test_time_for_writing_is_given_while_the_circle_stands_still_and_after_the_time_is_over() -> None:
    table = _table()
    table.receive(1)
    table.wait(30)
    table.do(c.Pause(seat=1))
    table.wait(100)
    table.do(c.Write(seat=1))
    table.do(c.Resume(seat=1))
    assert table.turn_left == STORIES.seconds - 30 + 90

    table = _table()
    table.receive(1)
    table.tick()
    table.tick()
    assert table.waits_for == "grace"
    table.wait(20)
    table.do(c.Write(seat=1))
    assert (table.turn_left, table.waits_for) == (90, "warning")


def test_a_written_story_counts_as_a_spoken_one_that_took_the_same_part_of_its_time() -> None:
    table = _table()
    table.do(c.Write(seat=1))
    for seat, half_s in ((1, 135), (2, 90), (3, 90)):
        table.receive(seat)
        table.wait(half_s)
        table.do(c.Done(seat=seat))
        table.breath()
    assert used_quarters(table.state) == 2
    assert table.state.used_s == 1.5 * STORIES.seconds
