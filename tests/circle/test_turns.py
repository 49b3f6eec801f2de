"""Receiving the piece, passing, putting it off, and offers that nobody answers."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import PassPolicy
from bot.circle.model import TurnOutcome
from bot.circle.refusals import Code

from .table import Table, a_format


def _with(policy: PassPolicy) -> Table:
    return Table(3, a_format(pass_policy=policy))


def test_with_come_back_a_pass_is_offered_once_more_at_the_end() -> None:
    table = _with(PassPolicy.COME_BACK)
    table.passes(1)
    table.shares(2, 3)
    assert table.offered == 1
    table.passes(1)
    assert table.stage == "Stories"


def test_with_free_a_pass_is_all() -> None:
    table = _with(PassPolicy.FREE)
    table.passes(1)
    table.shares(2, 3)
    assert table.stage == "Stories"


def test_with_free_not_yet_still_comes_back_once() -> None:
    table = _with(PassPolicy.FREE)
    table.not_yet(1)
    table.shares(2, 3)
    assert table.offered == 1
    table.not_yet(1)
    assert table.stage == "Stories"


def test_with_everyone_eventually_a_pass_is_offered_twice_more_and_then_let_be() -> None:
    table = _with(PassPolicy.EVERYONE_EVENTUALLY)
    table.shares(1, 2)
    table.passes(3, 3, 3)
    assert table.stage == "Stories"


def test_with_everyone_eventually_nobody_is_asked_twice_in_a_row_while_others_wait() -> None:
    table = _with(PassPolicy.EVERYONE_EVENTUALLY)
    table.passes(1, 2)
    table.shares(3)
    table.passes(1)
    assert table.offered == 2, "seat 2 has waited longer"


def test_those_who_come_back_come_in_the_order_they_put_it_off() -> None:
    table = Table(5)
    table.shares(1)
    table.not_yet(2)
    table.passes(3)
    table.not_yet(4)
    table.shares(5)
    table.shares(2, 3, 4)
    assert table.stage == "Stories"


def test_a_second_not_yet_is_taken_as_a_pass() -> None:
    table = Table(3)
    table.not_yet(1)
    table.shares(2, 3)
    table.do(c.NotYet(seat=1))
    assert table.stage == "Stories"


def test_whoever_speaks_may_still_pass_or_put_it_off() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Pass(seat=1))
    table.breath()
    table.receive(2)
    table.do(c.NotYet(seat=2))
    table.breath()
    table.shares(3)
    assert table.offered == 1
    table.shares(1)
    assert table.offered == 2


def test_no_card_is_needed_to_pass() -> None:
    table = Table(3)
    table.do(c.Pass(seat=1))
    assert table.offered == 2


def test_a_card_of_an_earlier_turn_passes_nothing() -> None:
    table = Table(3)
    old = table.state.version
    table.passes(1)
    table.shares(2, 3)
    assert table.offered == 1
    assert table.no(c.Receive(seat=1, seen=old)) == Code.STALE
    assert table.no(c.Done(seat=1, seen=old)) == Code.STALE
    assert table.offered == 1


def test_the_piece_is_only_the_holders() -> None:
    table = Table(3)
    for verb in (c.Receive, c.Pass, c.NotYet, c.Done):
        assert table.no(verb(seat=2)) == Code.NOT_YOUR_TURN
    assert table.no(c.Done(seat=1)) == Code.NOT_RECEIVED


def test_an_unanswered_offer_comes_back_at_the_end_and_then_counts_as_away() -> None:
    table = Table(3)
    table.tick()
    table.tick()
    table.shares(2, 3)
    assert table.offered == 1
    table.tick()
    table.tick()
    assert table.stage == "Stories"
    ended = [event.outcome for event in table.history if isinstance(event, e.TurnEnded) and event.seat == 1]
    assert ended == [TurnOutcome.DEFERRED, TurnOutcome.ABSENT]


def test_whoever_is_here_but_does_not_answer_is_not_called_absent() -> None:
    table = Table(3)
    table.tick()
    table.tick()
    assert table.state.seat(1).presence == "unknown"  # type: ignore[union-attr]
    table.shares(2, 3)
    table.shares(1)
    assert table.state.seat(1).presence == "present"  # type: ignore[union-attr]


def test_an_offer_can_be_taken_after_it_was_repeated() -> None:
    table = Table(3)
    table.tick()
    table.receive(1)
    assert table.speaking == 1


def test_a_pass_is_no_turn_in_this_round_and_not_yet_is_one_at_its_end() -> None:
    table = _with(PassPolicy.FREE)
    table.passes(1)
    table.not_yet(2)
    table.shares(3)
    assert table.offered == 2
    table.shares(2)
    assert table.stage == "Stories"
    offered = table.offers_made()
    assert (offered.count(1), offered.count(2), offered.count(3)) == (2, 2, 1), "seat 1 begins the next round"


def test_the_last_in_line_who_is_not_ready_has_a_long_breath_and_is_asked_again() -> None:
    table = _with(PassPolicy.FREE)
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    assert table.state.turn is None
    assert (table.waits_for, table.left) == ("long_breath", 60)
    table.tick()
    assert table.offered == 3
    table.passes(3)
    assert table.stage == "Stories"


def test_with_come_back_the_last_in_line_who_passes_has_a_long_breath_too() -> None:
    table = _with(PassPolicy.COME_BACK)
    table.shares(1, 2)
    table.do(c.Pass(seat=3))
    assert table.waits_for == "long_breath"


def test_nobody_waits_for_the_last_in_line_when_somebody_else_can_speak() -> None:
    table = _with(PassPolicy.FREE)
    table.shares(1)
    table.drops(2)
    table.do(c.NotYet(seat=3))
    assert table.waits_for == "long_breath"
    table.returns(2)
    assert table.offered == 2
    table.shares(2)
    assert table.offered == 3, "what is put off comes after the first turns"


def test_a_long_breath_ends_with_the_one_it_was_for() -> None:
    table = _with(PassPolicy.FREE)
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    table.do(c.Leave(seat=3))
    assert table.stage == "Stories"


def test_whoever_leads_may_cut_a_long_breath_short() -> None:
    table = _with(PassPolicy.FREE)
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    table.do(c.Next(seat=1, seen=table.state.version))
    assert table.offered == 3


def test_a_pause_gives_a_long_breath_its_time_back() -> None:
    table = _with(PassPolicy.FREE)
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    table.wait(20)
    table.do(c.Pause(seat=1))
    table.wait(300)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left) == ("long_breath", 40)


def test_a_format_may_ask_the_last_in_line_again_at_once() -> None:
    table = Table(3, a_format(pass_policy=PassPolicy.FREE, long_breath_s=0))
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    assert table.offered == 3
