"""Speaking orders, and changing them."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.refusals import Code, Refusal

from .table import CHECK_IN, CLOSING, STORIES, Table, a_format


def test_a_round_begins_with_whoever_was_chosen_and_the_next_one_as_ever() -> None:
    table = Table(4, a_format(CHECK_IN, STORIES, CLOSING), begun=False)
    table.do(c.PutFirst(seat=1, to=3))
    table.do(c.Begin(seat=1))
    assert table.order == (3, 4, 1, 2)
    assert table.state.first is None
    assert table.no(c.PutFirst(seat=2, to=2)) is Code.NOT_FACILITATOR
    table.shares(3, 4, 1, 2)
    assert table.order == (1, 2, 3, 4)


def test_the_piece_goes_round_and_begins_with_the_facilitator_who_answers_too() -> None:
    table = Table(4, begun=False)
    table.do(c.HandOver(seat=1, to=3))
    table.do(c.Begin(seat=3))
    table.shares(3, 1, 2, 4)
    assert table.stage == "Stories"
    assert table.order == (3, 1, 2, 4)


def test_a_shuffled_order_is_drawn_from_the_seed_and_differs_from_round_to_round() -> None:
    shuffled = a_format(order=SpeakingOrder.SHUFFLED)
    tables = [Table(8, shuffled, seed=seed) for seed in (1, 1, 2)]
    first, same, other = (table.order for table in tables)
    assert first == same
    assert first != other
    assert sorted(first) == [1, 2, 3, 4, 5, 6, 7, 8]
    tables[0].shares(*first)
    assert tables[0].order != first
    assert sorted(tables[0].order) == sorted(first)


def test_who_joins_or_leaves_does_not_shuffle_the_others_again() -> None:
    table = Table(8, a_format(order=SpeakingOrder.SHUFFLED))
    before = table.order
    gone = before[4]
    table.do(c.Leave(seat=gone))
    assert table.order == tuple(seat for seat in before if seat != gone)


def test_a_new_order_is_kept_for_the_rest_of_the_round() -> None:
    table = Table(5)
    table.shares(1)
    table.do(c.Reorder(seat=1, order=(5, 4, 3, 2, 1)))
    table.shares(2, 5, 4, 3)
    assert table.stage == "Stories"


def test_an_order_chosen_for_an_earlier_round_is_not_put_on_this_one() -> None:
    table = Table(3)
    card = table.state.version
    table.do(c.Reorder(seat=1, order=(1, 3, 2), seen=card))
    table.shares(1, 3, 2)
    assert table.no(c.Reorder(seat=1, order=(3, 2, 1), seen=card)) == Code.STALE
    assert table.order == (1, 2, 3)
    table.do(c.Reorder(seat=1, order=(3, 2, 1), seen=table.state.version))


def test_reordering_is_for_rounds() -> None:
    table = Table(3, begun=False)
    assert table.no(c.Reorder(seat=1, order=(1, 2, 3))) == Code.NOT_STARTED
    table.do(c.Begin(seat=1))
    table.shares(1, 2, 3, 1, 2, 3)
    assert table.stage == "Closing"
    assert table.no(c.Reorder(seat=1, order=(3, 2, 1))) == Code.NOT_IN_ROUND


def test_an_order_that_was_chosen_in_another_round_is_not_put() -> None:
    table = Table(3)
    seen = table.state.version
    for seat in (1, 2, 3):
        table.shares(seat)
    assert table.state.stage_index == 1
    refused = table.ask(c.Reorder(seat=1, order=(3, 2, 1), seen=seen))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.STALE
    table.do(c.Reorder(seat=1, order=(3, 2, 1), seen=table.state.version))
