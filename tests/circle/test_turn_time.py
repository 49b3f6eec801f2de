"""How long a turn lasts."""

from __future__ import annotations

from typing import Any

from bot.circle import commands as c
from bot.circle.formats import NotePolicy
from bot.circle.machine import decide
from bot.circle.model import ContentNote, TurnOutcome
from bot.circle.refusals import Code, Refusal
from bot.circle.slices import Command
from bot.circle.turn_time import may_take_a_minute

from .table import CHECK_IN, CLOSING, STORIES, Table, a_format


def test_a_turn_is_warned_of_its_end_and_then_has_grace() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    assert (table.waits_for, table.left) == ("warning", 120)
    table.tick()
    assert (table.waits_for, table.left) == ("limit", 60)
    table.tick()
    assert (table.waits_for, table.left) == ("grace", 60)
    assert table.speaking == 1
    table.tick()
    assert table.outcomes(1) == [TurnOutcome.SHARED]


def test_a_short_turn_is_warned_half_way() -> None:
    table = Table(3)
    table.receive(1)
    assert (table.waits_for, table.left) == ("warning", CHECK_IN.seconds / 2)


def test_a_speaker_takes_one_more_minute_once() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Pass(seat=1))
    table.breath()
    table.receive(2)
    before = table.turn_left
    table.do(c.Extend(seat=2, seconds=60))
    assert table.turn_left == before + 60
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NO_MORE_TIME


def test_a_minute_after_the_time_is_up_is_counted_from_then() -> None:
    table = Table(3)
    table.receive(1)
    table.tick()
    table.tick()
    table.wait(20)
    table.do(c.Extend(seat=1, seconds=60))
    assert table.turn_left == 60
    assert not table.state.turn.is_over  # type: ignore[union-attr]


def test_a_facilitator_gives_a_minute_five_times() -> None:
    table = Table(3)
    table.shares(1)
    table.receive(2)
    before = table.turn_left
    for _ in range(5):
        table.do(c.Extend(seat=1, seconds=60))
    assert table.turn_left == before + 300
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NO_MORE_TIME


def test_in_ones_own_turn_it_is_as_much_for_everyone() -> None:
    everyone: list[dict[str, Any]] = [{"seat": 1}, {"seat": 2}]
    everyone += [{"seat": 2, "may_facilitate": True}, {"seat": 2, "steward": True}]
    for asker in everyone:
        for asked_s in (30, 60, 600):
            table = Table(3)
            if asker["seat"] == 2:
                table.shares(1)
            table.receive(asker["seat"])
            before = table.turn_left
            table.do(c.Extend(**asker, seconds=asked_s))
            assert table.turn_left == before + min(asked_s, table.state.format.timing.extra_s)
            assert table.no(c.Extend(**asker, seconds=asked_s)) == Code.NO_MORE_TIME


def test_a_facilitator_gives_more_to_somebody_else() -> None:
    table = Table(3)
    table.receive(1)
    before = table.turn_left
    table.do(c.Extend(seat=2, may_facilitate=True, seconds=600))
    assert table.turn_left == before + 600
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NO_MORE_TIME


def test_nobody_gives_time_to_others_but_a_facilitator() -> None:
    table = Table(3)
    table.receive(1)
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_YOUR_TURN
    table.do(c.Extend(steward=True, seconds=60))


def test_one_press_never_gives_two_minutes() -> None:
    table = Table(3)
    table.receive(1)
    press = c.Extend(seat=1, seconds=60, seen=table.state.version)
    table.do(press)
    left = table.turn_left
    assert table.no(press) == Code.STALE
    assert table.turn_left == left


def test_an_offer_is_not_extended() -> None:
    table = Table(3)
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_SPEAKING
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_YOUR_TURN


def test_one_more_minute_is_there_exactly_while_it_would_be_given() -> None:
    changes: tuple[Command | None, ...] = (
        None,
        c.Extend(seat=2, seconds=60),
        c.Extend(seat=1, seconds=60),
        c.Pause(seat=1),
        c.HoldSilence(seat=1),
        c.StandStill(),
        c.GiveNotes(seat=2, notes=(ContentNote.LOSS,)),
        c.Done(seat=2),
    )
    for change in changes:
        table = Table(4, a_format(STORIES, CLOSING, content_notes=NotePolicy.ASK))
        table.do(c.Pass(seat=1))
        assert not may_take_a_minute(table.state), "the piece is only offered"
        table.receive(2)
        if change is not None:
            table.do(change)
        is_given = not isinstance(decide(table.state, c.Extend(seat=2, seconds=60), table.now), Refusal)
        assert may_take_a_minute(table.state) == is_given, change
