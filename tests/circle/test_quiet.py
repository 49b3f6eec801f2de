"""The quiet things: gestures towards a story, content notes, feelings, a pause for everyone, shared time."""

from __future__ import annotations

from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import ContentNotes, SpeakingOrder
from bot.circle.model import Gesture, Note, Outcome, Tally
from bot.circle.refusals import Code
from bot.store import codec

from .table import ANNOUNCE, CHECK_IN, CLOSING, REFLECTION, STORIES, Table, a_format

HEARD, ME_TOO, HOPE = Gesture


def _stories(seats: int = 4, **others: Any) -> Table:
    return Table(seats, a_format(STORIES, REFLECTION, CLOSING, **others))


def _gesture(table: Table, seat: int, teller: int, gesture: Gesture = HEARD) -> c.Resonate:
    (story,) = (s for s in table.state.stories if s.seat == teller)
    return c.Resonate(seat=seat, gesture=gesture, seen=story.opened)


def _gathered(table: Table) -> list[e.ResonanceGathered]:
    """The sums that say something."""
    found = [event for event in table.history if isinstance(event, e.ResonanceGathered)]
    return [event for event in found if event.heard or event.me_too or event.hope]


# Resonance


def test_a_teller_is_told_the_sums_when_the_round_is_over_and_no_trace_is_left() -> None:
    table = _stories(5)
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(c.Done(seat=1))
    table.breath()
    for seat, gesture in ((3, HEARD), (4, HOPE), (2, ME_TOO), (3, ME_TOO)):
        table.do(_gesture(table, seat, 1, gesture))
    table.shares(2, 3, 4)
    assert _gathered(table) == []
    table.shares(5)
    assert _gathered(table) == [e.ResonanceGathered(1, 1, heard=2, me_too=2, hope=1)]
    assert table.state.stories == ()
    table.do(c.ForgetEcho(turn=1))
    assert table.do(c.ForgetEcho(turn=1)) == ()
    assert [echo.turn for echo in table.state.echoes] == [2, 3, 4, 5]
    for turn in (2, 3, 4, 5):
        table.do(c.ForgetEcho(turn=turn))
    assert "gesture" not in codec.dump(table.state, None)
    assert "heard" not in codec.dump(table.state, None)


def test_each_gesture_counts_once_for_each_listener_and_again_is_no_error() -> None:
    table = _stories()
    table.receive(1)
    assert table.do(_gesture(table, 2, 1))
    assert table.do(_gesture(table, 2, 1)) == ()
    assert table.do(_gesture(table, 2, 1, HOPE))
    table.shares(1, 2, 3, 4)
    assert _gathered(table) == [e.ResonanceGathered(1, 1, heard=1, me_too=0, hope=1)]


def test_with_fewer_than_three_listening_it_is_let_go_of_silently() -> None:
    table = _stories(3)
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(_gesture(table, 3, 1))
    table.shares(1, 2, 3)
    assert _gathered(table) == []
    assert table.state.stories == ()


def test_who_is_away_when_the_story_ends_was_not_listening() -> None:
    table = _stories(4)
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.drops(4)
    table.shares(1, 2, 3)
    table.returns(4)
    table.shares(4)
    assert _gathered(table) == []


def test_a_teller_does_not_answer_their_own_story() -> None:
    table = _stories()
    table.receive(1)
    assert table.no(_gesture(table, 1, 1)) == Code.OWN_STORY


def test_after_the_round_the_moment_has_passed() -> None:
    table = _stories()
    table.receive(1)
    late = _gesture(table, 2, 1)
    table.shares(1, 2, 3, 4)
    assert table.no(late) == Code.MOMENT_PASSED


def test_a_press_whose_story_cannot_be_told_is_from_an_older_card() -> None:
    table = _stories()
    table.shares(1)
    assert table.no(c.Resonate(seat=2, gesture=HEARD, seen=table.state.version)) == Code.STALE
    assert table.no(c.Resonate(seat=2, gesture=HEARD)) == Code.STALE


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet])
def test_a_turn_that_was_begun_and_passed_on_is_no_story(verb: type[c.Command]) -> None:
    table = _stories()
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(verb(seat=1, seen=table.state.version))
    assert table.state.stories == ()


def test_that_sums_are_gathered_does_not_tell_whether_there_were_gestures() -> None:
    """An event leads to a delivery, and that lies in the database."""

    def played(*gestures: tuple[int, Gesture]) -> list[tuple[type[e.Event], Any]]:
        table = _stories(5)
        table.receive(1)
        for seat, gesture in gestures:
            table.do(_gesture(table, seat, 1, gesture))
        table.shares(1, 2, 3, 4, 5)
        made = (e.Resonated,)
        return [
            (type(event), getattr(event, "seat", None))
            for event in table.history
            if not isinstance(event, made)
        ]

    assert played() == played((2, HEARD)) == played((2, HEARD), (3, HOPE), (4, ME_TOO))


def test_a_removed_teller_is_told_nothing() -> None:
    table = _stories(5)
    table.shares(1)
    table.receive(2)
    table.do(_gesture(table, 3, 2))
    table.do(c.Remove(seat=1, target=2))
    table.breath()
    table.shares(3, 4, 5)
    assert _gathered(table) == []


def test_a_circle_that_is_ended_in_mid_round_lets_go_of_everything() -> None:
    table = _stories()
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(c.End(seat=1))
    assert table.state.stories == ()
    assert _gathered(table) == []


def test_other_rounds_have_no_gestures() -> None:
    table = Table(4, a_format(CHECK_IN, CLOSING))
    table.receive(1)
    assert table.state.stories == ()
    assert table.no(c.Resonate(seat=2, gesture=HEARD, seen=table.state.version)) == Code.MOMENT_PASSED


def test_whoever_takes_the_piece_from_the_middle_can_be_answered() -> None:
    table = _stories(4, order=SpeakingOrder.VOLUNTEER)
    table.receive(3)
    table.do(_gesture(table, 1, 3))
    table.shares(3, 1, 2, 4)
    assert [(g.seat, g.heard) for g in _gathered(table)] == [(3, 1)]


# Content notes


def test_a_note_holds_a_quiet_moment_and_gives_its_time_back() -> None:
    table = _stories()
    table.receive(1)
    table.wait(20)
    left = table.turn_left
    table.do(c.GiveNotes(seat=1, notes=(Note.VIOLENCE, Note.LOSS), seen=table.state.version))
    assert table.state.turn is not None
    assert table.state.turn.notes == (Note.LOSS, Note.VIOLENCE)
    assert (table.waits_for, table.left) == ("note", 15)
    table.tick()
    assert table.turn_left == left


def test_there_is_one_quiet_moment_in_a_turn() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(Note.LOSS,)))
    table.tick()
    table.do(c.GiveNotes(seat=1, notes=()))
    table.do(c.GiveNotes(seat=1, notes=(Note.ABUSE,)))
    assert table.waits_for == "warning"


def test_only_the_teller_gives_notes_and_only_while_telling() -> None:
    table = _stories()
    assert table.no(c.GiveNotes(seat=1, notes=(Note.LOSS,))) == Code.NO_NOTE
    table.receive(1)
    assert table.no(c.GiveNotes(seat=2, notes=(Note.LOSS,))) == Code.NOT_YOUR_TURN


def test_where_a_note_is_required_the_time_waits_for_it() -> None:
    table = _stories(content_notes=ContentNotes.REQUIRED)
    table.receive(1)
    assert (table.waits_for, table.left) == ("note_asked", 60)
    table.wait(40)
    table.do(c.GiveNotes(seat=1))
    assert (table.waits_for, table.turn_left) == ("warning", 180)


def test_where_nothing_is_chosen_the_time_begins_by_itself() -> None:
    table = _stories(content_notes=ContentNotes.REQUIRED)
    table.receive(1)
    table.tick()
    assert (table.waits_for, table.turn_left) == ("warning", 180)


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet, c.Done])
def test_nobody_is_kept_by_a_note(verb: type[c.Command]) -> None:
    for required in (ContentNotes.REQUIRED, ContentNotes.ASK):
        table = _stories(content_notes=required)
        table.receive(1)
        if required is ContentNotes.ASK:
            table.do(c.GiveNotes(seat=1, notes=(Note.LOSS,)))
        table.do(verb(seat=1, seen=table.state.version))
        table.breath()
        assert table.offered == 2


def test_next_sets_aside_whoever_was_only_asked_for_a_note() -> None:
    table = _stories(content_notes=ContentNotes.REQUIRED)
    table.receive(1)
    table.do(c.Next(seat=1))
    assert table.outcomes(1) == [Outcome.DEFERRED]


def test_whoever_steps_out_in_the_quiet_moment_keeps_their_place() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(Note.SELF_HARM,)))
    table.do(c.StepOut(seat=2))
    table.tick()
    assert table.speaking == 1
    table.do(c.ComeBack(seat=2))
    table.shares(1)
    assert table.offered == 2


def test_a_teller_who_drops_out_in_the_quiet_moment_is_waited_for_after_it() -> None:
    table = _stories()
    table.receive(1)
    table.do(c.GiveNotes(seat=1, notes=(Note.LOSS,)))
    table.drops(1)
    assert table.waits_for == "note"
    table.tick()
    assert table.waits_for == "away"


def test_other_rounds_ask_for_no_note() -> None:
    table = Table(4, a_format(CHECK_IN, CLOSING, content_notes=ContentNotes.REQUIRED))
    table.receive(1)
    assert table.waits_for == "warning"


# How alone people feel


def _asking() -> Table:
    table = Table(5, a_format(ANNOUNCE, STORIES, CLOSING, scale=True), begun=False)
    table.do(c.Begin(seat=1))
    return table


def test_feelings_are_a_histogram_and_who_has_answered() -> None:
    table = _asking()
    for seat, level in ((5, 2), (1, 2), (3, 5)):
        table.do(c.Feel(seat=seat, level=level))
    assert table.state.check_in == Tally((1, 3, 5), (0, 2, 0, 0, 1))


def test_only_the_first_answer_counts_and_another_is_no_error() -> None:
    table = _asking()
    table.do(c.Feel(seat=2, level=1))
    assert table.do(c.Feel(seat=2, level=4)) == ()
    assert table.state.check_in.counts == (1, 0, 0, 0, 0)


def test_arriving_is_asked_at_the_opening_and_leaving_at_the_closing() -> None:
    table = _asking()
    assert table.no(c.Feel(seat=2, level=4, leaving=True)) == Code.MOMENT_PASSED
    table.tick()
    assert table.no(c.Feel(seat=2, level=4)) == Code.MOMENT_PASSED
    table.shares(1, 2, 3, 4, 5)
    assert table.stage == "Closing"
    assert table.no(c.Feel(seat=2, level=4)) == Code.MOMENT_PASSED
    table.do(c.Feel(seat=2, level=4, leaving=True))
    assert table.state.check_out == Tally((2,), (0, 0, 0, 1, 0))


def test_a_circle_that_did_not_choose_it_is_not_asked() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    assert table.no(c.Feel(seat=2, level=4)) == Code.MOMENT_PASSED


def test_a_format_can_be_adjusted_to_ask() -> None:
    assert not a_format().scale
    assert a_format().adjusted(scale=True).scale
    assert a_format(scale=True).adjusted(capacity=5).scale


# A pause for everyone


def test_anyone_may_ask_for_a_pause_and_it_ends_by_itself() -> None:
    table = _stories()
    table.receive(1)
    left = table.turn_left
    said = table.do(c.AskForPause(seat=3))
    assert not any(getattr(event, "seat", None) == 3 for event in said), "it was said who asked"
    assert (table.waits_for, table.left) == ("silence", 60)
    table.tick()
    assert table.turn_left == left


def test_a_pause_is_not_asked_for_again_within_a_minute() -> None:
    table = _stories()
    table.do(c.AskForPause(seat=3))
    assert table.do(c.AskForPause(seat=2)) == ()
    table.do(c.Resume(seat=1))
    assert table.no(c.AskForPause(seat=2)) == Code.JUST_RESTED
    table.wait(59)
    assert table.no(c.AskForPause(seat=2)) == Code.JUST_RESTED
    table.wait(61)
    table.do(c.AskForPause(seat=2))


def test_whoever_stepped_out_may_ask_for_a_pause_from_outside() -> None:
    table = _stories()
    table.do(c.StepOut(seat=3))
    table.do(c.AskForPause(seat=3))
    assert table.state.seat(3).presence == "absent"  # type: ignore[union-attr]


def test_somebody_without_a_seat_does_not_stop_the_circle() -> None:
    table = _stories()
    assert table.no(c.AskForPause(steward=True)) == Code.NOT_SEATED


# Shared time


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
