"""One date of a schedule: leaving it out, moving it; and which schedule is meant."""

from __future__ import annotations

from bot.services.schedule.desk import Overview
from bot.services.schedule.schedules import Schedule
from bot.ui.card_context import timestamp
from bot.ui.commands import Choice, choices, completion
from bot.ui.dates import date_words
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.typed import read_moment
from bot.ui.user_text import clean, escaped

from .date_choices import coming, date_meant, date_name

REASON_LENGTH = 200


@completion
async def names(request: Request, current: str) -> list[Choice]:
    """The schedules of the server."""
    found = await request.bot.desks.schedule.named(require_admin(request))
    typed = current.casefold()
    return choices((one.choices.name, str(one.id)) for one in found if typed in one.choices.name.casefold())


@completion
async def dates(request: Request, current: str) -> list[Choice]:
    """The next dates of the schedule that is named."""
    overview = await meant(request, getattr(request.interaction.namespace, "name", None))
    named = [
        (date_name(request.t, overview, local), local.isoformat()) for local in coming(request, overview)
    ]
    typed = current.casefold()
    return choices(one for one in named if typed in one[0].casefold() or typed in one[1])


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
    overview = await meant(request, name)
    local = await date_meant(request, overview, date)
    await request.bot.desks.schedule.skip(overview.schedule.id, local, words)
    await request.say(
        request.t(
            "**{name}** does not meet on {when}. Everyone with a seat is told. All other dates "
            "stay as they are.",
            name=escaped(overview.schedule.choices.name),
            when=date_words(request.t, local),
        ),
    )


async def move(request: Request, name: str | None, date: str, typed: str) -> None:
    """Move one date, and say so to those who have a seat."""
    t = request.t
    overview = await meant(request, name)
    local, wanted = await date_meant(request, overview, date), overview.schedule.choices
    to = await read_moment(t, typed, request.bot.clock.utcnow(), wanted.series.zone)
    await request.bot.desks.schedule.move(overview.schedule.id, local, to.at)
    await request.say(
        t(
            "**{name}** meets on {when} instead of {before}. Everyone with a seat is told. All "
            "other dates stay as they are.",
            name=escaped(wanted.name),
            when=timestamp(to.at, "F"),
            before=date_words(t, local),
        ),
    )
