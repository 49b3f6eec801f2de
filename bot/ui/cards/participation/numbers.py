"""The numbers of a report in words: at least so many, about so many in ten."""

from __future__ import annotations

from bot.services.participation.reports import Figures

from ...i18n import Translator


def count(t: Translator, number: int | None) -> str:
    """A count that was rounded down to five."""
    if number is None:
        return t("too few to show")
    return t("at least {count}", count=number) if number else t("fewer than 5")


def in_ten(t: Translator, tenths: int | None) -> str:
    """A share in tenths. One and nine stand for less and more too."""
    if tenths is None:
        return t("too few to show")
    match tenths:
        case 1:
            return t("at most 1 in 10")
        case 9:
            return t("at least 9 in 10")
    return t("about {tenths} in 10", tenths=tenths)


def level(t: Translator, tenths: int | None) -> str:
    """How alone people felt, from 1 to 5."""
    return t("too few to show") if tenths is None else f"{tenths / 10:.1f}"


def sentences(t: Translator, figures: Figures) -> list[str]:
    """What the numbers of one quarter say, a line for each thing that may be shown."""
    said = []
    if figures.sessions is not None:
        said.append(
            t(
                "Sessions held: {sessions}. Seats taken: {taken}.",
                sessions=count(t, figures.sessions),
                taken=count(t, figures.seats_taken),
            )
        )
        said.append(
            t("Shared at least once: {share} of those with a seat.", share=in_ten(t, figures.shared_tenths))
        )
    if figures.even_tenths is not None:
        said.append(
            t(
                "Time went round evenly: in {even} sessions. Used of the time for stories: {used}.",
                even=in_ten(t, figures.even_tenths),
                used=in_ten(t, figures.time_tenths),
            )
        )
    if figures.arriving_tenths is not None:
        said.append(
            t(
                "How alone people felt, from 1 to 5: {before} on arriving, {after} on leaving.",
                before=level(t, figures.arriving_tenths),
                after=level(t, figures.leaving_tenths),
            )
        )
        if figures.answered_tenths is not None:
            said.append(
                t(
                    "Answered both times: {share} of those who were asked.",
                    share=in_ten(t, figures.answered_tenths),
                )
            )
    if figures.first_timers is not None:
        said.append(t("Here for the first time this year: {people}.", people=count(t, figures.first_timers)))
        said.append(t("Waited for a seat and got none: {people}.", people=count(t, figures.waited)))
        said.append(
            t(
                "Called off: {off}. Too few came: {few}.",
                off=count(t, figures.called_off),
                few=count(t, figures.below_minimum),
            )
        )
    return said
