"""`/schedule create`: what is typed is checked, kept as a draft, and shown with its next dates before it counts."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.calendar.recurrence import Series
from bot.circle.choices import SessionChoices
from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.rooms.choosing import read_room
from bot.ui.rooms.places import place_of
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices, read_format, read_name, read_plan, rhythm_as_typed

from .cards import draft_card


@dataclass(frozen=True, slots=True)
class Typed:
    """What an admin typed."""

    name: str
    when: str
    repeat: str
    format: str | None
    place: discord.TextChannel | None
    capacity: int | None
    facilitator: discord.Member | None
    room: str | None
    held: bool | None


async def create(request: Request, typed: Typed) -> None:
    """Keep a draft and show it. Raises `Refused`: what to change."""
    wanted = await _wanted(request, typed)
    people = [] if typed.facilitator is None else [MemberXid(typed.facilitator.id)]
    kept = await request.bot.desks.schedule.draft(request.guild_xid, wanted, people)
    await request.show(await draft_card(request, kept))


async def _wanted(request: Request, typed: Typed) -> ScheduleChoices:
    bot = request.bot
    t = request.t
    if typed.facilitator is not None and typed.facilitator.bot:
        raise Refused(t("The seats of a circle are for people."))
    name = read_name(t, typed.name)
    rules = request.rules
    usual = rules.options
    now = bot.clock.utcnow()
    first, rule = await read_plan(t, typed.when, typed.repeat, now, usual.zone, has_zone_field=False)
    content = await content_here(request)
    room = read_room(request, typed.room, typed.held)
    wanted = ScheduleChoices(
        name=name,
        language=request.server_language,
        series=Series(first.local, usual.zone, rule),
        rhythm=rhythm_as_typed(t, typed.repeat, first.local, rule),
        parent_xid=place_of(request, typed.place, room.kind, held=room.held),
        format_id=read_format(t, content, typed.format or rules.format_id(content.formats)),
        session=SessionChoices(capacity=typed.capacity, scale=rules.scale),
        room=room,
        horizon_days=usual.horizon_days,
    )
    read_choices(t, content, wanted)
    return wanted
