"""Roles: who holds the circle, what happens when they are gone, and what they may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Prompt, RoleCall
from bot.circle.refusals import Code

from .table import REFLECTION, Table, a_format


def _unled(*, helpers: tuple[int, ...] = (2,), order: SpeakingOrder = SpeakingOrder.ROUND) -> Table:
    """The facilitator told, and dropped out in the breath after it; the breath is over."""
    table = Table(4, a_format(order=order), helpers=helpers)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.drops(1)
    table.tick()
    return table


# A lost facilitator


def test_co_facilitators_are_asked_first_then_everyone_and_then_it_goes_on() -> None:
    table = _unled()
    assert table.state.role_call is RoleCall.COFACILITATORS
    assert (table.waits_for, table.left) == ("role", 60)
    table.tick()
    assert table.state.role_call is RoleCall.EVERYONE
    assert (table.waits_for, table.left) == ("role", 60)
    table.tick()
    assert table.state.role_call is RoleCall.UNHELD
    assert table.offered == 2
    table.shares(2, 3, 4)
    assert table.stage == "Stories"


def test_without_co_facilitators_everyone_is_asked_at_once() -> None:
    table = _unled(helpers=())
    assert table.state.role_call is RoleCall.EVERYONE
    table.tick()
    assert table.offered == 2


def test_a_story_is_not_interrupted_because_the_facilitator_dropped_out() -> None:
    table = Table(4)
    table.shares(1)
    table.receive(2)
    table.drops(1)
    assert table.speaking == 2
    assert not table.state.holds


def test_while_co_facilitators_are_asked_others_are_not() -> None:
    table = _unled()
    assert table.no(c.TakeRole(seat=3)) == Code.NOT_ASKED
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    assert table.state.host == 2
    table.breath()
    assert table.offered == 2


def test_anybody_may_take_the_role_once_everyone_is_asked() -> None:
    table = _unled()
    table.tick()
    table.do(c.TakeRole(seat=3))
    assert table.state.host == 3
    table.do(c.Pause(seat=3))


def test_nobody_takes_a_role_that_somebody_has() -> None:
    table = Table(3, helpers=(2,))
    assert table.no(c.TakeRole(seat=2)) == Code.NOT_ASKED
    assert table.do(c.TakeRole(seat=1)) == (), "it is theirs"


def test_the_role_can_be_taken_even_after_the_circle_went_on_without() -> None:
    table = _unled()
    table.tick()
    table.tick()
    table.do(c.TakeRole(seat=4))
    assert table.state.host == 4


def test_the_role_returns_with_the_facilitator() -> None:
    table = _unled()
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    table.returns(1)
    assert table.state.host == 1
    assert table.state.stand_in is None


def test_a_facilitator_who_returns_while_others_are_asked_releases_the_circle() -> None:
    table = _unled()
    table.do(c.ComeBack(seat=1))
    table.breath()
    assert table.offered == 2
    assert table.state.role_call is RoleCall.NOBODY


def test_a_stand_in_who_drops_out_as_well_is_looked_for_again() -> None:
    table = _unled()
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    table.drops(2)
    assert table.state.role_call is RoleCall.EVERYONE
    table.returns(2)
    assert table.state.host == 2


def test_a_facilitator_who_leaves_and_joins_again_has_the_role() -> None:
    table = _unled()
    table.do(c.Leave(seat=1))
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    table.do(c.Join(seat=1))
    assert table.state.host == 1


def test_a_facilitator_of_whom_nothing_is_known_holds_the_circle() -> None:
    table = Table(3)
    table.nothing_is_known_of(1)
    assert table.state.host == 1


def test_next_goes_on_without_anybody_and_only_once_for_two_presses() -> None:
    table = _unled(helpers=())
    press = c.Next(steward=True, seen=table.state.version)
    table.do(press)
    assert table.offered == 2
    assert table.no(press) == Code.STALE
    assert table.offered == 2


def test_nobody_is_named_while_the_circle_waits_for_somebody_to_hold_it() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    table.drops(1)
    table.tick()
    assert table.waits_for == "role"
    assert table.no(c.Nominate(seat=2, to=4)) == Code.STALE
    table.tick()
    assert table.offered == 3


def test_a_stage_without_turns_goes_on_without_a_facilitator() -> None:
    table = Table(3, a_format(REFLECTION))
    table.drops(1)
    assert (table.waits_for, table.left) == ("stage", 600)
    assert not table.state.holds


# Handing over


def test_the_role_is_handed_over() -> None:
    table = Table(3)
    table.do(c.HandOver(seat=1, to=3))
    assert (table.state.facilitator, table.state.host) == (3, 3)
    assert table.do(c.HandOver(seat=3, to=3)) == ()


def test_the_role_is_handed_to_a_seat_that_is_taken() -> None:
    table = Table(3)
    table.do(c.Leave(seat=3))
    for nobody in (3, 9):
        assert table.no(c.HandOver(seat=1, to=nobody)) == Code.NOT_A_SEAT
    assert table.no(c.HandOver(seat=2, to=2)) == Code.NOT_FACILITATOR


def test_a_role_handed_to_somebody_who_is_away_is_asked_about_once() -> None:
    table = Table(3)
    table.drops(3)
    press = c.HandOver(steward=True, to=3)
    assert e.RoleCalled(RoleCall.COFACILITATORS) in table.do(press)
    assert table.do(press) == ()
    table.returns(3)
    assert table.state.host == 3


def test_after_a_facilitator_who_left_before_the_beginning_whoever_may_and_begins_holds_the_circle() -> None:
    table = Table(4, helpers=(3, 4), begun=False)
    table.do(c.Leave(seat=1))
    assert table.state.host is None, "seat 3 could lead when it was taken, and it is not known whether it can"
    assert table.no(c.Begin(seat=3)) == Code.NOT_FACILITATOR
    table.do(c.Begin(seat=4, may_facilitate=True))
    assert table.state.host == 4
    table.do(c.Pause(seat=4))


def test_a_gathering_without_facilitator_is_led_by_the_next_who_may() -> None:
    table = Table(3, begun=False)
    table.do(c.Leave(seat=1))
    assert table.state.facilitator is None
    assert table.no(c.Begin(seat=2)) == Code.NOT_FACILITATOR
    table.joins()
    assert table.state.facilitator is None
    new = table.joins(may_facilitate=True)
    assert table.state.facilitator == new
    table.do(c.Begin(seat=new))


# Who may do what


@pytest.mark.parametrize(
    "asked",
    [
        c.Next(),
        c.Pause(),
        c.HoldSilence(),
        c.Resume(),
        c.Reorder(order=(3, 2, 1)),
        c.Remove(target=3),
        c.HandOver(to=2),
        c.SetPrompt(prompt=Prompt(id="x")),
        c.End(),
        c.Begin(),
    ],
)
def test_leading_is_for_those_who_may_facilitate(asked: c.Command) -> None:
    for asker in ({"seat": 1}, {"seat": 2, "may_facilitate": True}, {"steward": True}):
        table = Table(3, helpers=(2,))
        if isinstance(asked, c.Resume):
            table.do(c.Pause(seat=1))
        table.do(replace(asked, **asker))
    table = Table(3, helpers=(2,))
    assert table.no(replace(asked, seat=3)) == Code.NOT_FACILITATOR
    assert table.no(replace(asked, seat=2)) == Code.NOT_FACILITATOR, (
        "what they were on joining does not count"
    )
    for stranger in (None, 9):
        assert table.no(replace(asked, seat=stranger)) == Code.NOT_SEATED
        assert table.no(replace(asked, seat=stranger, may_facilitate=True)) == Code.NOT_SEATED


def test_handing_over_gives_up_what_one_could_do() -> None:
    table = Table(3)
    table.do(c.HandOver(seat=1, to=3))
    for asked in (c.Next(), c.Pause(), c.Remove(target=2), c.HandOver(to=1), c.End()):
        assert table.no(replace(asked, seat=1)) == Code.NOT_FACILITATOR
    table.do(c.Pause(seat=1, may_facilitate=True))


def test_a_role_is_taken_by_whoever_may_hold_circles_in_that_moment() -> None:
    table = _unled()
    assert table.no(c.TakeRole(seat=2)) == Code.NOT_ASKED, "they have lost their role in the server since"
    table.do(c.TakeRole(seat=3, may_facilitate=True))
    assert table.state.host == 3


@pytest.mark.parametrize(
    "verb",
    [c.Receive, c.Pass, c.NotYet, c.Done, c.Agree, c.Listen, c.StepOut, c.ComeBack, c.Leave, c.TakeRole],
)
@pytest.mark.parametrize("order", SpeakingOrder)
def test_what_concerns_a_seat_needs_one_and_a_steward_has_none(
    verb: type[c.Command], order: SpeakingOrder
) -> None:
    table = Table(3, a_format(order=order))
    assert table.no(verb(steward=True)) == Code.NOT_SEATED


def test_a_steward_who_gave_up_their_seat_does_not_stand_in_from_it() -> None:
    table = _unled()
    table.do(c.Leave(seat=4))
    table.tick()
    assert table.no(c.TakeRole(seat=4, steward=True)) == Code.NOT_SEATED
    table.do(c.Next(seat=4, steward=True))


def test_the_facilitator_is_not_removed_and_neither_is_a_stand_in() -> None:
    table = _unled()
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    for seat in (1, 2):
        assert table.no(c.Remove(steward=True, target=seat)) == Code.HAS_THE_ROLE
    assert table.no(c.Remove(steward=True, target=9)) == Code.NOT_A_SEAT


def test_removing_is_final_even_for_somebody_who_left() -> None:
    table = Table(4)
    table.do(c.Leave(seat=4))
    table.do(c.Remove(seat=1, target=4))
    assert table.no(c.Join(seat=4)) == Code.REMOVED
    assert table.no(c.Receive(seat=4)) == Code.REMOVED
    assert table.do(c.Leave(seat=4)) == ()
