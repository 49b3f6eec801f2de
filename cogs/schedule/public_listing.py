"""The weekly circles of a server that an admin made public, one by one, as a file for finders of meetings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.calendar.meeting_guide import WeeklyMeeting, meeting_guide, weekdays_of
from bot.calendar.recurrence import next_occurrence
from bot.circle.model import Phase
from bot.content import Content
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.schedules import Schedule, Status
from bot.ui.lengths import usual_length_s
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.user_text import escaped
from bot.ui.visibility import is_open_to_all

FILE_NAME = "meetings.json"
MOST_LINES = 5
"""How many sentences about circles that are left out are said."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The file, if there is anything to list, and what is said about it."""

    content: bytes | None
    words: list[str]


async def listing_of(request: Request) -> Listing:
    """The listing of the server, as it may be now. What may not be listed is said, with the reason."""
    bot, t, there = request.bot, request.t, await content_here(request)
    chosen = [
        overview
        for overview in await bot.desks.schedule.of_guild(request.guild_xid)
        if overview.schedule.choices.session.is_listed and overview.schedule.status is not Status.DRAFT
    ]
    begun = {
        session.schedule_id
        for session in (await bot.desks.circle.open_in(request.guild_xid) if chosen else ())
        if session.state.phase is Phase.LIVE
    }
    meetings, left_out = [], []
    for overview in chosen:
        kept, course = overview.schedule, overview.course
        has_begun = course is not None and (course.held > 0 or course.is_over or kept.id in begun)
        why = why_not(request, kept.choices) or _why_not_now(request, there, kept, has_begun=has_begun)
        if why:
            left_out.append(f"**{escaped(kept.choices.name)}**: {why}")
        else:
            meetings.append(_meeting(request, there, kept))
    words = []
    if meetings:
        words.append(
            t.many(
                "`{file}` lists {count} weekly circle that was made public. It names nobody.",
                "`{file}` lists {count} weekly circles that were made public. It names nobody.",
                len(meetings),
                file=FILE_NAME,
            )
        )
    if left_out:
        words.append(t("These were made public, and are not listed now:"))
        words += ["- " + line for line in left_out[:MOST_LINES]]
        if len(left_out) > MOST_LINES:
            words.append("- …")
    content = meeting_guide(meetings, bot.clock.utcnow()) if meetings else None
    return Listing(content, words)


def why_not(request: Request, chosen: ScheduleChoices) -> str:
    """Why a circle like this cannot be listed, in a sentence; empty when it can."""
    t, guild = request.t, request.interaction.guild
    if weekdays_of(chosen.series) is None:
        return t("Only a circle that meets every week can be listed.")
    if chosen.role_xid is not None:
        return t("It is for people with one role, so it is not listed.")
    if guild is None or guild.unavailable or not is_open_to_all(guild, chosen.parent_xid):
        return t("Not everyone in this server sees its channel, so it is not listed.")
    return ""


def _why_not_now(request: Request, there: Content, kept: Schedule, *, has_begun: bool) -> str:
    """Why a circle that could be listed is not at this moment; empty when it is.

    Args:
        request: who asks.
        there: the formats that the server has.
        kept: the circle.
        has_begun: whether it is a closed series whose first meeting has begun.
    """
    t, now = request.t, request.bot.clock.utcnow()
    if has_begun:
        return t("It is a closed series that has begun, so its people stay the same.")
    if kept.status is not Status.ACTIVE:
        return t("It rests now.")
    if not kept.choices.can_meet(there):
        return t("Its format is gone, or has fewer seats.")
    if next_occurrence(kept.choices.series, now) is None:
        return t("No date of it is still to come.")
    return ""


def _meeting(request: Request, there: Content, kept: Schedule) -> WeeklyMeeting:
    chosen, guild = kept.choices, request.interaction.guild
    t = request.bot.catalogues.pick(chosen.language)
    format_ = chosen.format(there)
    server = "" if guild is None else guild.name
    return WeeklyMeeting(
        name=chosen.name,
        slug=f"circle-{kept.id}-{kept.guild_xid}",
        series=chosen.series,
        minutes=round(usual_length_s(format_) / 60),
        link=f"https://discord.com/channels/{kept.guild_xid}/{chosen.parent_xid}",
        link_notes=t("In Discord. The link works for members of the server {server}.", server=server),
        group=server,
        notes=t(
            "A story circle for up to {count} people. You take a seat on the invitation in the channel.",
            count=format_.capacity,
        ),
        language=chosen.language,
    )
