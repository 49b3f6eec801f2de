"""What whoever holds a circle is told, in private, when something in the server has to be put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.permissions import permission_names

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


def no_event(t: Translator, _: Sequence[str]) -> Card:
    """Discord's calendar of the server cannot show the date."""
    return Card().say(
        t(
            "I could not put this date into the server's events. The circle takes place all the same. "
            "For the events I need the permissions Create Events and Manage Events, "
            "and the server can have at most 100 of them."
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
