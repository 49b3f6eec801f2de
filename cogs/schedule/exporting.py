"""A schedule as a calendar file, and the listing of public circles beside it, for whoever asked for it."""

from __future__ import annotations

import io

import discord

from bot.calendar.ics import CircleDates, NamedMeeting, calendar_of
from bot.services.schedule.desk import Overview
from bot.ui.i18n import Translator
from bot.ui.lengths import usual_length_s
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.user_text import escaped

from .public_listing import FILE_NAME, listing_of


async def send_calendar(request: Request, overview: Overview) -> None:
    """Answer in private with the series as an `.ics` file; moved and skipped dates are in it. If an admin made circles
    of the server public, the file that lists them comes with it."""
    bot = request.bot
    kept, t = overview.schedule, request.t
    content = calendar_of(
        CircleDates(
            name=kept.choices.name,
            series=kept.choices.series,
            uid=f"schedule-{kept.id}-{kept.guild_xid}@story-circle",
            minutes=round(usual_length_s(kept.choices.shown_format(await content_here(request))) / 60),
            moved={local: c.moved_to for local, c in overview.changes.items() if c.moved_to is not None},
            skipped=[local for local, c in overview.changes.items() if c.moved_to is None],
            stamp=bot.clock.utcnow(),
            meetings=_meetings(t, overview),
        )
    )
    files = [discord.File(io.BytesIO(content), filename="circle.ics")]
    words = t("The dates of **{name}**, for your calendar program.", name=escaped(kept.choices.name))
    listing = await listing_of(request)
    if listing.content is not None:
        files.append(discord.File(io.BytesIO(listing.content), filename=FILE_NAME))
    said = "\n".join([words, *listing.words])
    await request.interaction.response.send_message(said, files=files, ephemeral=True)


def _meetings(t: Translator, overview: Overview) -> list[NamedMeeting] | None:
    """The meetings of a closed series that are left, each called as `Evening (3 of 8)`; None for any other schedule."""
    if overview.course is None:
        return None
    total, announced = overview.course.total, [session.state.date for session in overview.planned]
    found = {date.of_series.number: date.starts_at for date in announced if date.of_series is not None}
    first = total - len(overview.left) + 1
    found |= {number: meeting.at for number, meeting in enumerate(overview.left, first)}
    name = overview.schedule.choices.name
    return [
        NamedMeeting(number, t("{name} ({number} of {total})", name=name, number=number, total=total), at)
        for number, at in found.items()
    ]
