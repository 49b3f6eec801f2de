"""What a person wishes of reminders: none at all, or none in their quiet hours."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.services.circle.sessions import NoSession
from bot.services.schedule.reminders import QuietHours, Reminding
from bot.services.schedule.schedules import ScheduleError
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.typed import read_hours, read_zone
from bot.ui.user_text import clean


class RemindersModal(SafeModal):
    """Whether to be reminded, and when never.

    Quiet hours without a time zone are by the clocks that are known: those of whoever asked before, or else those of
    the circle's server.
    """

    def __init__(self, request: Request, wish: Reminding, known_zone: str | None) -> None:
        t = request.t
        super().__init__(title=t("Reminders"), custom_id="sc:wishes")
        self.t = t
        quiet = wish.quiet
        self.known_zone = quiet.zone if quiet is not None else known_zone
        self.wanted: ui.RadioGroup[Any] = ui.RadioGroup(
            custom_id="sc:wishes:wanted",
            options=[
                discord.RadioGroupOption(
                    label=t("Remind me by direct message"), value="yes", default=wish.wanted
                ),
                discord.RadioGroupOption(
                    label=t("No reminders, please"), value="no", default=not wish.wanted
                ),
            ],
        )
        hours = "" if quiet is None else f"{quiet.begins:%H:%M} - {quiet.ends:%H:%M}"
        self.hours = text_field("sc:wishes:hours", hours, 30)
        self.zone = text_field("sc:wishes:zone", "" if quiet is None else quiet.zone)
        self.ask(t("Reminders for your circles"), self.wanted)
        self.ask(t("Quiet hours"), self.hours, t("Such as 22:00 - 07:00. Leave it empty for none."))
        self.ask(t("Your time zone"), self.zone, self._zone_hint())

    def _zone_hint(self) -> str:
        if self.known_zone is None:
            return self.t("Only for the quiet hours, such as Europe/Berlin")
        return self.t("Only for the quiet hours. Empty: the clocks of {zone}", zone=self.known_zone)

    async def submitted(self, request: Request) -> None:
        wish = Reminding(self.wanted.value != "no", self._quiet())
        await request.bot.desks.schedule.wish(request.member_xid, wish)
        if not wish.wanted:
            words = self.t("I no longer remind you, in any circle. This button changes it again.")
        elif wish.quiet is None:
            words = self.t("I remind you of your circles, by direct message.")
        else:
            words = self.t(
                "I remind you of your circles, but never from {begins} to {ends} by the clocks of {zone}.",
                begins=f"{wish.quiet.begins:%H:%M}",
                ends=f"{wish.quiet.ends:%H:%M}",
                zone=wish.quiet.zone,
            )
        await request.say(words)

    def _quiet(self) -> QuietHours | None:
        typed = clean(self.hours.value or "")
        if not typed:
            return None
        begins, ends = read_hours(self.t, typed)
        typed_zone = clean(self.zone.value or "")
        if typed_zone or self.known_zone is None:
            if not typed_zone:
                raise Refused(self.t("Please add your time zone too, such as Europe/Berlin."))
            return QuietHours(begins, ends, read_zone(self.t, typed_zone))
        return QuietHours(begins, ends, self.known_zone)


async def _reminders(press: Press) -> None:
    wish = await press.bot.desks.schedule.reminding(press.member_xid)
    await press.open(RemindersModal(press, wish, await _zone(press)))


async def _zone(press: Press) -> str | None:
    """By whose clocks the circle meets that the button is about; None when it is gone."""
    try:
        session = await press.bot.desks.circle.get(press.session_id)
        if session.schedule_id is not None:
            return (await press.bot.desks.schedule.get(session.schedule_id)).schedule.choices.series.zone
        return (await press.bot.desks.settings.server(session.guild_xid)).options.zone
    except (NoSession, ScheduleError):
        return None


HANDLERS: dict[str, Handler] = {"reminders": _reminders}
