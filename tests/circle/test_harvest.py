"""Offering a spark of hope: any seat, once, while the harvest lasts, and nothing but the seat is kept."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, HARVEST, Table, a_format


def _at_harvest(seats: int = 4) -> Table:
    return Table(seats, a_format(HARVEST, CLOSING))


def test_each_seat_offers_once_and_pressing_again_is_no_error() -> None:
    table = _at_harvest()
    assert table.do(c.OfferSpark(seat=3)) == (e.SparkOffered(3),)
    assert table.do(c.OfferSpark(seat=1)) == (e.SparkOffered(1),)
    assert table.do(c.OfferSpark(seat=3)) == ()
    assert table.state.sparks == (1, 3)


def test_the_order_of_offering_is_not_kept() -> None:
    one, other = _at_harvest(), _at_harvest()
    for seat in (3, 1, 2):
        one.do(c.OfferSpark(seat=seat))
    for seat in (1, 2, 3):
        other.do(c.OfferSpark(seat=seat))
    assert one.state == other.state


def test_it_moves_neither_the_clock_nor_the_stage() -> None:
    table = _at_harvest()
    before = table.state
    table.do(c.OfferSpark(seat=2))
    assert (table.state.timer, table.state.stage_index, table.state.moved) == (
        before.timer,
        before.stage_index,
        before.moved,
    )


def test_it_is_possible_in_a_pause_and_without_having_agreed() -> None:
    table = _at_harvest()
    table.do(c.Pause(seat=1))
    table.do(c.OfferSpark(seat=2))
    assert table.state.sparks == (2,)


def test_outside_the_harvest_it_is_refused() -> None:
    table = Table(3, a_format(CHECK_IN, HARVEST, CLOSING))
    assert table.no(c.OfferSpark(seat=1)) is Code.NOT_HARVESTING
    assert Table(3, a_format(HARVEST), begun=False).no(c.OfferSpark(seat=1)) is Code.NOT_STARTED
    table = _at_harvest()
    table.tick()
    assert table.stage == "Closing"
    assert table.no(c.OfferSpark(seat=1)) is Code.NOT_HARVESTING


def test_only_a_taken_seat_offers_one() -> None:
    table = _at_harvest()
    table.do(c.Leave(seat=3))
    assert table.no(c.OfferSpark(seat=3)) is Code.NOT_SEATED
    assert table.no(c.OfferSpark()) is Code.NOT_SEATED
    assert table.no(c.OfferSpark(steward=True)) is Code.NOT_SEATED
    table.do(c.Remove(seat=1, target=2))
    assert table.no(c.OfferSpark(seat=2)) is Code.REMOVED


def test_replaying_gives_the_same_sparks() -> None:
    table = _at_harvest()
    table.do(c.OfferSpark(seat=2))
    assert table.replayed().sparks == (2,)
