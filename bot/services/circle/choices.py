"""What is chosen for a circle: the part that every circle has, and what a schedule adds to it. And both as JSON text.

No person is in here: who facilitates a schedule in turn is kept beside it, sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from pydantic import SerializerFunctionWrapHandler, TypeAdapter, model_serializer, model_validator

from bot.calendar.meetings import endless, number_of
from bot.calendar.recurrence import Series
from bot.circle.appointment import OfSeries
from bot.circle.choices import USUAL, SessionChoices
from bot.circle.formats import Format, FormatError
from bot.content import Content
from bot.ids import ChannelXid, RoleXid, ScheduleId
from bot.store import schedule_queries as sq

from ..rooms.choices import LEFT_OPEN, USUAL_CHOICES, RoomChoices
from ..unit_of_work import Work
from ..unreadable import SCHEDULE, Unreadable

LAST_MEETING = "last-meeting"
"""The format with which a closed series ends, unless an admin chooses another."""


@dataclass(frozen=True, slots=True)
class CircleChoices:
    """What a circle is like, whether it is opened here and now or meets by a schedule."""

    name: str
    language: str
    parent_xid: ChannelXid
    format_id: str
    session: SessionChoices = USUAL
    """How each of its sessions goes."""
    room: RoomChoices = USUAL_CHOICES
    """What its room is like, and what becomes of it."""

    # In the JSON the choices about the room lie among the others, its kind by the name `room`, as they always have.
    # What is left open is not in it.
    @model_serializer(mode="wrap")
    def _flat(self, dumped: SerializerFunctionWrapHandler) -> dict[str, Any]:
        flat: dict[str, Any] = {}
        for name, value in dumped(self).items():
            if name == "room":
                flat["room"] = value.pop("kind")
                flat |= {
                    key: chosen for key, chosen in value.items() if chosen is not None or key not in LEFT_OPEN
                }
            else:
                flat[name] = value
        return flat

    @model_validator(mode="before")
    @classmethod
    def _nested(cls, kept: Any) -> Any:
        if not isinstance(kept, dict):
            return kept
        names = {"room": "kind"} | {one.name: one.name for one in fields(RoomChoices) if one.name != "kind"}
        return kept | {"room": {names[key]: value for key, value in kept.items() if key in names}}

    def format(self, content: Content) -> Format:
        """The format as it was chosen, with its own seats, and the times that its kind of room needs.

        Raises:
            FormatError: it is not there any more, or the numbers are outside what a circle of it can hold.
        """
        chosen = content.formats.get(self.format_id)
        if chosen is None:
            raise FormatError("id", f"is {self.format_id!r}; there is no such format")
        return self.session.fit(chosen, in_writing=self.room.kind.is_written)

    def can_meet(self, content: Content) -> bool:
        """Whether there is such a format, and a circle of it can be as it was chosen."""
        try:
            self.format(content)
        except FormatError:
            return False
        return True

    def shown_format(self, content: Content) -> Format:
        """The format as it was chosen; where no circle can meet like that, the nearest that one can be shown."""
        try:
            return self.format(content)
        except FormatError:
            return content.formats.get(self.format_id) or next(iter(content.formats.values()))


@dataclass(frozen=True, slots=True)
class ScheduleChoices(CircleChoices):
    """What a circle is like that meets again and again."""

    series: Series = field(kw_only=True)
    role_xid: RoleXid | None = None
    """Who may join; None: everyone who sees the invitation."""
    theme: str | None = None
    horizon_days: int = 7
    """How many days ahead a session is announced."""
    rhythm: str = ""
    """How often it meets, as it was typed; empty when the series says it better."""
    agreements: tuple[str, ...] | None = None
    """What its people agree to, a line each; None: what the server has, or the format."""
    group_lines: tuple[str, ...] = ()
    """The lines that its group has added since, in its own words."""
    closed: bool = False
    """Whether the same people come each time: a closed series, of as many meetings as its rule names."""
    last_format_id: str | None = LAST_MEETING
    """The format of the last meeting of a closed series; None: as the others."""

    @property
    def meetings(self) -> int | None:
        """How many meetings a closed series has; None: it is none."""
        return number_of(self.series) if self.closed else None

    @property
    def dates(self) -> Series:
        """The rhythm by which dates are looked for. A closed series ends when all its meetings have been."""
        return endless(self.series) if self.closed else self.series

    def of_meeting(self, place: OfSeries | None, content: Content) -> ScheduleChoices:
        """The choices for one meeting: the last of a closed series has a format of its own, if a circle can meet so."""
        if place is None or not place.is_last or self.last_format_id is None:
            return self
        last = replace(self, format_id=self.last_format_id)
        return last if last.can_meet(content) else self


_CHOICES: TypeAdapter[ScheduleChoices] = TypeAdapter(ScheduleChoices)


def dump(chosen: ScheduleChoices) -> str:
    """The choices of a schedule as JSON."""
    return _CHOICES.dump_json(chosen).decode()


def load(text: str) -> ScheduleChoices:
    """The choices that were dumped."""
    return _CHOICES.validate_json(text)


def of_schedule(work: Work, schedule_id: ScheduleId) -> ScheduleChoices | None:
    """The choices of a schedule; None when it is gone.

    Raises:
        Unreadable: they are not those of this version.
    """
    row = work.db.execute(sq.by_id, {"of_schedule": schedule_id}).first()
    if row is None:
        return None
    try:
        return load(row.choices)
    except Exception:  # of any kind, and with words of the choices in it
        raise Unreadable(SCHEDULE, schedule_id) from None
