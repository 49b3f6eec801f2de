"""What whoever holds a circle is told, in private, when something in the server has to be put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.permissions import permission_names

IN_PRIVATE_ONLY = ("no_event", "event_differs", "simpler", "slow")
"""What is not worth saying in the channel when whoever holds the circle cannot be told in private."""

Trouble: TypeAlias = Callable[[Translator, Sequence[str]], Card]


def forbidden(t: Translator, missing: Sequence[str]) -> Card:
    """A permission is missing; it is tried again by itself."""
    if not missing:
        return Card().say(
            t("I am not allowed to write in the circle's room just now. The circle is kept; I keep trying.")
        )
    return Card().say(
        t(
            "I cannot show the circle just now, because I lack this permission in its channel: {names}. "
            "The circle is kept; it goes on by itself as soon as the permission is there.",
            names=permission_names(t, missing),
        )
    )


def too_many_threads(t: Translator, _: Sequence[str]) -> Card:
    """The server has as many open threads as Discord allows."""
    return Card().say(
        t(
            "This server has as many open threads as Discord allows, so I cannot open the circle's room. "
            "The circle is kept. Once an old thread is closed, it goes on by itself."
        )
    )


def wrong_channel(t: Translator, _: Sequence[str]) -> Card:
    """The channel is not a plain text channel any more."""
    return Card().say(
        t(
            "A circle's room needs a text channel, and this channel is of another kind now. "
            "The circle is kept. It goes on by itself once the channel is a text channel again."
        )
    )


def shut(t: Translator, _: Sequence[str]) -> Card:
    """Somebody closed the room, and the bot may not open it."""
    return Card().say(
        t(
            "The circle's room was closed, and I may not open it again. "
            "The circle is kept and stands still. Please open the room, or give me this permission: {names}.",
            names=permission_names(t, ["manage_threads"]),
        )
    )


def slow(t: Translator, _: Sequence[str]) -> Card:
    """Somebody slowed the room down, and the bot may not change it."""
    return Card().say(
        t(
            "Slow mode is on in the circle's room, and I may not switch it off. "
            "The circle goes on. Please switch it off, or give me this permission: {names}.",
            names=permission_names(t, ["manage_threads"]),
        )
    )


def ours(t: Translator, _: Sequence[str]) -> Card:
    """A card is not valid; that is the bot's own fault."""
    return Card().say(
        t(
            "Something went wrong on my side, so I could not show a card of the circle. "
            "The circle is kept and stands still. I keep trying; you may also end it."
        )
    )


def simpler(t: Translator, _: Sequence[str]) -> Card:
    """A card is not valid, and a simpler one was shown in its place."""
    return Card().say(
        t(
            "Something went wrong on my side with a card of the circle, so I showed a simpler one. "
            "The circle goes on."
        )
    )


def unreachable(t: Translator, _: Sequence[str]) -> Card:
    """Discord does not take what the bot sends, and nobody can say why."""
    return Card().say(
        t(
            "Discord does not take the circle's cards just now. "
            "The circle stands still, and nothing is lost. I keep trying, and it goes on by itself."
        )
    )


def no_event(t: Translator, _: Sequence[str]) -> Card:
    """Discord's calendar of the server cannot show the date."""
    return Card().say(
        t(
            "I could not put this date into the server's events. The circle takes place all the same. "
            "For the events I need the permissions Create Events and Manage Events, "
            "and the server can have at most 100 of them."
        )
    )


def event_stays(t: Translator, _: Sequence[str]) -> Card:
    """Discord's calendar of the server still shows a date that does not take place."""
    return Card().say(
        t(
            "The server's events still show this date, which does not take place. "
            "I may not take it out. Somebody who manages events can cancel it there."
        )
    )


def event_goes_on(t: Translator, _: Sequence[str]) -> Card:
    """Discord's calendar of the server still shows a circle that is over."""
    return Card().say(
        t(
            "The server's events still show this circle, which is over. "
            "I may not end it there. Somebody who manages events can."
        )
    )


def event_differs(t: Translator, _: Sequence[str]) -> Card:
    """Discord's calendar of the server shows the date as it was before a change."""
    return Card().say(
        t(
            "The server's events show this date as it was before, for I may not change it there. "
            "The invitation shows what counts. Somebody who manages events can change it too."
        )
    )


def no_channel(t: Translator, _: Sequence[str]) -> Card:
    """The channel is gone; the session stands still and can go on elsewhere."""
    return Card().say(
        t(
            "The channel of your circle was deleted. The circle is kept and nothing is lost. "
            "Use /circle resume in another channel to go on there."
        )
    )


def no_channel_for_date(t: Translator, _: Sequence[str]) -> Card:
    """The channel of a date to come is gone; its schedule says where it takes place."""
    return Card().say(
        t(
            "The channel of this date was deleted. The date and its seats are kept. "
            "An admin can choose another channel with /schedule edit."
        )
    )
