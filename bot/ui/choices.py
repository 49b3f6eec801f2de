"""The words for what is chosen for a session: as a form asks it, and as a card says it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from bot.circle.choices import DAY_S, HOUR_S, SessionChoices

from .i18n import N_


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """One choice of yes or no, in words that are still to be translated."""

    asked: str
    """What is ticked in the form."""
    said: str
    """What the card says when the answer is yes."""


WORDS = {
    "shows_names": ChoiceWords(
        N_("Show in the invitation who has a seat"), N_("The invitation shows who has a seat.")
    ),
    "begins_alone": ChoiceWords(
        N_("The group may begin without a facilitator"), N_("The group may begin without a facilitator.")
    ),
    "splits": ChoiceWords(
        N_("Make two circles when enough people wait"),
        N_("When enough people wait, there are two circles."),
    ),
    "has_event": ChoiceWords(
        N_("Show each date in the server's events"), N_("The server's events show each date.")
    ),
    "scale": ChoiceWords(
        N_("Ask how alone people feel, on arriving and on leaving"),
        N_("Everyone is asked how alone they feel, on arriving and on leaving."),
    ),
    "is_listed": ChoiceWords(
        N_("List it publicly, in the file for finders of meetings"),
        N_("The file for finders of meetings lists it publicly. It names nobody."),
    ),
    "sends_prompt": ChoiceWords(
        N_("Send the question ahead with the reminder"), N_("The question is sent ahead with the reminder.")
    ),
}
"""Every choice of yes or no, by the name of its field, in the order of the form."""

REMINDERS = {
    7 * DAY_S: N_("a week before"),
    DAY_S: N_("a day before"),
    3 * HOUR_S: N_("three hours before"),
    HOUR_S: N_("an hour before"),
    HOUR_S // 4: N_("a quarter of an hour before"),
}
"""When people can be reminded, in seconds before the start, the earliest first."""


def ticked(choices: SessionChoices) -> list[str]:
    """The names of those that are chosen."""
    return [name for name in WORDS if getattr(choices, name)]


def with_ticks(choices: SessionChoices, names: Collection[str]) -> SessionChoices:
    """The same choices with yes for those that are named, and no for the others of the form."""
    answers: dict[str, Any] = {name: name in names for name in WORDS}
    return replace(choices, **answers)
