"""What is chosen for a session before there is one, as one frozen value.

A form or a command fills it in. It goes whole through the services to the row of a schedule, and from there into the
date of each session. Whoever adds a choice adds a field here.
"""

from __future__ import annotations

from dataclasses import dataclass

from .formats import Format

DAY_S, HOUR_S = 86_400, 3_600


@dataclass(frozen=True, slots=True)
class SessionChoices:
    """Everything that is chosen for a session beside its format. Each has a default that works."""

    capacity: int | None = None
    """How many seats; None: as many as the format has."""
    minimum: int | None = None
    """How many people are needed; None: as many as the format says."""
    story_s: int | None = None
    """Seconds of one story turn, as they are; None: as many as the format gives in a room of that kind."""
    scale: bool = False
    """Whether everyone is asked, on arriving and on leaving, how alone they feel; also if the format asks."""
    reminders: tuple[int, ...] = (DAY_S, HOUR_S)
    """How many seconds before the start those seated are reminded."""
    begins_alone: bool = False
    """Whether the group may begin without a facilitator."""
    splits: bool = False
    """Whether those who wait make a second circle, when there are enough for two."""
    shows_names: bool = False
    """Whether the invitation says who has a seat."""
    has_event: bool = True
    """Whether Discord's own calendar of the server shows the date."""
    is_listed: bool = False
    """Whether the circle is in the file of public circles, which anyone may read."""
    sends_prompt: bool = False
    """Whether the question for the stories goes out with the reminder, so that people can think about it."""

    def fit(self, chosen: Format, *, in_writing: bool) -> Format:
        """The format with these seats and times.

        Args:
            chosen: the format, as it is in its file.
            in_writing: whether people write in the room, rather than speak.

        Raises:
            FormatError: a number is outside what a circle can hold.
        """
        return chosen.adjusted(
            capacity=self.capacity,
            minimum=self.minimum,
            story_s=self.story_s,
            scale=chosen.scale or self.scale,
            in_writing=in_writing,
        )


USUAL = SessionChoices()
"""What holds where nobody has chosen."""
