"""The facilitator's panel: private, short, and the same buttons at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from discord import ButtonStyle, SelectOption

from bot.circle.formats import StageKind
from bot.circle.model import HoldReason, Phase
from bot.circle.order import announced_next
from bot.services.rooms.obstacles import Obstacle

from ...card_context import CardContext
from ...layout import CALM, Card
from ...press import VerbButton, VerbMenu
from ...user_text import escaped
from .. import buttons
from ..care import WRITE
from ..schedule import planned
from . import looking_back
from .admission import room_lines
from .standing import standing


def panel(
    context: CardContext,
    shut_out: Mapping[int, Obstacle] = MappingProxyType({}),
    without_seat: int | None = None,
) -> Card:
    """Where the circle is, and everything its facilitator can do about it.

    Args:
        context: the session.
        shut_out: who has a seat and cannot come in, and why, by seat.
        without_seat: how many people are in the room and have no seat; None when that is not known.
    """
    t, state = context.t, context.state
    card = Card(CALM).say(f"### {escaped(context.session.name)}").say(standing(context))
    if state.phase in (Phase.GATHERING, Phase.LIVE) and (
        lines := room_lines(context, shut_out, without_seat)
    ):
        card.say(lines)
    if state.phase is Phase.ENDED:
        return card.row(*([looking_back.look_back(context)] if state.summary is not None else []))
    if state.phase is Phase.PLANNED:
        if state.is_off:
            return card
        return card.row(buttons.button(context, "end", t("Call off this date"), ButtonStyle.danger))
    end = buttons.button(context, "end", t("End"), ButtonStyle.danger)
    if state.phase is Phase.GATHERING:
        return card.row(buttons.button(context, "begin", t("Begin"), ButtonStyle.primary), end)
    if state.held(HoldReason.PAUSE) or state.held(HoldReason.SILENCE):
        first = buttons.button(context, "resume", t("Resume"), ButtonStyle.primary)
    else:
        first = buttons.button(context, "pause", t("Pause"))
    card.row(
        first,
        buttons.button(context, "next", t("Next"), ButtonStyle.primary, about=buttons.About.THIS_STAGE),
        buttons.button(context, "silence", t("Hold silence")),
        buttons.button(context, "handover", t("Hand over")),
        end,
    )
    return card.row(*_rarer(context))


def _rarer(context: CardContext) -> list[VerbButton]:
    """What is needed now and then: a second row, where it means anything."""
    state, row = context.state, []
    if announced_next(state) is not None:
        row.append(buttons.button(context, "order", context.t("Choose who is next")))
    row.append(buttons.button(context, WRITE, context.t("Write to one person")))
    if state.stage is not None and state.stage.kind is StageKind.CLOSING:
        row.append(looking_back.look_back(context))
    return row


def hand_over(context: CardContext, names: Mapping[int, str]) -> Card:
    """Choosing who holds the circle from here on, of those whose names are given by seat."""
    t = context.t
    card = Card().say(t("Who holds the circle from here on?"))
    return card.row(_menu(context, "handover", t("Choose a person"), names))


def next_speaker(context: CardContext, names: Mapping[int, str]) -> Card:
    """The speaking order, and choosing who is next, of those whose names are given by seat."""
    t, state = context.t, context.state
    order = state.round.order if state.round is not None else ()
    lines = [f"{place}. {context.who(number)}" for place, number in enumerate(order, 1)]
    card = Card().say("### " + t("The speaking order")).say("\n".join(lines))
    if not names:
        return card
    card.say("-# " + t("Choose who is next after this turn."))
    return card.row(_menu(context, "order", t("Who is next"), names))


def _menu(context: CardContext, verb: str, placeholder: str, names: Mapping[int, str]) -> VerbMenu:
    """A menu of seats."""
    options = [SelectOption(label=name, value=str(number)) for number, name in names.items()]
    return VerbMenu.new(verb, context.session.id, context.state.version, placeholder, options)


def confirm_end(context: CardContext) -> Card:
    """Asking once more before a circle is ended for everyone."""
    t = context.t
    if context.state.phase is Phase.PLANNED:
        card = Card().say(
            t(
                "Call off the circle that begins {when}? Everyone with a seat is told.",
                when=planned.when(context),
            )
        )
        return card.row(buttons.button(context, "endnow", t("Call it off"), ButtonStyle.danger))
    card = Card().say(t("End this circle for everyone now? It cannot be opened again."))
    return card.row(buttons.button(context, "endnow", t("End for everyone"), ButtonStyle.danger))
