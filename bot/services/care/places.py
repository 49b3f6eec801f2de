"""A server's own places to turn to: kept as its admins wrote them, with a day on which somebody looks again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import RowMapping

from bot.ids import GuildXid
from bot.store import own_content_queries as q
from bot.store.locks import hold_server

from ..not_possible import NotPossible
from ..unit_of_work import Work
from ..unreadable import PLACE, Unreadable, readable

MOST = 10
"""The most places that a server can have: somebody has to be able to read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPlace:
    """One place to turn to."""

    title: str
    text: str = ""
    link: str = ""
    phone: str = ""
    language: str = ""
    region: str = ""
    review_on: date
    id: int = 0

    def is_due(self, today: date) -> bool:
        """Whether somebody was to look by now whether it is still right."""
        return self.review_on <= today


class PlacesFull(NotPossible):
    """A server has as many places as it can have."""


class PlaceGone(NotPossible):
    """There is no such place any more."""


def places_of(work: Work, guild_xid: GuildXid) -> tuple[SupportPlace, ...]:
    """The server's places, oldest first, without what cannot be read."""
    rows = work.db.execute(q.resources, {"of_guild": guild_xid}).mappings()
    return tuple(readable(rows, _read))


def places_due(work: Work, today: date) -> int:
    """How many places, in every server, somebody was to look at again by now."""
    return int(work.db.execute(q.due_resources, {"today": today}).scalar_one())


def _read(row: RowMapping) -> SupportPlace:
    if row["review_on"] is None:
        raise Unreadable(PLACE, row["id"])
    return SupportPlace(**{name: row[name] for name in row if name != "guild_xid"})


def add(work: Work, guild_xid: GuildXid, place: SupportPlace) -> None:
    """Add a place.

    Raises:
        PlacesFull: there are as many as there can be.
    """
    hold_server(work.db, guild_xid)
    if len(places_of(work, guild_xid)) >= MOST:
        raise PlacesFull
    row = asdict(place)
    del row["id"]
    work.db.execute(q.add_resource, {"guild_xid": guild_xid, **row})


def change(work: Work, guild_xid: GuildXid, place: SupportPlace) -> None:
    """Change a place.

    Raises:
        PlaceGone: it was removed meanwhile.
    """
    new = {f"new_{name}": value for name, value in asdict(place).items() if name != "id"}
    if work.db.execute(q.change_resource, {"of_guild": guild_xid, "of_id": place.id, **new}).rowcount == 0:
        raise PlaceGone


def remove(work: Work, guild_xid: GuildXid, number: int) -> None:
    """Remove a place; nothing when it is gone already."""
    work.db.execute(q.drop_resource, {"of_guild": guild_xid, "of_id": number})
