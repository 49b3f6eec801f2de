"""Every option of a server in words: what it is about, and how it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

import discord

from bot.ids import ChannelXid
from bot.services.settings.servers import AtEnd

from ...i18n import N_, Translator
from ...languages import language_name
from ...permission_checks import admin_roles, facilitator_roles, gone_among
from ...permissions import missing_for_hope, permission_names
from ...rooms.holding import held_words, holding_limits
from ...rooms.kinds import words_of
from ...user_text import escaped
from ...visibility import is_open_to_all
from .context import SettingsContext


class Step(IntEnum):
    """What can be set, in the order of the setup; then what is still missing."""

    FACILITATORS = 1
    ADMINS = 2
    LANGUAGE = 3
    ZONE = 4
    FORMAT = 5
    SCALE = 6
    MEETING = 7
    ROOM = 8
    HOPE = 9
    DAYS = 10
    SLIPS = 11
    AGREEMENTS = 12
    GREETERS = 13
    MISSING = 14


TITLES = {
    Step.FACILITATORS: N_("Who may hold circles"),
    Step.ADMINS: N_("Who may change these settings"),
    Step.LANGUAGE: N_("Language"),
    Step.ZONE: N_("Time zone"),
    Step.FORMAT: N_("Format"),
    Step.SCALE: N_("The question about feelings"),
    Step.MEETING: N_("The room of a circle"),
    Step.ROOM: N_("The room after a circle"),
    Step.HOPE: N_("Hope channel"),
    Step.DAYS: N_("Calendar"),
    Step.SLIPS: N_("Proof of attendance"),
    Step.AGREEMENTS: N_("Agreements"),
    Step.GREETERS: N_("Greeters"),
    Step.MISSING: N_("What is still missing"),
}
ABOUT = {
    Step.FACILITATORS: N_(
        "They open circles, and hold them. Choose the roles of the people you trust with that."
    ),
    Step.ADMINS: N_("They set up Story Circle here, make schedules, and may step in when a circle needs it."),
    Step.LANGUAGE: N_(
        "This is what everyone reads. Private answers come in each person's own language, if I know it."
    ),
    Step.ZONE: N_("When somebody types a time, I read it by the clocks of this place."),
    Step.FORMAT: N_("A format gives a circle its stages, its seats and its times."),
    Step.SCALE: N_(
        "People may tap a number from 1 to 5. I keep only group totals, and only from five people on."
    ),
    Step.MEETING: N_("Each circle can choose its room. This is the usual one."),
    Step.ROOM: N_("What people told each other is theirs. Deleting the room is the kinder choice."),
    Step.HOPE: N_("After a circle, sparks of hope can be posted in a channel, without names."),
    Step.DAYS: N_("Circles that meet again and again are announced some days ahead."),
    Step.SLIPS: N_(
        "A court or a course may ask for it. A slip says the name of your group, the date and the length of a circle."
    ),
    Step.AGREEMENTS: N_("People read these lines in every circle, and agree to them. You can have your own."),
    Step.GREETERS: N_(
        "Somebody who is new can ask to be greeted in private before a circle. "
        "Those who see this channel are the greeters. I show them who asked, and nobody else."
    ),
}
OPTIONS = tuple(step for step in Step if step is not Step.MISSING)


def now(context: SettingsContext, step: Step) -> list[str]:
    """How one option is now, in sentences."""
    return _NOW[step](context)


def _facilitators(context: SettingsContext) -> list[str]:
    t, people = context.t, context.rules.usual.people
    roles = facilitator_roles(context.rules, context.guild)
    return [
        t(
            "Everyone with the permission {permission} may hold circles.",
            permission=permission_names(t, [people.facilitator_permission]),
        ),
        *_roles(context, roles, context.server.options.facilitator_role_xids),
        *_gathers(context),
    ]


def _gathers(context: SettingsContext) -> list[str]:
    if not context.server.options.everyone_gathers:
        return []
    return [context.t("Everyone can ask people to gather for a circle, with `/circle gather`.")]


def _admins(context: SettingsContext) -> list[str]:
    t, people = context.t, context.rules.usual.people
    roles = admin_roles(context.rules, context.guild)
    return [
        t(
            "Everyone with the permission {permission} may change these settings.",
            permission=permission_names(t, [people.admin_permission]),
        ),
        *_roles(context, roles, context.server.options.admin_role_xids),
    ]


def _roles(context: SettingsContext, roles: Sequence[int], chosen: Sequence[int] | None) -> list[str]:
    t, guild = context.t, context.guild
    there = roles if guild is None else [xid for xid in roles if guild.get_role(xid) is not None]
    lines = []
    if there:
        names = ", ".join(_role_name(t, guild, xid) for xid in there)
        lines.append(t("So may everyone with one of these roles: {names}.", names=names))
    if gone := gone_among(chosen, guild):
        lines.append(
            t.many(
                "{count} role that was chosen here was deleted. Please choose another.",
                "{count} roles that were chosen here were deleted. Please choose others.",
                len(gone),
            )
        )
    return lines


def _role_name(t: Translator, guild: discord.Guild | None, xid: int) -> str:
    return t("everyone in this server") if guild is not None and xid == guild.id else f"<@&{xid}>"


def _language(context: SettingsContext) -> list[str]:
    t, name = context.t, language_name(context.t, context.spoken)
    if context.server.options.language is None:
        return [t("Everyone reads {language}, as Discord has it for this server.", language=name)]
    return [t("Everyone reads {language}.", language=name)]


def _zone(context: SettingsContext) -> list[str]:
    zone = escaped(context.server.options.zone)
    return [context.t("It is {zone} now.", zone=zone)]


def _format(context: SettingsContext) -> list[str]:
    t, there = context.t, context.content.formats
    used = there[context.rules.format_id(there)]
    lines = [
        t("A circle follows **{format}**, unless somebody chooses another.", format=t.content(used.title))
    ]
    if (chosen := context.server.options.format_id) is not None and chosen not in there:
        lines.append(t("The format that was chosen here is not there any more. Please choose another."))
    return lines


def _scale(context: SettingsContext) -> list[str]:
    t = context.t
    if context.rules.scale:
        return [t("Everyone is asked how alone they feel, on arriving and on leaving.")]
    return [t("Nobody is asked how alone they feel, unless somebody chooses so for a circle.")]


def _meeting(context: SettingsContext) -> list[str]:
    t, rules = context.t, context.rules
    words = words_of(rules.room)
    lines = [
        t("A circle meets here, unless somebody chooses otherwise: **{room}**.", room=t(words.TITLE)),
        t(words.ABOUT),
    ]
    if held := held_words(t, rules.room, held=rules.options.held):
        lines.append(held)
    if limits := holding_limits(t, rules.room, held=rules.options.held):
        lines.append(limits)
    if rules.options.audience:
        lines.append(
            t(
                "Everyone in this server can listen to circles that are spoken, without speaking or writing. "
                "I say so before people agree. This holds for circles that are announced from now on."
            )
        )
    return lines


def _room(context: SettingsContext) -> list[str]:
    t, rules = context.t, context.rules
    lines = [_room_afterwards(context)]
    if rules.clears:
        lines.append(
            t(
                "Where the room stays, I delete my own messages in it then. What people wrote stays. "
                "So do Discord's lines about who was added."
            )
        )
    lines.append(t("I say so before people agree. It holds for circles that are announced from now on."))
    return lines


def _room_afterwards(context: SettingsContext) -> str:
    t, rules = context.t, context.rules
    minutes = rules.linger_minutes
    if rules.at_end is AtEnd.KEEP:
        return t("The room stays open after the circle.")
    if rules.at_end is AtEnd.DELETE:
        if not minutes:
            return t("The room is deleted as soon as the circle is over.")
        return t.many(
            "The room is deleted {count} minute after the end.",
            "The room is deleted {count} minutes after the end.",
            minutes,
        )
    if not minutes:
        return t("The room is closed as soon as the circle is over. Those in it can still read it.")
    return t.many(
        "The room is closed {count} minute after the end. Those in it can still read it.",
        "The room is closed {count} minutes after the end. Those in it can still read it.",
        minutes,
    )


def _hope(context: SettingsContext) -> list[str]:
    t, channel = context.t, context.hope
    if context.server.options.hope_xid is None:
        lines = [t("None is set, so no spark of hope is posted. The harvest of each circle says so.")]
    elif channel is None:
        lines = [t("It was deleted, or I cannot see it, so nothing is posted. Please choose another one.")]
    else:
        lines = [t("Sparks of hope are posted in {channel}.", channel=channel.mention)]
        if missing := missing_for_hope(channel.permissions_for(channel.guild.me)):
            lines.append(t("I lack this permission there: {names}.", names=permission_names(t, missing)))
    if context.stuck:
        lines.append(
            t.many(
                "I could not post {count} spark of hope there. I keep trying for a day after its time.",
                "I could not post {count} sparks of hope there. I keep trying for a day after their time.",
                context.stuck,
            )
        )
    return lines


def _days(context: SettingsContext) -> list[str]:
    return [
        context.t.many(
            "Circles are announced {count} day ahead.",
            "Circles are announced {count} days ahead.",
            context.server.options.horizon_days,
        )
    ]


def _slips(context: SettingsContext) -> list[str]:
    t, group = context.t, context.server.options.slip_group
    if not group:
        return [t("None is given.")]
    return [
        t("Whoever has a seat when a circle closes can take a slip of **{group}**.", group=escaped(group)),
        t(
            "Their own name is on no slip: they fill it in by hand. Nobody learns who took one, and I keep no list."
        ),
        t(
            "The page that checks slips is a file. You can give it to whoever asks for proof, or put it on a website."
        ),
    ]


def _agreements(context: SettingsContext) -> list[str]:
    t, own = context.t, context.server.options.agreements
    if own is None:
        return [t("People agree to the lines that come with the format.")]
    return [
        t.many(
            "People agree to {count} line of this server's own.",
            "People agree to {count} lines of this server's own.",
            len(own),
        )
    ]


def _greeters(context: SettingsContext) -> list[str]:
    t, channel = context.t, context.greeters
    if context.server.options.greeters_xid is None:
        return [t("No channel is set, so nobody is asked whether they are new.")]
    if channel is None:
        return [t("It was deleted, or I cannot see it, so nobody is greeted. Please choose another one.")]
    lines = [t("Greeters are asked in {channel}.", channel=channel.mention)]
    if is_open_to_all(channel.guild, ChannelXid(channel.id)):
        lines.append(t("Everyone sees that channel now, so I ask nobody there. Please choose another one."))
    if missing := missing_for_hope(channel.permissions_for(channel.guild.me)):
        lines.append(t("I lack this permission there: {names}.", names=permission_names(t, missing)))
    return lines


_NOW: dict[Step, Callable[[SettingsContext], list[str]]] = {
    Step.FACILITATORS: _facilitators,
    Step.ADMINS: _admins,
    Step.LANGUAGE: _language,
    Step.ZONE: _zone,
    Step.FORMAT: _format,
    Step.SCALE: _scale,
    Step.MEETING: _meeting,
    Step.ROOM: _room,
    Step.HOPE: _hope,
    Step.DAYS: _days,
    Step.SLIPS: _slips,
    Step.AGREEMENTS: _agreements,
    Step.GREETERS: _greeters,
}


def places(context: SettingsContext) -> list[str]:
    """Whose places people are pointed to, how many, and which are to be looked at again."""
    t, there = context.t, context.places
    if not there:
        return [t("People see the places of those who run this bot. /care resources sets your own.")]
    lines = [
        t.many(
            "People who ask for support see {count} place.",
            "People who ask for support see {count} places.",
            len(there),
        )
    ]
    if due := [escaped(place.title) for place in there if place.is_due(context.today)]:
        lines.append(t("Please check these again, in /care resources: {names}.", names=", ".join(due)))
    return lines
