"""Every number of a report, with its name in files and its definition: the data dictionary."""

from __future__ import annotations

from ...i18n import N_, Translator

AT_LEAST = N_("A count, rounded down to a multiple of five: at least so many.")
IN_TEN = N_("A share in tenths, from 1 to 9. 1 stands for less too, and 9 for more.")

FIELDS: dict[str, tuple[str, str, str]] = {
    "sessions": (N_("Sessions held"), N_("Circles that began."), AT_LEAST),
    "called_off": (N_("Called off"), N_("Dates that somebody called off beforehand."), AT_LEAST),
    "below_minimum": (
        N_("Too few came"),
        N_("Dates on which fewer people came than the circle needs."),
        AT_LEAST,
    ),
    "seats_offered": (
        N_("Seats offered"),
        N_("The seats of all sessions held, taken or not."),
        AT_LEAST,
    ),
    "seats_taken": (
        N_("Seats taken"),
        N_(
            "People with a seat, summed over sessions. Somebody who came to three sessions counts three times."
        ),
        AT_LEAST,
    ),
    "waited": (N_("Waited"), N_("People who waited for a seat and got none."), AT_LEAST),
    "first_timers": (
        N_("First time this year"),
        N_("People who tapped, if they liked, that it was their first circle here this year."),
        AT_LEAST,
    ),
    "shared_tenths": (
        N_("Shared at least once"),
        N_("Of the seats taken, those whose people told something when the piece was with them."),
        IN_TEN,
    ),
    "even_tenths": (
        N_("Even time"),
        N_(
            "Of the sessions with stories: those whose longest story took at most twice as long as the average."
        ),
        IN_TEN,
    ),
    "time_tenths": (
        N_("Story time used"),
        N_("Of the time that was offered for stories, what was used."),
        IN_TEN,
    ),
    "arriving_tenths": (
        N_("How alone on arriving"),
        N_("The mean answer to “How alone do you feel right now?”, from 1 (not at all) to 5 (very much)."),
        N_("In tenths: 34 is 3.4. Only sessions in which at least five people answered both times."),
    ),
    "leaving_tenths": (
        N_("How alone on leaving"),
        N_("The same question, at the end of the same session."),
        N_("In tenths: 34 is 3.4. Only sessions in which at least five people answered both times."),
    ),
    "answered_tenths": (
        N_("Answered both times"),
        N_("Of the seats in sessions that asked how alone people feel, those whose answers are counted."),
        IN_TEN,
    ),
}
"""By name: its heading, what it means, and how it is given."""


def heading(t: Translator, name: str) -> str:
    """The heading of a number."""
    return t.content(FIELDS[name][0])


def what(t: Translator, name: str) -> str:
    """What a number means."""
    return t.content(FIELDS[name][1])


def meaning(t: Translator, name: str) -> str:
    """What a number means, and how it is given."""
    return f"{what(t, name)} {t.content(FIELDS[name][2])}"


def notes(t: Translator) -> list[str]:
    """What holds for all numbers."""
    return [
        t("A number is only given where at least 3 sessions and 15 seats stand behind it."),
        t("Counts are rounded down to five: at least so many. Shares are rounded to tenths."),
        t(
            "How alone people felt is only counted where at least five people in a session answered both times."
        ),
        t("A number is left out, too, where somebody could work out by subtracting what is held back."),
        t("Quarters are those of the calendar, in UTC. A session counts in the quarter in which it ends."),
        t(
            "A quarter that is over does not change any more. How time went and how people felt is given then."
        ),
        t("Nobody is known from one session to the next, so different people cannot be counted otherwise."),
        t("These numbers say how people felt within the hour of a circle. They claim nothing beyond it."),
    ]
