"""Content notes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle.formats import NotePolicy
from bot.circle.model import ContentNote
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, REFLECTION, STORIES, Table, a_format


def _stories(seats: int = 4, **others: Any) -> Table:
    return Table(seats, a_format(STORIES, REFLECTION, CLOSING, **others))


def test_a_note_holds_a_quiet_moment_and_gives_its_time_back() -> None:
    table = _stories()
    table.receive(1)
    table.wait(20)
    left = table.turn_left
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.VIOLENCE, ContentNote.LOSS), seen=table.state.version))
    assert table.state.turn is not None
    assert table.state.turn.notes == (ContentNote.LOSS, ContentNote.VIOLENCE)
    assert (table.waits_for, table.left) == ("note", 15)
    table.tick()
    assert table.turn_left == left


def test_there_is_one_quiet_moment_in_a_turn() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,)))
    table.tick()
    table.do(c.GiveNotes(seat=1, notes=()))
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.ABUSE,)))
    assert table.waits_for == "warning"


def test_only_the_teller_gives_notes_and_only_while_telling() -> None:
    table = _stories()
    assert table.no(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,))) == Code.NO_NOTE
    table.receive(1)
    assert table.no(c.GiveNotes(seat=2, notes=(ContentNote.LOSS,))) == Code.NOT_YOUR_TURN


def test_where_a_note_is_required_the_time_waits_for_it() -> None:
    table = _stories(content_notes=NotePolicy.REQUIRED)
    table.receive(1)
    assert (table.waits_for, table.left) == ("note_asked", 60)
    table.wait(40)
    table.do(c.GiveNotes(seat=1))
    assert (table.waits_for, table.turn_left) == ("warning", 180)


def test_where_nothing_is_chosen_the_time_begins_by_itself() -> None:
    table = _stories(content_notes=NotePolicy.REQUIRED)
    table.receive(1)
    table.tick()
    assert (table.waits_for, table.turn_left) == ("warning", 180)


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet, c.Done])
def test_nobody_is_kept_by_a_note(verb: type[c.Command]) -> None:
    for required in (NotePolicy.REQUIRED, NotePolicy.ASK):
        table = _stories(content_notes=required)
        table.receive(1)
        if required is NotePolicy.ASK:
            table.do(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,)))
        table.do(verb(seat=1, seen=table.state.version))
        table.breath()
        assert table.offered == 2


def test_whoever_steps_out_in_the_quiet_moment_keeps_their_place() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.SELF_HARM,)))
    table.do(c.StepOut(seat=2))
    table.tick()
    assert table.speaking == 1
    table.do(c.ComeBack(seat=2))
    table.shares(1)
    assert table.offered == 2


def test_a_teller_who_drops_out_in_the_quiet_moment_is_waited_for_after_it() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,)))
    table.drops(1)
    assert table.waits_for == "note"
    table.tick()
    assert table.waits_for == "away"


def test_other_rounds_ask_for_no_note() -> None:
    table = Table(4, a_format(CHECK_IN, CLOSING, content_notes=NotePolicy.REQUIRED))
    table.receive(1)
    assert table.waits_for == "warning"
