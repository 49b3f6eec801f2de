"""What becomes of a room is said before anyone agrees: with the agreements, or in the welcome where there are none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from bot.content import load_content
from bot.ids import ChannelXid, MemberXid
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Post
from bot.services.rooms.choices import RoomChoices
from bot.services.settings.servers import AtEnd
from bot.settings import ROOT
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.i18n import Catalogues
from bot.ui.rooms.afterwards import afterwards_words
from tests.circle.table import AGREEMENTS, CLOSING, STORIES, Table, a_format
from tests.sessions import a_session

CONTENT = cache(load_content)
T = Catalogues.read(ROOT / "data" / "locales", "en").pick("en")
OURS = "My own messages in it are deleted then."


@pytest.mark.parametrize(
    ("at_end", "clears", "stands", "begins", "is_said"),
    [
        (AtEnd.DELETE, True, False, "After the circle everything in this room is deleted", False),
        (AtEnd.ARCHIVE, False, False, "After the circle this room is closed.", False),
        (AtEnd.ARCHIVE, True, False, "After the circle this room is closed.", True),
        (AtEnd.KEEP, True, False, "After the circle this room stays open", True),
        (AtEnd.DELETE, True, True, "This channel stays after the circle", True),
        (AtEnd.DELETE, False, True, "This channel stays after the circle", False),
        (None, False, False, "", False),
    ],
)
def test_the_words_are_what_happens(
    at_end: AtEnd | None, clears: bool, stands: bool, begins: str, is_said: bool
) -> None:
    session = a_session(Table(3).state)
    standing_xid = ChannelXid(9) if stands else None
    room = RoomChoices(at_end=at_end, clears=clears, standing_xid=standing_xid)
    said = afterwards_words(T, replace(session, room=room))
    assert said.startswith(begins)
    assert (OURS in said) is is_said
    assert bool(said) is (at_end is not None), "an earlier version promised nothing"


def _said(table: Table, what: Post) -> str:
    session = replace(a_session(table.state), room=RoomChoices(at_end=AtEnd.ARCHIVE, clears=True))
    people = {seat.number: MemberXid(seat.number) for seat in table.state.seats}
    card = draw(what, CardContext(session, T, CONTENT(ROOT / "data"), people))
    assert card is not None
    return "\n".join(str(getattr(item, "content", "")) for item in card.walk_children())


def test_without_agreements_the_welcome_says_it() -> None:
    with_them = Table(3, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    without = Table(3, a_format(STORIES, CLOSING), begun=False)
    assert OURS in _said(without, d.Gather())
    assert OURS not in _said(with_them, d.Gather()), "it is said with the agreements"
