"""The facilitator's panel: private, short, and the same buttons at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from discord import ButtonStyle

from bot.circle.formats import StageKind
from bot.circle.model import HoldReason, Phase, TurnPhase
from bot.services.rooms.obstacles import Obstacle

from ...card_context import CardContext
from ...layout import CALM, Card
from ...press import VerbPick
from ...user_text import escaped
from .. import buttons
from ..schedule import planned
from . import looking_back
from .admission import room_lines


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
    card = Card(CALM).say(f"### {escaped(context.session.name)}").say(_where(context))
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
    closing = state.stage is not None and state.stage.kind is StageKind.CLOSING
    return card.row(
        first,
        buttons.button(context, "next", t("Next"), ButtonStyle.primary, about=buttons.About.THIS_STAGE),
        buttons.button(context, "silence", t("Hold silence")),
        buttons.button(context, "handover", t("Hand over")),
        end,
    ).row(*([looking_back.look_back(context)] if closing else []))


def hand_over(context: CardContext) -> Card:
    """Choosing who holds the circle from here on."""
    t = context.t
    card = Card().say(t("Who holds the circle from here on?"))
    return card.row(VerbPick.new("handover", context.session.id, context.state.version, t("Choose a person")))


def next_speaker(context: CardContext) -> Card:
    """The speaking order, and choosing who is next."""
    t, state = context.t, context.state
    order = state.round.order if state.round is not None else ()
    lines = [f"{place}. {context.who(number)}" for place, number in enumerate(order, 1)]
    card = Card().say("### " + t("The speaking order")).say("\n".join(lines))
    card.say("-# " + t("Choose who is next after this turn."))
    return card.row(VerbPick.new("order", context.session.id, state.version, t("Who is next")))


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


def _where(context: CardContext) -> str:
    t, state = context.t, context.state
    people = t.many("{count} person has a seat.", "{count} people have a seat.", len(state.seated))
    if state.phase is Phase.ENDED:
        return t("This circle is over.")
    if state.phase is Phase.PLANNED:
        return (
            planned.off_words(context)
            if state.is_off
            else f"{t('It begins {when}.', when=planned.when(context))} {people}"
        )
    if state.phase is Phase.GATHERING or state.stage is None:
        return t("People are gathering.") + " " + people
    if state.held(HoldReason.UNSEEN):
        now = t("I cannot reach the room just now. The circle stands still and goes on by itself.")
    elif state.held(HoldReason.PAUSE):
        now = t("The circle is paused.")
    elif state.held(HoldReason.SILENCE):
        now = t("There is a moment of silence.")
    elif state.turn is None:
        now = t("Stage: {title}.", title=t.content(state.stage.title))
    elif state.turn.seat is None:
        now = t("The piece lies in the middle.")
    elif state.turn.phase is TurnPhase.SPEAKING:
        now = t("The piece is with {who}.", who=context.who(state.turn.seat))
    else:
        now = t("The piece is offered to {who}.", who=context.who(state.turn.seat))
    return f"{now} {people}"
