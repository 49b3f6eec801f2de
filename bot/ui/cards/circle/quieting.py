"""Muting one person until the turn ends: on the panel, where it is chosen, and what that person is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from discord import SelectOption

from bot.circle.model import Phase
from bot.circle.quieting import quiet_seat
from bot.ids import MemberXid
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...layout import Card
from ...press import VerbButton, VerbMenu
from .. import buttons
from ..drawing import draws


def button(context: CardContext) -> list[VerbButton]:
    """What to press on the panel where somebody can be muted, or is."""
    t, state = context.t, context.state
    if not context.session.room.kind.can_quiet or state.phase is not Phase.LIVE:
        return []
    if quiet_seat(state) is not None:
        return [buttons.button(context, "unquiet", t("Unmute them"))]
    return [buttons.button(context, "quiet", t("Mute one person"))]


def quiet_line(context: CardContext, beyond: Collection[MemberXid]) -> str:
    """Who is muted now, for whoever leads; empty when nobody is. `beyond`: those who can speak at any time."""
    number = quiet_seat(context.state)
    if number is None:
        return ""
    if context.people.get(number) in beyond:
        return context.t(
            "{who} can speak all the same: Discord lets nobody be muted who is above me.",
            who=context.who(number),
        )
    return context.t("{who} is muted until this turn ends.", who=context.who(number))


def choose(context: CardContext, names: Mapping[int, str]) -> Card:
    """Choosing who is muted, of those whose names are given by seat."""
    t = context.t
    card = Card().say(t("Who is muted until this turn ends? They are told, and may write meanwhile."))
    options = [SelectOption(label=name, value=str(number)) for number, name in names.items()]
    version = context.state.version
    return card.row(VerbMenu.new("quiet", context.session.id, version, t("Choose a person"), options))


@draws(d.Quieted)
def quieted(context: CardContext, what: d.Quieted) -> Card | None:
    """For whoever was muted; None when it is over already."""
    if quiet_seat(context.state) != what.seat:
        return None
    words = context.t(
        "Your microphone is muted until this turn ends, so that the others can be heard. I unmute you then. "
        "You may write in the chat meanwhile."
    )
    return Card().say(words)
