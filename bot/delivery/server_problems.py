"""What whoever holds a circle is told, in private, when something in the server has to be put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.ui.i18n import N_, Translator
from bot.ui.layout import Card
from bot.ui.permissions import permission_names
from bot.ui.rooms.words import RoomWords


class ServerProblem(StrEnum):
    """What is in a circle's way."""

    FORBIDDEN = "forbidden"
    """A permission is missing; it is tried again by itself."""
    TOO_MANY_ROOMS = "too_many_rooms"
    """The server has as many open rooms as Discord allows."""
    WRONG_CHANNEL = "wrong_channel"
    """The channel is not a plain text channel any more."""
    SHUT = "shut"
    """Somebody closed the room, and the bot may not open it."""
    SLOW = "slow"
    """Somebody slowed the room down, and the bot may not change it."""
    OURS = "ours"
    """A card is not valid; that is the bot's own fault."""
    SIMPLER = "simpler"
    """A card is not valid, and a simpler one was shown in its place."""
    UNREACHABLE = "unreachable"
    """Discord does not take what the bot sends, and nobody can say why."""
    NO_EVENT = "no_event"
    """Discord's calendar of the server cannot show the date."""
    EVENT_STAYS = "event_stays"
    """Discord's calendar of the server still shows a date that does not take place."""
    EVENT_GOES_ON = "event_goes_on"
    """Discord's calendar of the server still shows a circle that is over."""
    EVENT_DIFFERS = "event_differs"
    """Discord's calendar of the server shows the date as it was before a change."""
    NO_CHANNEL = "no_channel"
    """The channel is gone; the session stands still and can go on elsewhere."""
    NO_CHANNEL_FOR_DATE = "no_channel_for_date"
    """The channel of a date to come is gone; its schedule says where it takes place."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a trouble.

    Args:
        words: the sentences; `{names}` stands for permissions.
        is_to_open: these are the permissions that open a room.
        in_private_only: it is not worth saying in the channel when whoever holds the circle cannot be told in private.
    """

    words: str
    is_to_open: bool = False
    in_private_only: bool = False


SAID: dict[ServerProblem, Said] = {
    ServerProblem.FORBIDDEN: Said(
        N_(
            "I cannot show the circle just now. I lack this permission in its channel: {names}. "
            "The circle is kept. It goes on by itself once I have the permission."
        ),
    ),
    ServerProblem.SHUT: Said(
        N_(
            "The circle's room was closed, and I may not open it again. The circle is kept and "
            "waits. Please open the room, or give me this permission: {names}."
        ),
        is_to_open=True,
    ),
    ServerProblem.SLOW: Said(
        N_(
            "Slow mode is on in the circle's room, and I may not switch it off. "
            "The circle goes on. Please switch it off, or give me this permission: {names}."
        ),
        is_to_open=True,
        in_private_only=True,
    ),
    ServerProblem.OURS: Said(
        N_(
            "Something went wrong on my side, so I could not show a card. The circle is kept and "
            "waits. I keep trying; you may also end it."
        ),
    ),
    ServerProblem.SIMPLER: Said(
        N_("Something went wrong with a card on my side. I showed a simpler one, and the circle goes on."),
        in_private_only=True,
    ),
    ServerProblem.UNREACHABLE: Said(
        N_(
            "Discord does not take the circle's cards just now. The circle waits, and nothing is "
            "lost. I keep trying, and it goes on by itself."
        ),
    ),
    ServerProblem.NO_EVENT: Said(
        N_(
            "I could not add this date to the server's events. The circle takes place all the "
            "same. I need the permissions Create Events and Manage Events. A server can have 100 "
            "events at most."
        ),
        in_private_only=True,
    ),
    ServerProblem.EVENT_STAYS: Said(
        N_(
            "This date was called off, but the server's events still show it. I may not remove "
            "it. Someone who manages events can cancel it there."
        ),
    ),
    ServerProblem.EVENT_GOES_ON: Said(
        N_(
            "This circle is over, but the server's events still show it. I may not end it there. "
            "Someone who manages events can."
        ),
    ),
    ServerProblem.EVENT_DIFFERS: Said(
        N_(
            "The server's events show the old time of this date. I may not change it there. The "
            "invitation is right. Someone who manages events can change the event."
        ),
        in_private_only=True,
    ),
    ServerProblem.NO_CHANNEL: Said(
        N_(
            "The channel of your circle was deleted. The circle is kept and nothing is lost. "
            "Use /circle resume in another channel to go on there."
        ),
    ),
    ServerProblem.NO_CHANNEL_FOR_DATE: Said(
        N_(
            "The channel of this date was deleted. The date and its seats are kept. "
            "An admin can choose another channel with /schedule edit."
        ),
    ),
}
"""What is said of each, save for what each kind of room says itself."""
_FORBIDDEN_TO_WRITE = N_(
    "I am not allowed to write in the circle's room just now. The circle is kept; I keep trying."
)
"""What is said when it is forbidden and nobody knows which permission is missing."""


def card(t: Translator, trouble: ServerProblem, room: RoomWords, missing: Sequence[str] = ()) -> Card:
    """The words about a trouble.

    Args:
        t: the language.
        trouble: what is in the way.
        room: what is said of this kind of room.
        missing: the permissions the bot lacks, by Discord's names for them.
    """
    if trouble is ServerProblem.TOO_MANY_ROOMS:
        return Card().say(t(room.TOO_MANY))
    if trouble is ServerProblem.WRONG_CHANNEL:
        return Card().say(t(room.WRONG_CHANNEL))
    said = SAID[trouble]
    words = _FORBIDDEN_TO_WRITE if trouble is ServerProblem.FORBIDDEN and not missing else said.words
    lacking = room.TO_OPEN if said.is_to_open else missing
    return Card().say(t(words, names=permission_names(t, lacking, room.NAMES)))


def is_in_private_only(trouble: ServerProblem) -> bool:
    """Whether it is not worth saying in the channel when whoever holds the circle cannot be told in private."""
    return trouble in SAID and SAID[trouble].in_private_only
