"""What is remembered of one server between two looks, in memory alone: what was just done, what Discord refused."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.services.rooms.marks import EditKind, Field, Mark, Value

from .plan import OF_MEMBERS, becomes
from .wants import Wanted

ECHO = timedelta(seconds=5)
"""How long what we did is taken as done before Discord has told of it."""


class Memory:
    """What Discord says is not all that is known: it tells of a change a moment later, and refuses some."""

    def __init__(self) -> None:
        self._made: dict[Field, tuple[Value, datetime]] = {}
        self._aside: dict[Field, datetime] = {}
        self.beyond: set[int] = set()
        """People whom Discord does not let the bot silence: it may not change who is above it."""
        self.free: set[int] = set()
        """People whom Discord lets unmute themselves."""

    def made(self, mark: Mark, now: datetime) -> None:
        """A change has been made."""
        self._made[mark.field] = becomes(mark), now + ECHO

    def not_now(self, fields: Collection[Field], until: datetime) -> None:
        """These could not be changed: until then, or until Discord tells of that person, nothing is known of them."""
        self._aside |= dict.fromkeys(fields, until)

    def told_of(self, person_xid: int, said: Collection[Value], *, is_free: bool) -> None:
        """Discord has told something of a person.

        Args:
            person_xid: who.
            said: what it says of them. Once that is what we did, whatever comes after is somebody else's doing.
            is_free: whether they may unmute themselves.
        """
        for field, (value, _) in list(self._made.items()):
            if field.target_xid == person_xid and any(one.meets(value) for one in said):
                del self._made[field]
        (self.free.add if is_free else self.free.discard)(person_xid)
        for field in [field for field in self._aside if field.target_xid == person_xid]:
            del self._aside[field]

    def told_all(self) -> None:
        """Discord has told how everything is now, our own changes included."""
        self._made.clear()

    def permissions_changed(self) -> None:
        """What was refused may be allowed now."""
        self.beyond.clear()
        self._aside.clear()

    def amend(
        self, actual: dict[Field, Value], wanted_places: Collection[int], now: datetime
    ) -> datetime | None:
        """Put what is remembered into what Discord says, and forget what is over.

        Args:
            actual: what Discord says. A permission that it does not name is neutral; of any other field that it does
                not name nothing is known.
            wanted_places: the channels whose permissions were looked at.
            now: the present instant.

        Returns:
            When to look again, if nothing happens before.
        """
        for field, (value, until) in list(self._made.items()):
            usual = (
                Value.NEUTRAL
                if field.kind is EditKind.OVERWRITE and field.place_xid in wanted_places
                else None
            )
            says = actual.get(field, usual)
            if until <= now or (says is not None and says.meets(value)):
                del self._made[field]
            elif says is not None and says is not Value.GONE:
                actual[field] = value
        self._aside = {field: until for field, until in self._aside.items() if until > now}
        for field in self._aside:
            actual.pop(field, None)
        later = [*(until for _, until in self._made.values()), *self._aside.values()]
        return min(later, default=None)

    def leave_out(self, wanted: Wanted) -> Wanted:
        """What is wanted, without the changes of members that Discord does not let the bot make."""
        return {
            field: value
            for field, value in wanted.items()
            if field.kind not in OF_MEMBERS or field.target_xid not in self.beyond
        }
