"""The modal of a draft about its room, and whether the talking piece is held there. Wrong input changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.schedules import Schedule
from bot.ui.request import Request
from bot.ui.rooms.choosing import HELD, checked_held, read_room, room_menu
from bot.ui.rooms.places import place_of
from bot.ui.rooms.standing import checked_standing
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices

from .draft_modal import DraftModal


class RoomModal(DraftModal):
    """In which kind of room it meets."""

    def __init__(self, request: Request, kept: Schedule) -> None:
        t = request.t
        super().__init__(request, kept, t("The room"))
        wanted = kept.choices
        self.room: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:room", options=room_menu(t, wanted.room.kind), required=True
        )
        self.held: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:sched:held",
            required=False,
            options=[discord.CheckboxGroupOption(label=t(HELD), value="held", default=wanted.room.held)],
        )
        guild, xid = request.interaction.guild, wanted.room.standing_xid
        # Discord takes no channel that is gone, and a form that cannot be opened could not take it out either.
        there = [xid] if guild is not None and xid is not None and guild.get_channel(xid) is not None else []
        self.standing: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id="sc:sched:standing",
            channel_types=[discord.ChannelType.text],
            min_values=0,
            required=False,
            default_values=[
                discord.SelectDefaultValue(id=xid, type=discord.SelectDefaultValueType.channel)
                for xid in there
            ],
        )
        self.ask(t("Where it meets"), self.room)
        self.ask(t("The talking piece"), self.held)
        self.ask(
            t("A channel that stays"),
            self.standing,
            t("For a text channel only. Leave empty: a new channel each time, deleted or closed afterwards."),
        )

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        kind = read_room(request, self.room.values[0], None).kind
        room = replace(wanted.room, kind=kind, held=checked_held(request, kind, bool(self.held.values)))
        guild = request.interaction.guild
        place = None if guild is None else guild.get_channel(wanted.parent_xid)
        if room != wanted.room and place is not None:
            place_of(request, place, kind, held=room.held)
        chosen = next(iter(self.standing.values), None)
        standing_xid = checked_standing(request, replace(wanted, room=room), chosen)
        changed = replace(wanted, room=replace(room, standing_xid=standing_xid))
        read_choices(self.t, await content_here(request), changed)
        return changed, None
