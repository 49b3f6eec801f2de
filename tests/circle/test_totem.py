"""Ten ways in which Totem, the closest system, fails people, each as a test that ours does not.

Everything at a `Table` is checked against all the properties as well.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import Format
from bot.circle.model import Prompt, TurnOutcome
from bot.circle.refusals import Code

from .table import AGREEMENTS, ANNOUNCE, CHECK_IN, CLOSING, Table, a_format


def test_1_not_knowing_who_is_here_is_not_nobody_here() -> None:
    table = Table(4)
    table.nothing_is_known_of(1, 2, 3, 4)
    assert table.offered == 1
    table.shares(1, 2)
    table.nothing_is_known_of(3)
    table.shares(3, 4)
    assert table.stage == "Stories"


def test_1_a_seat_nothing_is_known_of_is_offered_its_turn() -> None:
    table = Table(3)
    table.nothing_is_known_of(2)
    table.shares(1)
    assert table.offered == 2


def test_2_a_speaker_who_drops_keeps_the_piece_the_round_and_the_question() -> None:
    table = Table(4, begun=False)
    table.do(c.Begin(seat=1, prompts=((0, Prompt(id="arrive")), (1, Prompt(id="tell")))))
    table.shares(1)
    table.receive(2)
    table.drops(2)
    assert table.speaking == 2
    assert table.waits_for == "away"
    table.returns(2)
    assert table.speaking == 2
    table.do(c.Done(seat=2))
    table.breath()
    table.passes(3)
    assert table.offered == 4
    assert table.stage == "Check-in"
    assert table.state.prompt == Prompt(id="arrive")


def test_2_the_piece_of_a_speaker_who_stays_away_goes_to_the_next_and_not_to_the_facilitator() -> None:
    table = Table(4)
    table.shares(1)
    table.receive(2)
    table.drops(2)
    table.tick()
    table.breath()
    assert table.offered == 3
    assert table.stage == "Check-in"
    table.returns(2)
    table.shares(3, 4)
    assert table.offered == 2


def test_3_when_speaker_and_next_both_drop_nobody_has_a_second_turn_before_all_had_one() -> None:
    table = Table(5)
    table.shares(1)
    table.receive(2)
    table.drops(2, 3)
    table.tick()
    table.breath()
    assert table.offered == 4
    table.returns(3)
    table.shares(4, 5)
    assert table.offered == 3
    table.shares(3)
    table.returns(2)
    table.shares(2)
    assert table.offers_made() == [1, 2, 4, 5, 3, 2, 1]


def test_3_a_round_waits_a_little_for_whoever_dropped_out_before_their_turn() -> None:
    table = Table(3)
    table.shares(1)
    table.receive(2)
    table.drops(3)
    table.do(c.Done(seat=2))
    table.breath()
    assert table.waits_for == "nobody"
    assert table.left == 90
    table.returns(3)
    assert table.offered == 3


def test_3_the_wait_for_whoever_dropped_out_has_an_end() -> None:
    table = Table(3)
    table.drops(3)
    table.shares(1, 2)
    table.tick()
    assert table.stage == "Stories"


def test_4_somebody_who_passes_and_leaves_is_in_nobodys_way() -> None:
    table = Table(3)
    table.do(c.Pass(seat=1))
    table.do(c.Leave(seat=1))
    assert table.offered == 2
    table.shares(2)


def test_5_a_removed_person_who_is_still_connected_stays_out_of_the_order() -> None:
    table = Table(4)
    table.do(c.Remove(seat=1, target=3))
    assert table.no(c.ComeBack(seat=3)) == Code.REMOVED
    assert table.no(c.Join(seat=3)) == Code.REMOVED
    assert table.order == (1, 2, 4)
    table.shares(1, 2, 4)
    assert table.order == (1, 2, 4), "the next round is without them, too"


@pytest.mark.parametrize("order", [(1, 2, 2), (1, 2), (1, 2, 3, 3), (1, 2, 4), (1, 2, 3, 4), ()])
def test_6_an_order_with_somebody_twice_or_missing_or_unknown_is_refused(order: tuple[int, ...]) -> None:
    table = Table(3)
    assert table.no(c.Reorder(seat=1, order=order)) == Code.ORDER_MISMATCH


def test_6_reordering_leaves_an_open_offer_where_it_is() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Reorder(seat=1, order=(4, 3, 2, 1)))
    assert table.offered == 2
    table.shares(2)
    assert table.offered == 4
    table.shares(4, 3)
    assert table.offers_made() == [1, 2, 4, 3, 1]


def test_6_nothing_is_reordered_after_the_end() -> None:
    table = Table(3)
    table.do(c.End(seat=1))
    assert table.no(c.Reorder(seat=1, order=(3, 2, 1))) == Code.OVER


def test_7_without_its_facilitator_a_circle_holds_and_asks_and_goes_on() -> None:
    table = Table(4, helpers=(2,))
    table.receive(1)
    table.drops(1)
    assert table.state.role_call == "cofacilitators"
    table.tick()
    table.breath()
    assert table.waits_for == "role", "no new turn while nobody holds the circle"
    assert table.state.turn is None
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    assert table.state.host == 2
    assert not table.state.holds


def test_7_a_facilitator_who_blips_ends_nothing() -> None:
    table = Table(3)
    table.drops(1)
    table.returns(1)
    assert table.state.host == 1
    table.shares(2, 3, 1)
    assert table.stage == "Stories"


def test_8_the_piece_can_be_declined() -> None:
    table = Table(3)
    table.passes(1)
    assert table.offered == 2


def test_8_the_piece_can_be_put_off_and_comes_back_at_the_end() -> None:
    table = Table(3)
    table.not_yet(1)
    table.shares(2, 3)
    assert table.offered == 1


def test_8_an_unanswered_offer_is_repeated_once_and_then_set_aside() -> None:
    table = Table(3)
    repeated = table.tick()
    assert table.state.timer is not None
    assert repeated == (e.OfferRepeated(1, table.state.timer),)
    table.tick()
    assert table.outcomes(1) == [TurnOutcome.DEFERRED]
    assert table.offered == 2


def test_8_a_turn_has_a_time() -> None:
    table = Table(3)
    table.receive(1)
    assert table.turn_left == CHECK_IN.seconds


def test_8_who_has_told_is_remembered() -> None:
    table = Table(3)
    table.shares(1)
    table.do(c.Leave(seat=1))
    table.do(c.Join(seat=1))
    table.shares(2, 3)
    assert table.stage == "Stories"
    assert table.offers_made() == [1, 2, 3, 1]


def test_9_late_comers_sit_down_at_the_end_in_the_order_they_came_and_have_their_turn() -> None:
    table = Table(3)
    table.shares(1, 2)
    assert table.joins() == 4
    assert table.joins() == 5
    assert table.order == (1, 2, 3, 4, 5)
    table.shares(3, 4, 5)
    assert table.stage == "Stories"


@pytest.mark.parametrize("verb", [c.Receive, c.Pass, c.NotYet])
def test_10_repeating_a_press_that_worked_is_no_error(verb: type[c.Command]) -> None:
    table = Table(3)
    press = verb(seat=1, seen=table.state.version)
    table.do(press)
    assert table.do(press) == ()


def test_10_repeating_done_is_no_error_even_when_the_piece_has_moved_on() -> None:
    table = Table(3)
    table.receive(1)
    press = c.Done(seat=1, seen=table.state.version)
    table.do(press)
    assert table.do(press) == ()
    table.breath()
    assert table.offered == 2
    assert table.do(press) == ()


def test_10_repeating_the_press_that_completed_a_round_is_no_error() -> None:
    table = Table(3)
    table.shares(1, 2)
    table.passes(3)
    press = c.Pass(seat=3, seen=table.state.version)
    table.do(press)
    assert table.stage == "Stories"
    assert table.do(press) == ()


@pytest.mark.parametrize(
    "repeated",
    [c.Pause(seat=1), c.HoldSilence(seat=1), c.StepOut(seat=2), c.Leave(seat=3), c.Remove(seat=1, target=3)],
)
def test_10_asking_again_for_what_is_so_is_no_error(repeated: c.Command) -> None:
    table = Table(3)
    table.do(repeated)
    assert table.do(repeated) == ()


def test_10_ending_twice_is_no_error() -> None:
    table = Table(3)
    table.do(c.End(seat=1))
    assert table.do(c.End(seat=1)) == ()


def _words(value: object) -> list[str]:
    """Every free text in there. A format holds words, and is data beside the state."""
    if isinstance(value, Format | Enum | datetime | int | float | None):
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [word for item in value for word in _words(item)]
    assert is_dataclass(value), f"what is {value!r}?"
    return [word for field in fields(value) for word in _words(getattr(value, field.name))]


def test_10_a_session_and_its_history_hold_seats_and_nothing_that_could_name_a_person() -> None:
    table = Table(4, a_format(ANNOUNCE, AGREEMENTS, CHECK_IN, CLOSING), helpers=(2,))
    table.shares(1)
    table.do(c.Leave(seat=3))
    table.do(c.SetPrompt(seat=1, prompt=Prompt(text="What helped?")))
    table.do(c.HandOver(seat=1, to=2))
    table.do(c.End(seat=2))
    assert set(_words(tuple(table.history)) + _words(table.state)) == {"What helped?"}
