"""What the cards say comes next: who, how long, and what follows. In volunteer and nominate nobody is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from bot.circle import commands as c
from bot.circle.formats import PassPolicy, SpeakingOrder
from bot.content import load_content
from bot.ids import MemberXid
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Post
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from bot.settings import ROOT
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.cards.circle import coming
from bot.ui.i18n import Catalogues
from tests.circle.table import AGREEMENTS, CHECK_IN, CLOSING, REFLECTION, STORIES, Table, a_format
from tests.sessions import a_session

CONTENT = cache(load_content)
VOICE = Catalogues.read(ROOT / "data" / "locales", "en").pick("en")


def _context(table: Table) -> CardContext:
    people = {seat.number: MemberXid(seat.number) for seat in table.state.seats}
    return CardContext(a_session(table.state), VOICE, CONTENT(ROOT / "data"), people)


def _said(table: Table, what: Post | None = None) -> str:
    """The words of the card of the turn in hand, or of another one."""
    card = draw(what or d.Turn(table.state.turns), _context(table))
    assert card is not None
    return "\n".join(str(getattr(item, "content", "")) for item in card.walk_children())


def _yours(table: Table, seat: int) -> str:
    return coming.your_turn(_context(table), seat)


@pytest.mark.parametrize("order", [SpeakingOrder.ROUND, SpeakingOrder.SHUFFLED])
def test_the_card_of_a_turn_says_who_comes_after_it(order: SpeakingOrder) -> None:
    table = Table(4, a_format(order=order))
    for number, following in zip(table.order, table.order[1:], strict=False):
        assert f"Next: <@{following}>." in _said(table)
        table.receive(number)
        assert f"Next: <@{following}>." in _said(table)
        table.do(c.Done(seat=number))
        table.breath()
    assert "Then: Stories." in _said(table)


@pytest.mark.parametrize("order", [SpeakingOrder.VOLUNTEER, SpeakingOrder.NOMINATE])
def test_where_people_come_forward_or_are_named_nobody_is_named(order: SpeakingOrder) -> None:
    table = Table(4, a_format(order=order))
    assert "After this" not in _said(table)
    table.receive(1)
    card = _said(table)
    assert "After this" not in card
    assert not any(f"<@{other}>" in card for other in (2, 3, 4))
    assert "Nobody is called on" in _yours(table, 3)


def test_nobody_reads_from_it_who_put_the_piece_off() -> None:
    """The last of the first turns says the same, whether the piece comes back to somebody or not."""
    told, put_off = (
        Table(3, a_format(pass_policy=PassPolicy.FREE)),
        Table(3, a_format(pass_policy=PassPolicy.FREE)),
    )
    told.shares(1)
    put_off.not_yet(1)
    for table in (told, put_off):
        table.shares(2)
        assert "Then: Stories." in _said(table)


def test_an_offer_says_how_long_it_waits_also_once_it_was_repeated() -> None:
    table = Table(3)
    until = f"Until <t:{int(table.now.timestamp()) + 120}:t>."
    assert until in _said(table)
    table.tick()
    assert until in _said(table)
    table.tick()
    assert table.offered == 2


def test_a_turn_whose_time_is_over_says_when_the_piece_goes_on() -> None:
    table = Table(3)
    table.receive(1)
    table.tick()
    table.tick()
    assert table.waits_for == "grace"
    assert f"Until <t:{int(table.now.timestamp()) + 60}:t>. Next: <@2>." in _said(table)


def test_the_last_stage_says_that_the_circle_ends() -> None:
    table = Table(3, a_format(REFLECTION, CLOSING))
    assert ":t>. Then: Closing." in _said(table, d.Stage(0))
    table.tick()
    assert ":t>. Then the circle ends." in _said(table, d.Stage(1))


def test_the_agreements_say_how_long_they_last_and_what_follows() -> None:
    table = Table(3, a_format(AGREEMENTS, CHECK_IN, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    until = f"Until <t:{int(table.now.timestamp()) + 300}:t>. Then: Check-in."
    assert until in _said(table, d.Stage(0))
    table.do(c.Pause(seat=1))
    assert f"Paused until <t:{int(table.now.timestamp()) + 900}:t>." in _said(table, d.Stage(0))


def test_a_pause_in_a_turn_says_when_the_circle_goes_on() -> None:
    table = Table(3)
    table.do(c.Pause(seat=1))
    assert f"It goes on at <t:{int(table.now.timestamp()) + 900}:t>." in _said(table)


def test_everyone_can_learn_for_themselves_when_it_is_their_turn() -> None:
    table = Table(4, a_format(pass_policy=PassPolicy.FREE))
    table.not_yet(1)
    assert _yours(table, 2) == "The piece is with you now."
    assert _yours(table, 3) == "You are after <@2>."
    assert _yours(table, 4) == "You are after <@3>."
    assert _yours(table, 1) == "The piece comes back to you at the end of this round."
    table.receive(2)
    table.do(c.Done(seat=2))
    assert _yours(table, 3) == "You are next.", "in the breath between two turns"
    assert _yours(table, 2) == "No turn is waiting for you in this round."


@pytest.mark.parametrize(
    ("room", "writes", "then"),
    [(RoomKind.PRIVATE, False, "write"), (RoomKind.VOICE, False, "speak"), (RoomKind.VOICE, True, "write")],
)
def test_who_waits_reads_what_to_do_once_the_piece_comes(room: RoomKind, writes: bool, then: str) -> None:
    table = Table(3)
    if writes:
        table.do(c.Write(seat=3))
    context = _context(table)
    context = replace(context, session=replace(context.session, room=RoomChoices(room)))
    assert coming.for_you(context, 3) == (
        f"You are after <@2>. When the piece comes to you, press **Receive**, then {then}."
    )
    assert coming.for_you(context, 1) == "", "it is with them"


def test_outside_a_round_nothing_is_said_of_turns() -> None:
    assert _yours(Table(3, a_format(REFLECTION, STORIES, CLOSING)), 1) == ""


def test_a_card_is_not_drawn_anew_because_it_cannot_be_shown() -> None:
    """An edit of a room that cannot be reached would only be one more thing to be told of."""
    offered, breathing, announcing = Table(3), Table(3), Table(3, a_format(REFLECTION, CLOSING))
    breathing.shares(1, 2)
    breathing.do(c.NotYet(seat=3))
    assert "It goes on <t:" in _said(breathing)
    for table, what in ((offered, None), (breathing, None), (announcing, d.Stage(0))):
        before = _said(table, what)
        table.do(c.StandStill())
        assert _said(table, what) == before
