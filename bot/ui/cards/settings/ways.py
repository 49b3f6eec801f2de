"""The ways to change each option of a server: its menus and buttons, and what choosing in them means."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, TypeAlias

import discord

from bot.ids import ChannelXid, RoleXid
from bot.services.settings.servers import AtEnd

from ...i18n import N_
from ...languages import language_name
from ...permissions import permission_names
from ...press import SafeDynamicItem, VerbButton, VerbChannel, VerbMenu, VerbRoles
from ...refused import Refused
from ...request import Press
from ...rooms.choosing import HELD, OPTIONS, read_room, room_menu
from ...rooms.listeners import NAMES as LISTENING_NAMES
from ...rooms.listeners import TO_LET_LISTEN
from ...unicode_text import cut
from ...visibility import is_open_to_all
from .context import SettingsContext
from .words import Step

OPEN = "setwords"
"""The verb of the button that opens the form of an option that is typed."""
CHECKING_PAGE = "slippage"
"""The verb of the button that gives the page with which anybody checks slips."""
AS_DISCORD = "discord"
"""The choice of the language that Discord has for the server."""
MOST_ROLES = 10
LINGERING = (0, 5, 10, 30, 60, 1440)
"""For how many minutes a room may stay after the end, as it is offered."""
_LABEL = 100

FIELDS: dict[Step, tuple[str, ...]] = {
    Step.FACILITATORS: ("facilitator_role_xids", "everyone_gathers"),
    Step.ADMINS: ("admin_role_xids",),
    Step.LANGUAGE: ("language",),
    Step.ZONE: ("zone",),
    Step.FORMAT: ("format_id",),
    Step.SCALE: ("scale",),
    Step.MEETING: ("room", "held", "audience"),
    Step.ROOM: ("at_end", "clears", "linger_minutes"),
    Step.HOPE: ("hope_xid",),
    Step.DAYS: ("horizon_days",),
    Step.GREETERS: ("greeters_xid",),
    Step.SLIPS: ("slip_group",),
    Step.AGREEMENTS: ("agreements",),
}
"""What of a server's options is set in which step."""

# The menus and buttons


Rows: TypeAlias = Sequence[Sequence[SafeDynamicItem]]


def _roles(step: Step, verb: str) -> Callable[[SettingsContext], Rows]:
    def rows(context: SettingsContext) -> Rows:
        t, guild, options = context.t, context.guild, context.server.options
        chosen = options.facilitator_role_xids if step is Step.FACILITATORS else options.admin_role_xids
        there = [xid for xid in chosen or () if guild is not None and guild.get_role(xid) is not None]
        menu = VerbRoles.new(verb, step, context.version, t("Choose roles"), there, MOST_ROLES)
        none = VerbButton.new(f"no{verb}", step, context.version, t("No role"))
        return [[menu], [none]] if there else [[menu]]

    return rows


def _facilitators(context: SettingsContext) -> Rows:
    t, step = context.t, Step.FACILITATORS
    if context.server.options.everyone_gathers:
        gathers = VerbButton.new(
            "nosetgathers", step, context.version, t("Let only them ask people to gather")
        )
    else:
        gathers = VerbButton.new("setgathers", step, context.version, t("Let everyone ask people to gather"))
    return [*_roles(step, "setfacilitators")(context), [gathers]]


def _hope(context: SettingsContext) -> Rows:
    t, step = context.t, Step.HOPE
    there = [context.hope.id] if context.hope is not None else []
    menu = VerbChannel.new("sethope", step, context.version, t("Choose a text channel"), there)
    if context.server.options.hope_xid is None:
        return [[menu]]
    return [[menu], [VerbButton.new("nosethope", step, context.version, t("No hope channel"))]]


def _greeters(context: SettingsContext) -> Rows:
    t, step = context.t, Step.GREETERS
    channel = context.greeters
    there = [channel.id] if channel is not None else []
    menu = VerbChannel.new("setgreeters", step, context.version, t("Choose a text channel"), there)
    if context.server.options.greeters_xid is None:
        return [[menu]]
    return [[menu], [VerbButton.new("nosetgreeters", step, context.version, t("No greeters"))]]


def _words(step: Step, label: str) -> Callable[[SettingsContext], Rows]:
    return lambda context: [[VerbButton.new(OPEN, step, context.version, context.t(label))]]


def _language(context: SettingsContext) -> Rows:
    t, chosen = context.t, context.server.options.language
    options = [discord.SelectOption(label=t("As Discord has it for this server"), value=AS_DISCORD)]
    options += [
        discord.SelectOption(label=cut(language_name(t, tag), _LABEL), value=tag, default=tag == chosen)
        for tag in list(context.languages)[:24]
    ]
    return [[VerbMenu.new("setlanguage", Step.LANGUAGE, context.version, t("Choose a language"), options)]]


def _format(context: SettingsContext) -> Rows:
    t, chosen = context.t, context.server.options.format_id
    options = [
        discord.SelectOption(
            label=cut(t.content(one.title), _LABEL),
            description=cut(t.content(one.summary), _LABEL),
            value=one.id,
            default=one.id == chosen,
        )
        for one in list(context.content.formats.values())[:25]
    ]
    return [[VerbMenu.new("setformat", Step.FORMAT, context.version, t("Choose a format"), options)]]


def _scale(context: SettingsContext) -> Rows:
    t, chosen = context.t, context.server.options.scale
    options = [
        discord.SelectOption(label=t("Ask everyone"), value="yes", default=chosen is True),
        discord.SelectOption(label=t("Ask nobody"), value="no", default=chosen is False),
    ]
    return [[VerbMenu.new("setscale", Step.SCALE, context.version, t("Choose"), options)]]


def _meeting(context: SettingsContext) -> Rows:
    t, rules = context.t, context.rules
    step, version = Step.MEETING, context.version
    kinds = VerbMenu.new("setroom", step, version, t("Choose a room"), room_menu(t, rules.room))
    held, audience = rules.options.held, rules.options.audience
    options = [
        discord.SelectOption(label=t("Everyone can speak at any time"), value="no", default=not held),
        discord.SelectOption(label=t(HELD), value="yes", default=held),
    ]
    listening = [
        discord.SelectOption(label=t("Only those with a seat can listen"), value="no", default=not audience),
        discord.SelectOption(
            label=t("Everyone in this server can listen, where we speak"), value="yes", default=audience
        ),
    ]
    return [
        [kinds],
        [VerbMenu.new("setheld", step, version, t("Who can speak"), options)],
        [VerbMenu.new("setaudience", step, version, t("Who can listen"), listening)],
    ]


def _room(context: SettingsContext) -> Rows:
    t, options = context.t, context.server.options
    ends = [
        discord.SelectOption(
            label=t("Delete it, with everything in it"),
            value=AtEnd.DELETE,
            default=options.at_end is AtEnd.DELETE,
        ),
        discord.SelectOption(
            label=t("Close it, and keep it"), value=AtEnd.ARCHIVE, default=options.at_end is AtEnd.ARCHIVE
        ),
        discord.SelectOption(
            label=t("Leave it open"), value=AtEnd.KEEP, default=options.at_end is AtEnd.KEEP
        ),
    ]
    own = [
        discord.SelectOption(label=t("My messages stay"), value="no", default=options.clears is False),
        discord.SelectOption(
            label=t("My messages are deleted, where the room stays"),
            value="yes",
            default=options.clears is True,
        ),
    ]
    waits = [
        discord.SelectOption(
            label=_after(context, minutes), value=str(minutes), default=minutes == options.linger_minutes
        )
        for minutes in LINGERING
    ]
    return [
        [VerbMenu.new("setend", Step.ROOM, context.version, t("What becomes of it"), ends)],
        [VerbMenu.new("setclears", Step.ROOM, context.version, t("My messages in it"), own)],
        [VerbMenu.new("setlinger", Step.ROOM, context.version, t("When"), waits)],
    ]


def _after(context: SettingsContext, minutes: int) -> str:
    t = context.t
    if not minutes:
        return t("As soon as the circle is over")
    if minutes % 1440 == 0:
        return t.many("{count} day after the end", "{count} days after the end", minutes // 1440)
    if minutes % 60 == 0:
        return t.many("{count} hour after the end", "{count} hours after the end", minutes // 60)
    return t.many("{count} minute after the end", "{count} minutes after the end", minutes)


def _slips(context: SettingsContext) -> Rows:
    t, step, version = context.t, Step.SLIPS, context.version
    if not context.server.options.slip_group:
        return [[VerbButton.new(OPEN, step, version, t("Give slips"))]]
    return [
        [
            VerbButton.new(OPEN, step, version, t("Change the name")),
            VerbButton.new("nosetslips", step, version, t("Give none")),
            VerbButton.new(CHECKING_PAGE, step, version, t("Get the checking page")),
        ]
    ]


def _agreements(context: SettingsContext) -> Rows:
    t, step = context.t, Step.AGREEMENTS
    change = VerbButton.new(OPEN, step, context.version, t("Change the lines"))
    if context.server.options.agreements is None:
        return [[change]]
    return [[change, VerbButton.new("noagreements", step, context.version, t("Back to the usual lines"))]]


WAYS: dict[Step, Callable[[SettingsContext], Rows]] = {
    Step.FACILITATORS: _facilitators,
    Step.ADMINS: _roles(Step.ADMINS, "setadmins"),
    Step.LANGUAGE: _language,
    Step.ZONE: _words(Step.ZONE, N_("Change the time zone")),
    Step.FORMAT: _format,
    Step.SCALE: _scale,
    Step.MEETING: _meeting,
    Step.ROOM: _room,
    Step.HOPE: _hope,
    Step.DAYS: _words(Step.DAYS, N_("Change the days")),
    Step.SLIPS: _slips,
    Step.AGREEMENTS: _agreements,
    Step.GREETERS: _greeters,
}


# What a choice means


Changes: TypeAlias = dict[str, Any]
"""Options by name, with their new values."""


def _chosen_roles(press: Press) -> tuple[RoleXid, ...]:
    return tuple(RoleXid(int(xid)) for xid in press.chosen)


def _chosen_admins(press: Press) -> Changes:
    if str(press.guild_xid) in press.chosen:
        raise Refused(
            press.t("That role is everyone in this server. Please choose a smaller one. Nothing has changed.")
        )
    return {"admin_role_xids": _chosen_roles(press)}


def _chosen_hope(press: Press) -> Changes:
    return {"hope_xid": ChannelXid(int(press.chosen[0])) if press.chosen else None}


def _chosen_greeters(press: Press) -> Changes:
    """The channel is to be one that only greeters see: a name in it says that somebody is new."""
    if not press.chosen:
        return {"greeters_xid": None}
    channel_xid, guild = ChannelXid(int(press.chosen[0])), press.interaction.guild
    if guild is not None and is_open_to_all(guild, channel_xid):
        raise Refused(
            press.t(
                "Everyone sees that channel. Please choose one that only greeters see. Nothing has changed."
            )
        )
    return {"greeters_xid": channel_xid}


def _chosen_language(press: Press) -> Changes:
    chosen = offered(press, {AS_DISCORD, *press.bot.catalogues})
    return {"language": chosen if chosen in set(press.bot.catalogues) else None}


def _chosen_linger(press: Press) -> Changes:
    return {"linger_minutes": int(offered(press, {str(minutes) for minutes in LINGERING}))}


def _chosen_audience(press: Press) -> Changes:
    lets_in = offered(press, {"yes", "no"}) == "yes"
    guild = press.interaction.guild
    if lets_in and guild is not None:
        has = guild.me.guild_permissions
        if missing := [name for name in TO_LET_LISTEN if not getattr(has, name)]:
            raise Refused(
                press.t(
                    "So that people can listen and not speak, I need this permission in the server: {names}. "
                    "Nothing has changed.",
                    names=permission_names(press.t, missing, LISTENING_NAMES),
                )
            )
    return {"audience": lets_in}


def offered(press: Press, there: Container[str]) -> str:
    """What was chosen, if it is among what can be chosen now."""
    if press.chosen[0] not in there:
        raise Refused(press.t("That choice is not there any more. Nothing has changed."))
    return press.chosen[0]


CHOICES: dict[str, Callable[[Press], Changes]] = {
    "roles:setfacilitators": lambda press: {"facilitator_role_xids": _chosen_roles(press)},
    "nosetfacilitators": lambda press: {"facilitator_role_xids": ()},
    "roles:setadmins": _chosen_admins,
    "nosetadmins": lambda press: {"admin_role_xids": ()},
    "setgathers": lambda press: {"everyone_gathers": True},
    "nosetgathers": lambda press: {"everyone_gathers": False},
    "channels:sethope": _chosen_hope,
    "nosethope": lambda press: {"hope_xid": None},
    "channels:setgreeters": _chosen_greeters,
    "nosetgreeters": lambda press: {"greeters_xid": None},
    "noagreements": lambda press: {"agreements": None},
    "menu:setlanguage": _chosen_language,
    "menu:setscale": lambda press: {"scale": press.chosen[0] == "yes"},
    "menu:setroom": lambda press: {"room": read_room(press, offered(press, OPTIONS), None).kind},
    "menu:setheld": lambda press: {"held": press.chosen[0] == "yes"},
    "menu:setaudience": _chosen_audience,
    "menu:setend": lambda press: {"at_end": AtEnd(offered(press, set(AtEnd)))},
    "menu:setclears": lambda press: {"clears": offered(press, {"yes", "no"}) == "yes"},
    "menu:setlinger": _chosen_linger,
    "nosetslips": lambda press: {"slip_group": ""},
}
"""What is to be changed when something is chosen, by the verb of its menu or button. Each raises `Refused`."""
