"""Who may speak, moment by moment. `properties` asks the same of every state that any test comes to."""

from __future__ import annotations

import pytest

from bot.circle import commands as c
from bot.circle.confidence import without
from bot.circle.formats import NotePolicy, SpeakingOrder, Stage
from bot.circle.model import ContentNote
from bot.circle.speaking import EVERYONE, NOBODY, Only, held_out_to, may_be_heard, may_speak

from .table import AGREEMENTS, CLOSING, REFLECTION, STORIES, Table, a_format


def test_only_whoever_has_received_the_piece_speaks() -> None:
    table = Table(3, a_format(STORIES, REFLECTION))
    assert may_speak(table.state) == NOBODY, "the piece is held out, and not taken"
    table.receive(1)
    assert may_speak(table.state) == Only(1)
    table.do(c.Done(seat=1))
    assert may_speak(table.state) == NOBODY, "a breath lies between two turns"
    table.breath()
    assert may_speak(table.state) == NOBODY
    table.receive(2)
    assert may_speak(table.state) == Only(2), "the facilitator speaks in their own turn"


def test_before_the_beginning_in_open_stages_and_after_the_end_everyone_speaks() -> None:
    assert may_speak(Table(3, begun=False).state) == EVERYONE
    table = Table(3, a_format(AGREEMENTS, STORIES, REFLECTION, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    assert may_speak(table.state) == EVERYONE, "agreements are talked about"
    table = Table(3, a_format(STORIES, REFLECTION))
    table.shares(1, 2, 3)
    assert may_speak(table.state) == EVERYONE, "they are reflected on together"
    table.do(c.End(seat=1))
    assert may_speak(table.state) == EVERYONE


@pytest.mark.parametrize("stages", [(STORIES, CLOSING), (REFLECTION, CLOSING)])
def test_in_a_pause_everyone_speaks_and_in_a_silence_nobody(stages: tuple[Stage, ...]) -> None:
    table = Table(3, a_format(*stages))
    if table.state.in_round:
        table.receive(1)
    before = may_speak(table.state)
    table.do(c.HoldSilence(seat=1))
    assert may_speak(table.state) == NOBODY
    table.do(c.AskForPause(seat=3))
    assert may_speak(table.state) == EVERYONE, "whoever holds the circle can speak in a pause, as all can"
    table.do(c.Resume(seat=1))
    assert may_speak(table.state) == before


def test_a_circle_that_cannot_be_shown_holds_nobody_back() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    table.do(c.StandStill())
    assert may_speak(table.state) == EVERYONE
    table.do(c.GoOn())
    assert may_speak(table.state) == Only(1)


def test_a_holder_who_drops_out_is_heard_as_soon_as_they_are_back() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    table.drops(1)
    assert may_speak(table.state) == Only(1)
    table.tick()
    assert may_speak(table.state) == NOBODY, "the piece has moved on"


def test_a_piece_in_the_middle_is_with_nobody() -> None:
    table = Table(3, a_format(STORIES, CLOSING, order=SpeakingOrder.VOLUNTEER))
    assert may_speak(table.state) == NOBODY
    table.do(c.Receive(seat=2))
    assert may_speak(table.state) == Only(2)


def test_nothing_done_in_confidence_shows_in_who_may_speak() -> None:
    table = Table(4, a_format(STORIES, CLOSING, content_notes=NotePolicy.ASK))
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,), seen=table.state.version))
    assert may_speak(table.state) == may_speak(without(table.state)) == Only(1)


def test_whoever_writes_has_the_piece_and_need_not_be_heard() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.do(c.Write(seat=1))
    table.receive(1)
    assert (may_speak(table.state), may_be_heard(table.state)) == (Only(1), NOBODY)
    table.do(c.Speak(seat=1))
    assert may_be_heard(table.state) == Only(1), "it may be changed at any time"
    table.do(c.Write(seat=1))
    table.do(c.Pause(seat=2, steward=True))
    assert may_be_heard(table.state) == EVERYONE


def test_the_piece_is_held_out_to_one_or_to_all_who_may_have_it_and_to_nobody_who_writes() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    assert held_out_to(table.state) == {1}
    table.do(c.HoldSilence(seat=1))
    assert held_out_to(table.state) == frozenset(), "nobody is asked to speak in a silence"
    table.do(c.Resume(seat=1))
    table.do(c.Write(seat=1))
    assert held_out_to(table.state) == frozenset(), "they take it in writing"
    table.receive(1)
    assert held_out_to(table.state) == frozenset()
    middle = Table(3, a_format(STORIES, CLOSING, order=SpeakingOrder.VOLUNTEER))
    middle.do(c.Write(seat=3))
    assert held_out_to(middle.state) == {1, 2}
    middle.receive(1)
    middle.do(c.Done(seat=1))
    middle.breath()
    assert held_out_to(middle.state) == {2}
