"""One date of a schedule: leaving it out, moving it; and which schedule is meant."""

from __future__ import annotations

import re

from bot.calendar.wallclock import LocalTime
from bot.services.schedule.desk import Overview
from bot.services.schedule.schedules import Schedule
from bot.ui.card_context import timestamp
from bot.ui.commands import Choice, choices, completion
from bot.ui.dates import date_words
from bot.ui.guards import require_admin
from bot.ui.i18n import Translator
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.typed import read_first, read_moment
from bot.ui.user_text import clean, escaped

from .date_choices import coming, date_meant, date_name

REASON_LENGTH = 200


_CHOSEN = re.compile(r"(?P<schedule>[0-9]{1,18}):(?P<date>[0-9]{4}-.*)")
"""A date that was chosen before it was said of which schedule, as `dates` offers it."""


def _filled_in(request: Request, option: str) -> str:
    """What another option of the command has in it so far."""
    value = getattr(request.interaction.namespace, option, None)
    return value if isinstance(value, str) else ""


@completion
async def names(request: Request, current: str) -> list[Choice]:
    """The schedules of the server; only the one of the date, if that is chosen already."""
    found = await request.bot.desks.schedule.named(require_admin(request))
    chosen = _CHOSEN.fullmatch(_filled_in(request, "date"))
    if chosen is not None:
        found = [one for one in found if str(one.id) == chosen["schedule"]]
    typed = current.casefold()
    return choices((one.choices.name, str(one.id)) for one in found if typed in one.choices.name.casefold())


@completion
async def dates(request: Request, current: str) -> list[Choice]:
    """The next dates of the schedule that is named. Of all schedules, each with its name, while none is."""
    guild_xid, name = require_admin(request), clean(_filled_in(request, "name")).casefold()
    found = await request.bot.desks.schedule.of_guild(guild_xid)
    if name:
        exact = [one for one in found if name in (str(one.schedule.id), one.schedule.choices.name.casefold())]
        found = exact or [one for one in found if name in one.schedule.choices.name.casefold()]
    dated = sorted(
        ((local, one) for one in found for local in coming(request, one)), key=lambda each: each[0]
    )
    typed, is_clear = current.casefold(), len(found) == 1
    named = [_offered(request.t, one, local, is_clear=is_clear) for local, one in dated]
    return choices(one for one in named if typed in one[0].casefold() or typed in one[1])


def _offered(t: Translator, overview: Overview, local: LocalTime, *, is_clear: bool) -> tuple[str, str]:
    """One date as it is offered, and what choosing it sends."""
    words = date_name(t, overview, local)
    if is_clear:
        return words, local.isoformat()
    kept = overview.schedule
    return f"{kept.choices.name} · {words}", f"{kept.id}:{local.isoformat()}"


async def meant_with(request: Request, name: str | None, date: str) -> tuple[Overview, str]:
    """The schedule that is meant, and what was typed or chosen for the date, in whatever order they were filled in.

    Raises:
        Refused: it is not clear which is meant, or the date is another one's.
        ScheduleError: it was deleted in the same instant.
    """
    chosen = _CHOSEN.fullmatch(date)
    if chosen is None:
        return await meant(request, name), date
    of_date = await meant(request, chosen["schedule"])
    if name is not None and (await meant(request, name)).schedule.id != of_date.schedule.id:
        raise Refused(
            request.t(
                "That date is one of **{name}**. Please choose the date again. Nothing has changed.",
                name=escaped(of_date.schedule.choices.name),
            )
        )
    return of_date, chosen["date"]


async def first_of(request: Request, when: str) -> LocalTime | None:
    """The first date that was typed so far, by the clocks of the server; None when it cannot be told yet."""
    return await read_first(request.t, when, request.bot.clock.utcnow(), request.rules.options.zone)


async def meant(request: Request, name: str | None) -> Overview:
    """The schedule of that name or id, or the only one there is, for an admin.

    Raises:
        Refused: they run nothing here, or it is not clear which is meant.
        ScheduleError: it was deleted in the same instant.
    """
    found: list[Schedule] = await request.bot.desks.schedule.named(require_admin(request))
    if name is not None:
        wanted = clean(name).casefold()
        found = [one for one in found if wanted in (str(one.id), one.choices.name.casefold())]
    if len(found) != 1:
        raise Refused(request.t("I do not know which schedule you mean. /schedule list shows their names."))
    return await request.bot.desks.schedule.get(found[0].id)


async def skip(request: Request, name: str | None, date: str, note: str) -> None:
    """Leave one date out, and say so to those who have a seat."""
    words = clean(note)
    if len(words) > REASON_LENGTH:
        raise Refused(request.t("A reason has at most {most} characters.", most=REASON_LENGTH))
    overview, typed = await meant_with(request, name, date)
    local = await date_meant(request, overview, typed)
    await request.bot.desks.schedule.skip(overview.schedule.id, local, words)
    t = request.t
    said = t(
        "**{name}** does not meet on {when}. I tell everyone with a seat. All other dates stay as they are.",
        name=escaped(overview.schedule.choices.name),
        when=date_words(t, local),
    )
    if overview.course is not None:
        said += " " + t(
            "One is added at the end: there are still {total} meetings.", total=overview.course.total
        )
    await request.say(said)


async def move(request: Request, name: str | None, date: str, typed: str) -> None:
    """Move one date, and say so to those who have a seat."""
    t = request.t
    overview, day = await meant_with(request, name, date)
    local, wanted = await date_meant(request, overview, day), overview.schedule.choices
    to = await read_moment(t, typed, request.bot.clock.utcnow(), wanted.series.zone)
    await request.bot.desks.schedule.move(overview.schedule.id, local, to.at)
    await request.say(
        t(
            "**{name}** meets on {when} instead of {before}. I tell everyone with a seat. All other dates "
            "stay as they are.",
            name=escaped(wanted.name),
            when=timestamp(to.at, "F"),
            before=date_words(t, local),
        ),
    )
