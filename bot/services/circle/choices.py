"""What is chosen for a circle: the part that every circle has, and what a schedule adds to it. And both as JSON text.

No person is in here: who facilitates a schedule in turn is kept beside it, sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from bot.calendar.recurrence import Series
from bot.circle.choices import USUAL, SessionChoices
from bot.circle.formats import Format
from bot.content import Content

from ..rooms.kinds import RoomKind


@dataclass(frozen=True, slots=True)
class CircleChoices:
    """What a circle is like, whether it is opened here and now or meets by a schedule."""

    name: str
    language: str
    parent_xid: int
    format_id: str
    session: SessionChoices = USUAL
    """How each of its sessions goes."""
    room: RoomKind = RoomKind.PRIVATE
    """In which kind of room it meets."""

    def format(self, content: Content) -> Format:
        """The format as it was chosen, with its own seats and times; the default one if it was taken away.

        Raises:
            FormatError: the numbers are outside what a circle can hold.
        """
        return self.session.fit(content.formats.get(self.format_id) or content.formats["story-circle"])


@dataclass(frozen=True, slots=True)
class ScheduleChoices(CircleChoices):
    """What a circle is like that meets again and again."""

    series: Series = field(kw_only=True)
    role_xid: int | None = None
    """Who may join; None: everyone who sees the invitation."""
    theme: str | None = None
    horizon_days: int = 7
    """How many days ahead a session is announced."""


_CHOICES: TypeAdapter[ScheduleChoices] = TypeAdapter(ScheduleChoices)


def dump(chosen: ScheduleChoices) -> str:
    """The choices of a schedule as JSON."""
    return _CHOICES.dump_json(chosen).decode()


def load(text: str) -> ScheduleChoices:
    """The choices that were dumped."""
    return _CHOICES.validate_json(text)
