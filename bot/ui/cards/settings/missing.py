"""What a server still lacks before its circles run well, and how to mend each of it."""

from __future__ import annotations

from collections.abc import Iterator

from ...permission_checks import gone_among
from ...permissions import missing_for_hope, permission_names
from ...rooms.kinds import words_of
from ...user_text import escaped
from .context import SettingsContext


def missing(context: SettingsContext) -> list[str]:
    """Everything that is missing, a sentence or two for each; empty when nothing is."""
    return [*_permissions(context), *_choices(context), *_places(context)]


def _permissions(context: SettingsContext) -> Iterator[str]:
    t, lacks, names = context.t, context.lacks, words_of(context.rules.room).NAMES
    if context.guild is not None and (none_here := words_of(context.rules.room).impossible(t, context.guild)):
        yield none_here
    if lacks.everywhere:
        yield t(
            "I lack these permissions in this server: {names}. "
            "You can give them to my role, in Server Settings, Roles.",
            names=permission_names(t, lacks.everywhere, names),
        )
    if lacks.here:
        yield t(
            "In this channel I also lack: {names}. Without it I cannot hold a circle here.",
            names=permission_names(t, lacks.here, names),
        )
    if context.rules.clears and context.guild and not context.guild.me.guild_permissions.manage_messages:
        yield t(
            "I lack {names} in this server. Without it I delete my messages one by one, which takes longer.",
            names=permission_names(t, ["manage_messages"]),
        )
    if lacks.two_factor:
        yield t(
            "This server asks moderators for two-factor authentication. The owner of this bot's account needs it too. "
            "Without it, Discord does not let me close rooms."
        )
    hope = context.hope
    if hope is not None and (lacking := missing_for_hope(hope.permissions_for(hope.guild.me))):
        yield t(
            "In {channel} I lack: {names}. Sparks of hope wait until I have it.",
            channel=hope.mention,
            names=permission_names(t, lacking),
        )


def _choices(context: SettingsContext) -> Iterator[str]:
    t, options = context.t, context.server.options
    chosen = (*(options.facilitator_role_xids or ()), *(options.admin_role_xids or ()))
    if gone_among(chosen, context.guild):
        yield t("A role that was chosen here was deleted. Please choose another.")
    if context.lacks.facilitators:
        yield t("No role may hold circles yet, so only those who run this server can open one.")
    if options.format_id is not None and options.format_id not in context.content.formats:
        yield t("The format that was chosen here is not there any more. Please choose another.")
    if options.hope_xid is None:
        yield t("There is no hope channel, so no spark of hope is posted.")
    elif context.hope is None:
        yield t("The hope channel was deleted, or I cannot see it. Please choose another one.")


def _places(context: SettingsContext) -> Iterator[str]:
    t = context.t
    if not context.places and not context.has_usual_places:
        yield t("No places to turn to are set yet. /care resources adds some.")
    if due := [escaped(place.title) for place in context.places if place.is_due(context.today)]:
        yield t("Please check these again, in /care resources: {names}.", names=", ".join(due))
