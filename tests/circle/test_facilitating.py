"""Who holds the circle: lost, taken over, given back, handed over."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import SpeakingOrder
from bot.circle.model import RoleCall
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


def test_a_stage_without_turns_goes_on_without_a_facilitator() -> None:
    table = Table(3, a_format(REFLECTION))
    table.drops(1)
    assert (table.waits_for, table.left) == ("stage", 600)
    assert not table.state.holds


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
