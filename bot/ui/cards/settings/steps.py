"""The cards of `/settings`: everything at once, and the setup, one private card for each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord
from discord import ButtonStyle

from bot.services.settings.servers import AtEnd

from ...i18n import N_
from ...layout import CALM, Card
from ...press import SafeDynamicItem, VerbButton, VerbChannel, VerbMenu, VerbRoles
from ...unicode_text import cut
from ..care import language_name
from .context import SettingsContext
from .missing import missing
from .words import OPTIONS, TITLES, Step, now, places

GO, OPEN = "setstep", "setwords"
"""The verbs of the buttons: to a step, and opening the form of one that is typed."""
AS_DISCORD = "discord"
"""The choice of the language that Discord has for the server."""
MOST_ROLES = 10
LINGERING = (0, 5, 10, 30, 60, 1440)
"""For how many minutes a room may stay after the end, as it is offered."""
_LABEL = 100

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
    Step.SCALE: N_("People may tap a number from 1 to 5. Only sums are kept, and only from five people on."),
    Step.ROOM: N_("What people told each other is theirs. Deleting the room is the kinder choice."),
    Step.HOPE: N_("After a circle, sparks of hope can be posted in a channel, without names."),
    Step.DAYS: N_("Circles that meet again and again are announced some days ahead."),
}


def overview(context: SettingsContext) -> Card:
    """Every option of the server in words, what is missing, and a way to each option."""
    t = context.t
    card = Card(CALM).say("### " + t("Settings of this server"))
    for step in OPTIONS:
        card.say("\n".join([f"**{t(TITLES[step])}**", *now(context, step)]))
    if context.places or context.has_usual_places:
        card.say("\n".join([f"**{t('Places to turn to')}**", *places(context)]))
    card.line().say("\n".join([f"**{t(TITLES[Step.MISSING])}**", *_missing(context)]))
    return card.row(_menu_of_steps(context))


def step_card(context: SettingsContext, step: Step, said: str = "") -> Card:
    """One step: what it is about, how it is now, the way to change it, and the ways on and back.

    Args:
        context: the settings.
        step: which one.
        said: what has just come of a choice, above the buttons.
    """
    t = context.t
    if step is Step.MISSING:
        return _last(context)
    place = t("Step {number} of {all}", number=step.value, all=len(OPTIONS))
    card = Card(CALM).say(f"### {t(TITLES[step])}\n-# {place}")
    card.say(t(ABOUT[step])).say("\n".join(now(context, step)))
    for row in _WAYS[step](context):
        card.row(*row)
    if said:
        card.say(f"**{said}**")
    is_set = said or _is_set(context, step)
    on = VerbButton.new(
        GO, step + 1, context.version, t("Next") if is_set else t("Skip"), ButtonStyle.primary
    )
    back = [VerbButton.new(GO, step - 1, context.version, t("Back"))] if step > OPTIONS[0] else []
    return card.row(*back, on)


def _last(context: SettingsContext) -> Card:
    t = context.t
    card = Card(CALM).say("### " + t(TITLES[Step.MISSING])).say("\n".join(_missing(context)))
    card.row(_menu_of_steps(context))
    return card.row(
        VerbButton.new(GO, OPTIONS[-1], context.version, t("Back")),
        VerbButton.new(GO, Step.MISSING, context.version, t("Look again")),
    )


def _missing(context: SettingsContext) -> list[str]:
    found = missing(context)
    if not found:
        return [context.t("Nothing is missing. /circle open opens a circle in the channel you are in.")]
    return [f"- {sentence}" for sentence in found]


def _menu_of_steps(context: SettingsContext) -> VerbMenu:
    t = context.t
    options = [discord.SelectOption(label=t(TITLES[step]), value=str(step.value)) for step in OPTIONS]
    return VerbMenu.new(GO, 0, context.version, t("Change one of these"), options)


def _is_set(context: SettingsContext, step: Step) -> bool:
    """Whether the server's admins have chosen something there."""
    chosen, usual = context.server.options, type(context.server.options)()
    fields = {
        Step.FACILITATORS: ("facilitator_role_xids",),
        Step.ADMINS: ("admin_role_xids",),
        Step.LANGUAGE: ("language",),
        Step.ZONE: ("zone",),
        Step.FORMAT: ("format_id",),
        Step.SCALE: ("scale",),
        Step.ROOM: ("at_end", "linger_minutes"),
        Step.HOPE: ("hope_xid",),
        Step.DAYS: ("horizon_days",),
    }[step]
    return any(getattr(chosen, name) != getattr(usual, name) for name in fields)


# The ways to change each


Rows = Sequence[Sequence[SafeDynamicItem]]


def _roles(step: Step, verb: str) -> Callable[[SettingsContext], Rows]:
    def rows(context: SettingsContext) -> Rows:
        t, guild, options = context.t, context.guild, context.server.options
        chosen = options.facilitator_role_xids if step is Step.FACILITATORS else options.admin_role_xids
        there = [xid for xid in chosen or () if guild is not None and guild.get_role(xid) is not None]
        menu = VerbRoles.new(verb, step, context.version, t("Choose roles"), there, MOST_ROLES)
        none = VerbButton.new(f"no{verb}", step, context.version, t("No role"))
        return [[menu], [none]] if there else [[menu]]

    return rows


def _hope(context: SettingsContext) -> Rows:
    t, step = context.t, Step.HOPE
    there = [context.hope.id] if context.hope is not None else []
    menu = VerbChannel.new("sethope", step, context.version, t("Choose a text channel"), there)
    if context.server.options.hope_xid is None:
        return [[menu]]
    return [[menu], [VerbButton.new("nosethope", step, context.version, t("No hope channel"))]]


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
    ]
    waits = [
        discord.SelectOption(
            label=_after(context, minutes), value=str(minutes), default=minutes == options.linger_minutes
        )
        for minutes in LINGERING
    ]
    return [
        [VerbMenu.new("setend", Step.ROOM, context.version, t("What becomes of it"), ends)],
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


_WAYS: dict[Step, Callable[[SettingsContext], Rows]] = {
    Step.FACILITATORS: _roles(Step.FACILITATORS, "setfacilitators"),
    Step.ADMINS: _roles(Step.ADMINS, "setadmins"),
    Step.LANGUAGE: _language,
    Step.ZONE: _words(Step.ZONE, N_("Change the time zone")),
    Step.FORMAT: _format,
    Step.SCALE: _scale,
    Step.ROOM: _room,
    Step.HOPE: _hope,
    Step.DAYS: _words(Step.DAYS, N_("Change the days")),
}
