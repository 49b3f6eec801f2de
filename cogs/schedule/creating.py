"""`/schedule create`: what is typed is checked, kept as a draft, and shown with its next dates before it counts."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.calendar.recurrence import Series
from bot.circle.choices import SessionChoices
from bot.services.choices import ScheduleChoices
from bot.ui.host import Interaction
from bot.ui.permissions import is_text, missing_from, permission_names
from bot.ui.replies import say, show
from bot.ui.typed import Unreadable, read_choices, read_name, read_plan

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


async def create(interaction: Interaction, typed: Typed) -> None:
    """Keep a draft and show it, or say what to change."""
    assert interaction.guild_id is not None
    bot = interaction.client
    try:
        wanted = await _terms(interaction, typed)
    except Unreadable as problem:
        await say(interaction, str(problem))
        return
    people = [] if typed.facilitator is None else [typed.facilitator.id]
    kept = await bot.timetable.draft(interaction.guild_id, wanted, people)
    await show(interaction, await draft_card(interaction, kept))


async def _terms(interaction: Interaction, typed: Typed) -> ScheduleChoices:
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    if typed.facilitator is not None and typed.facilitator.bot:
        raise Unreadable(t("The seats of a circle are for people."))
    name = read_name(t, typed.name)
    assert interaction.guild_id is not None
    usual = (await bot.circles.server(interaction.guild_id)).options
    now = bot.timetable.now()
    first, rule = await read_plan(t, typed.when, typed.repeat, now, usual.zone, has_zone_field=False)
    wanted = ScheduleChoices(
        name=name,
        language=bot.catalogues.pick(interaction.guild_locale).language,
        series=Series(first.local, usual.zone, rule),
        parent_xid=place_of(interaction, typed.place),
        format_id=typed.format or bot.settings.circles.format,
        session=SessionChoices(capacity=typed.capacity),
        horizon_days=usual.horizon_days,
    )
    read_choices(t, bot.content, wanted)
    return wanted


def place_of(interaction: Interaction, chosen: object) -> int:
    """The text channel for the invitations. Raises `Unreadable` when a circle cannot be held there."""
    t = interaction.client.catalogues.pick(interaction.locale)
    channel = chosen or interaction.channel
    if isinstance(channel, discord.app_commands.AppCommandChannel):
        channel = channel.resolve()
    if not is_text(channel):
        raise Unreadable(t("A circle meets in a text channel of the server. Please choose one."))
    missing = missing_from(channel.permissions_for(channel.guild.me))
    if missing:
        raise Unreadable(
            t(
                "I cannot hold a circle in {place} yet, because I lack this permission there: {names}. "
                "Someone who manages the server can give it to me.",
                place=channel.mention,
                names=permission_names(t, missing),
            )
        )
    return channel.id
