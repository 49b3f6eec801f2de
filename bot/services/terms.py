"""The terms of a schedule: everything an admin chooses for a circle that meets again and again, and as JSON text.

No person is in here: who facilitates in turn is kept beside it, sealed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.calendar.recurrence import Series
from bot.circle.formats import Format
from bot.content import Content

DAY_S, HOUR_S = 86_400, 3_600


@dataclass(frozen=True, slots=True)
class Terms:
    """What a circle of a schedule is like. Times in seconds where not named otherwise."""

    name: str
    language: str
    series: Series
    parent_xid: int
    format_id: str
    capacity: int | None = None
    minimum: int | None = None
    role_xid: int | None = None
    """Who may join; None: everyone who sees the invitation."""
    theme: str | None = None
    shows_names: bool = False
    begins_alone: bool = False
    splits: bool = False
    """Whether those who wait make a second circle, when there are enough for two."""
    has_event: bool = True
    scale: bool = False
    """Whether everyone is asked, on arriving and on leaving, how alone they feel."""
    sends_prompt: bool = False
    """Whether the question for the stories goes out with the reminder, so that people can think about it."""
    reminders: tuple[int, ...] = (DAY_S, HOUR_S)
    horizon_days: int = 7
    """How many days ahead a session is announced."""

    def format(self, content: Content) -> Format:
        """The format with this circle's own seats; the default one if the chosen one was taken away.

        Raises:
            FormatError: the numbers are outside what a circle can hold.
        """
        chosen = content.formats.get(self.format_id) or content.formats["story-circle"]
        return chosen.adjusted(capacity=self.capacity, minimum=self.minimum, scale=chosen.scale or self.scale)


_TERMS: TypeAdapter[Terms] = TypeAdapter(Terms)


def dump(terms: Terms) -> str:
    """The terms as JSON."""
    return _TERMS.dump_json(terms).decode()


def load(text: str) -> Terms:
    """The terms that were dumped."""
    return _TERMS.validate_json(text)
