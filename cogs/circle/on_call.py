"""Being on call: a facilitator says so for themselves, chooses the hours, and ends it with one tap."""

from __future__ import annotations

from datetime import time
from typing import Any

import discord
from discord import ui

from bot.calendar.quiet_hours import parse_hours
from bot.ids import GuildXid
from bot.services.gathering.on_call import EVERY_DAY, Hours, OnCall
from bot.ui.cards.circle import gathering_people as cards
from bot.ui.dates import weekday_name
from bot.ui.i18n import Translator
from bot.ui.layout import CALM, Card
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import clean, escaped


class HoursModal(SafeModal):
    """On which days, and in which hours, somebody is on call."""

    def __init__(self, request: Request, there: OnCall | None) -> None:
        t = request.t
        super().__init__(title=t("On call"), custom_id="sc:oncallhours")
        self.t = t
        hours = Hours() if there is None else there.hours
        self.days: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:oncallhours:days",
            required=False,
            options=[
                discord.CheckboxGroupOption(
                    label=weekday_name(t, day), value=str(day), default=day in hours.days
                )
                for day in EVERY_DAY
            ],
        )
        now = "" if hours.begins == hours.ends else f"{hours.begins:%H:%M} - {hours.ends:%H:%M}"
        self.hours = text_field("sc:oncallhours:hours", now, 30)
        zone = request.rules.options.zone
        self.ask(t("Days"), self.days)
        self.ask(
            t("Hours"), self.hours, t("Such as 18:00 - 22:00, by {zone}. Empty: all day", zone=zone)[:100]
        )

    async def submitted(self, request: Request) -> None:
        _require_facilitator(request)
        hours = _hours(self.t, self.days.values, self.hours.value or "")
        await request.take_time()
        guild_xid = request.guild_xid
        if not await _is_reached(request):
            raise Refused(
                self.t(
                    "I could not write to you. Please allow direct messages from this server first. "
                    "Nothing has changed."
                )
            )
        language = str(request.interaction.locale)
        await request.bot.desks.gathering.be_on_call(guild_xid, request.member_xid, hours, language)
        await request.show(await _card(request, guild_xid))


def _hours(t: Translator, days: list[str], typed: str) -> Hours:
    """What was chosen and typed. Raises `Refused`."""
    chosen = tuple(day for day in EVERY_DAY if str(day) in days)
    if not chosen:
        raise Refused(t("Please choose one day or more. To be on call no more, there is a button."))
    text = clean(typed)
    if not text:
        return Hours(chosen, time(0), time(0))
    hours = parse_hours(text)
    if hours is None:
        raise Refused(t("Please write the hours like 18:00 - 22:00, or 6pm to 10pm."))
    return Hours(chosen, *hours)


async def _is_reached(request: Request) -> bool:
    """Whether somebody takes direct messages: nobody is on call who could not be asked."""
    guild = request.interaction.guild
    name = "" if guild is None else escaped(guild.name)
    words = request.t(
        "This is where I write when enough people would like a circle in **{name}**.", name=name
    )
    return await request.bot.whispers.try_to_write(request.member_xid, Card(CALM).say(words))


def _require_facilitator(request: Request) -> None:
    if not request.may_facilitate:
        raise Refused(request.t("Only facilitators can be on call. Nothing has changed."))


async def _card(request: Request, guild_xid: GuildXid) -> Card:
    there = await request.bot.desks.gathering.on_call(guild_xid, request.member_xid)
    zone = request.bot.desks.settings.rules(guild_xid).options.zone
    return cards.on_call_card(request.t, guild_xid, there, zone)


async def _on_call(press: Press) -> None:
    _require_facilitator(press)
    await press.show(await _card(press, press.guild_xid))


async def _choose(press: Press) -> None:
    _require_facilitator(press)
    there = await press.bot.desks.gathering.on_call(press.guild_xid, press.member_xid)
    await press.open(HoursModal(press, there))


async def _off_call(press: Press) -> None:
    guild_xid = cards.server_of(press.token)
    await press.bot.desks.gathering.be_off_call(guild_xid, press.member_xid)
    await press.settle(Card().say(press.t("You are not on call any more. Thank you for the time you gave.")))


async def forget_who_may_no_more(request: Request) -> None:
    """Somebody who may not hold circles any more is not on call any more."""
    gathering, guild_xid = request.bot.desks.gathering, request.guild_xid
    if not request.may_facilitate and await gathering.on_call(guild_xid, request.member_xid) is not None:
        await gathering.be_off_call(guild_xid, request.member_xid)


HANDLERS: dict[str, Handler] = {cards.ON_CALL: _on_call, cards.HOURS: _choose, cards.OFF_CALL: _off_call}
