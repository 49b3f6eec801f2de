"""Two modals of a draft: when it meets, and who and where. Wrong input changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.calendar.recurrence import Series
from bot.circle.formats import Format
from bot.ids import MemberXid, RoleXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.course import MEETINGS
from bot.services.schedule.problems import Problem, ScheduleError
from bot.services.schedule.schedules import Schedule
from bot.ui.dates import plain_repeat
from bot.ui.modal import text_field
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.rooms.places import place_of
from bot.ui.rooms.standing import checked_apart
from bot.ui.sentences import schedule_sentence
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices, read_number, read_plan, read_repeat, read_zone, rhythm_as_typed
from bot.ui.user_text import clean

from .draft_modal import DraftModal

MOST_FACILITATORS = 10


class TimeModal(DraftModal):
    """When it meets first, how often, and by whose clocks."""

    def __init__(self, request: Request, kept: Schedule) -> None:
        t = request.t
        super().__init__(request, kept, t("When it meets"))
        series = kept.choices.series
        self.when = text_field("sc:sched:when", f"{series.start:%Y-%m-%d %H:%M}", 100, required=True)
        self.rhythm = kept.choices.rhythm or plain_repeat(t, series.rule)
        self.repeat = text_field("sc:sched:repeat", self.rhythm, 200, required=True)
        self.zone = text_field("sc:sched:zone", series.zone, 60, required=True)
        self.ask(t("The first time"), self.when, t("Such as Tuesday 19:00, or 2026-12-01 19:00"))
        self.ask(t("How often"), self.repeat, t("Such as weekly, weekly for 8 weeks, second Tuesday, once"))
        self.ask(t("Time zone"), self.zone, t("By whose clocks, such as Europe/Berlin"))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        zone = read_zone(self.t, self.zone.value)
        now = request.bot.clock.utcnow()
        series = wanted.series
        when, repeat = self.when.value, self.repeat.value
        if clean(repeat) == clean(self.rhythm) and not wanted.rhythm:
            repeat = series.rule or "once"  # words of the bot, which nobody has changed
        if when.strip() == f"{series.start:%Y-%m-%d %H:%M}":
            # A series that began long ago keeps its first date; only a new one has to be still to come.
            start, rule = series.start, read_repeat(self.t, repeat, series.start)
        else:
            first, rule = await read_plan(self.t, when, repeat, now, zone, has_zone_field=True)
            start = first.local
        rhythm = rhythm_as_typed(self.t, repeat, start, rule)
        changed = replace(wanted, series=Series(start, zone, rule), rhythm=rhythm)
        if changed.closed and changed.meetings not in MEETINGS:
            raise Refused(schedule_sentence(self.t, ScheduleError(Problem.NO_NUMBER)))
        return changed, None


class PeopleModal(DraftModal):
    """Where it meets, who facilitates in turn, who may join, and how many."""

    def __init__(
        self, request: Request, kept: Schedule, facilitators: Sequence[MemberXid], fitted: Format
    ) -> None:
        t = request.t
        super().__init__(request, kept, t("People and place"))
        wanted = kept.choices
        value = discord.SelectDefaultValue
        self.place: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id="sc:sched:place",
            channel_types=[discord.ChannelType.text],
            required=True,
            default_values=[value(id=wanted.parent_xid, type=discord.SelectDefaultValueType.channel)],
        )
        self.people: ui.UserSelect[Any] = ui.UserSelect(
            custom_id="sc:sched:people",
            min_values=0,
            max_values=MOST_FACILITATORS,
            required=False,
            default_values=[value(id=xid, type=discord.SelectDefaultValueType.user) for xid in facilitators],
        )
        guild = request.interaction.guild
        there = {role.id for role in guild.roles} if guild is not None else set()
        chosen = [wanted.role_xid] if wanted.role_xid in there else []  # Discord takes no role that is gone
        self.role: ui.RoleSelect[Any] = ui.RoleSelect(
            custom_id="sc:sched:role",
            min_values=0,
            required=False,
            default_values=[value(id=xid, type=discord.SelectDefaultValueType.role) for xid in chosen],
        )
        self.seats = text_field("sc:sched:seats", str(fitted.capacity), 1, required=True)
        self.least = text_field("sc:sched:least", str(fitted.minimum), 1, required=True)
        self.ask(t("Place"), self.place, t("The text channel for the invitations"))
        self.ask(
            t("Facilitators, in turn"), self.people, t("Leave empty: the first facilitator to take a seat")
        )
        self.ask(t("Who may join"), self.role, t("Leave empty: everyone who sees the invitation"))
        self.ask(t("Seats"), self.seats, t("From 3 to 8"))
        self.ask(t("How many are needed"), self.least, t("From 3 up to the number of seats"))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        seats = read_number(self.t, self.seats.value, 3, 8, self.t("Seats"))
        least = read_number(self.t, self.least.value, 3, 8, self.t("How many are needed"))
        parent_xid = place_of(
            request,
            self.place.values[0] if self.place.values else None,
            wanted.room.kind,
            held=wanted.room.held,
        )
        checked_apart(self.t, parent_xid, wanted.room.standing_xid)
        role_xid = RoleXid(self.role.values[0].id) if self.role.values else None
        session = replace(wanted.session, capacity=seats, minimum=least)
        changed = replace(wanted, parent_xid=parent_xid, role_xid=role_xid, session=session)
        read_choices(self.t, await content_here(request), changed)
        if any(user.bot for user in self.people.values):
            raise Refused(self.t("The seats of a circle are for people."))
        return changed, [MemberXid(user.id) for user in self.people.values]
