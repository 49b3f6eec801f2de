"""From what is kept of a draft to the card its admin sees."""

from __future__ import annotations

import discord

from bot.content import Content
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.desk import Overview
from bot.services.schedule.schedules import Schedule, ScheduleError
from bot.ui.cards.schedule.drafts import DraftContext, draft
from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.user_text import escaped
from bot.ui.visibility import is_open_to_all

from . import own_lines
from .public_listing import why_not


async def draft_card(request: Request, kept: Schedule) -> Card:
    """The draft in this admin's language, with its next dates and what to know before saving."""
    bot = request.bot
    t = request.t
    overview, before = await bot.desks.schedule.get(kept.id), await _before(request, kept)
    wanted, content = overview.schedule.choices, await content_here(request)
    theme = bot.content.drawing(t.language, wanted.theme or "general")
    return draft(
        DraftContext(
            t=t,
            schedule=overview.schedule,
            facilitators=overview.facilitators,
            format=wanted.shown_format(content),
            theme_title=escaped(theme.title),
            now=bot.clock.utcnow(),
            remarks=[
                *_format(t, content, kept),
                *_role(request, kept),
                *_events(request, kept),
                *_listed(request, kept),
                *_seats(t, content, kept, before),
            ],
            last_format=_last_format(t, content, wanted),
            agreements=own_lines.shown(request, content, wanted),
            changes={} if before is None else before.changes,
        )
    )


def _last_format(t: Translator, content: Content, wanted: ScheduleChoices) -> str:
    """What the format of the last meeting is called; empty when it is as the others."""
    chosen = content.formats.get(wanted.last_format_id or "")
    return "" if chosen is None else t.content(chosen.title)


def _format(t: Translator, content: Content, kept: Schedule) -> list[str]:
    """A word when no circle can meet as it was chosen: then no date is announced."""
    if kept.choices.can_meet(content):
        return []
    return [
        t(
            "The format of this circle is gone, or has fewer seats. No date is announced. Please "
            "choose another format under How it goes, or other seats under People and place."
        )
    ]


def _role(request: Request, kept: Schedule) -> list[str]:
    """A word when the circle is for a role that is gone: then nobody can take a seat."""
    guild, role_xid = request.interaction.guild, kept.choices.role_xid
    if guild is None or guild.unavailable or role_xid is None or guild.get_role(role_xid) is not None:
        return []
    t = request.t
    return [
        t(
            "The role for this circle was deleted, so nobody can take a seat. Please choose "
            "another role under People and place."
        )
    ]


def _events(request: Request, kept: Schedule) -> list[str]:
    """A word when Discord's calendar of the server cannot show the dates."""
    t = request.t
    channel = request.bot.get_channel(kept.choices.parent_xid)
    if not kept.choices.session.has_event or not isinstance(channel, discord.TextChannel):
        return []
    if not is_open_to_all(channel.guild, kept.choices.parent_xid):
        return [
            t(
                "Not everyone sees {place}, so the dates are not in the server's events. An event "
                "would show everyone its name.",
                place=channel.mention,
            )
        ]
    granted = channel.permissions_for(channel.guild.me)
    if granted.create_events:
        return []
    return [
        t(
            "I lack the permission Create Events, so the dates are not in the server's events. "
            "The circle works without it."
        )
    ]


def _listed(request: Request, kept: Schedule) -> list[str]:
    """A word when it was made public and cannot be listed."""
    why = why_not(request, kept.choices) if kept.choices.session.is_listed else ""
    return [why] if why else []


async def _before(request: Request, kept: Schedule) -> Overview | None:
    """The schedule that a draft is to change; None for a new one, or when it is gone."""
    if kept.replaces is None:
        return None
    try:
        return await request.bot.desks.schedule.get(kept.replaces)
    except ScheduleError:
        return None


def _seats(t: Translator, content: Content, kept: Schedule, before: Overview | None) -> list[str]:
    """A word when there are to be fewer seats than are taken: nobody loses theirs."""
    seats = kept.choices.shown_format(content).capacity
    planned = [] if before is None else before.planned
    most = max((len(session.state.seated) for session in planned), default=0)
    if most <= seats:
        return []
    return [
        t.many(
            "On one of the dates {count} seat is taken. Nobody is asked to leave.",
            "On one of the dates {count} seats are taken. Nobody is asked to leave.",
            most,
        )
    ]
