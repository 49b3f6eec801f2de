"""The facilitator's panel: private, short, and the same buttons at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from discord import ButtonStyle, SelectOption

from bot.circle.agreements import agreed_to
from bot.circle.formats import StageKind
from bot.circle.looking_back import summary_of
from bot.circle.model import HoldReason, Phase
from bot.circle.order import an_ordered_round_comes, announced_next, going_round
from bot.services.rooms.obstacles import Obstacle

from ...card_context import CardContext
from ...layout import CALM, Card
from ...press import VerbButton, VerbMenu
from ...rooms.hearing_status import NOTHING, HearingStatus, hearing_lines
from ...rooms.holding import holding_limits
from ...user_text import escaped
from .. import buttons
from ..care.handing import WRITE
from ..drawing import practice_marked
from ..prompts import short
from ..schedule import planned
from . import looking_back, quieting
from .admission import room_lines
from .progress import progress


def panel(
    context: CardContext,
    shut_out: Mapping[int, Obstacle] = MappingProxyType({}),
    without_seat: int | None = None,
    said: str = "",
    hearing: HearingStatus = NOTHING,
) -> Card:
    """Where the circle is, and everything its facilitator can do about it.

    Args:
        context: the session.
        shut_out: who has a seat and cannot come in, and why, by seat.
        without_seat: how many people are in the room and have no seat; None when that is not known.
        said: why what was asked last cannot be, above the buttons.
        hearing: how well the piece is held, where it is held for real.
    """
    card = Card(CALM).say(f"### {escaped(context.session.name)}").say(progress(context))
    practice_marked(context.t, context.session, card)
    if context.state.phase in (Phase.GATHERING, Phase.LIVE):
        session = context.session
        limits = holding_limits(context.t, session.room.kind, held=session.room.held)
        before = [limits] if limits and context.state.phase is Phase.GATHERING else []
        lines = [
            room_lines(context, shut_out, without_seat),
            *before,
            quieting.quiet_line(context, hearing.beyond),
            *hearing_lines(context.t, hearing, held=session.room.held),
        ]
        card.say("\n".join(line for line in lines if line))
    if said:
        card.line().say(said)
    return card.row(*_first_row(context)).row(*_second_row(context)).row(*_while_agreeing(context))


def _first_row(context: CardContext) -> list[VerbButton]:
    """What is needed at any time."""
    t, state = context.t, context.state
    if state.phase is Phase.ENDED or state.is_off:
        return []
    if state.phase is Phase.PLANNED:
        return [buttons.button(context, "end", t("Call off this date"), ButtonStyle.danger)]
    end = buttons.button(context, "end", t("End"), ButtonStyle.danger)
    if state.phase is Phase.GATHERING:
        return [buttons.button(context, "begin", t("Begin"), ButtonStyle.primary), end]
    if state.held(HoldReason.PAUSE) or state.held(HoldReason.SILENCE):
        first = buttons.button(context, "resume", t("Resume"), ButtonStyle.primary)
    else:
        first = buttons.button(context, "pause", t("Pause"))
    return [
        first,
        buttons.button(context, "next", t("Next"), ButtonStyle.primary, about=buttons.About.THIS_STAGE),
        buttons.button(context, "silence", t("Hold silence")),
        buttons.button(context, "handover", t("Hand over")),
        end,
    ]


def _second_row(context: CardContext) -> list[VerbButton]:
    """What is needed now and then, where it means anything."""
    t, state, row = context.t, context.state, list[VerbButton]()
    if state.phase is Phase.ENDED:
        return [] if state.summary is None else [looking_back.look_back(t, state.summary)]
    if announced_next(state) is not None:
        row.append(buttons.button(context, "order", t("Who is next")))
    elif (
        not state.in_round and state.phase in (Phase.GATHERING, Phase.LIVE) and an_ordered_round_comes(state)
    ):
        row.append(buttons.button(context, "first", t("Who goes first")))
    if state.phase is Phase.LIVE and agreed_to(state):
        row.append(buttons.button(context, "remind", t("Remind the circle")))
    if state.phase in (Phase.GATHERING, Phase.LIVE):
        row.append(buttons.button(context, WRITE, t("Write to one person")))
        row.append(buttons.button(context, "hard", t("A hard moment")))
    row += quieting.button(context)
    if state.stage is not None and state.stage.kind is StageKind.CLOSING:
        row.append(looking_back.look_back(t, summary_of(state)))
    return row


def _while_agreeing(context: CardContext) -> list[VerbButton]:
    """What is needed while the agreements are read, and never later."""
    stage = context.state.stage
    if context.state.phase is not Phase.LIVE or stage is None or stage.kind is not StageKind.AGREEMENTS:
        return []
    return [buttons.button(context, "addline", context.t("Add a line"))]


def hand_over(context: CardContext, names: Mapping[int, str]) -> Card:
    """Choosing who holds the circle from here on, of those whose names are given by seat."""
    t = context.t
    card = Card().say(t("Who holds the circle from here on?"))
    return card.row(_menu(context, "handover", t("Choose a person"), names))


def next_speaker(context: CardContext, names: Mapping[int, str]) -> Card:
    """The speaking order, and choosing who is next, of those whose names are given by seat."""
    t, state = context.t, context.state
    lines = [f"{place}. {context.who(number)}" for place, number in enumerate(going_round(state), 1)]
    card = Card().say("### " + t("The speaking order")).say("\n".join(lines))
    if not names:
        return card
    card.say("-# " + t("Choose who is next after this turn."))
    return card.row(_menu(context, "order", t("Who is next"), names))


def goes_first(context: CardContext, names: Mapping[int, str]) -> Card:
    """Choosing with whom the next round begins, of those whose names are given by seat."""
    t = context.t
    card = Card().say(t("Who begins the next round? The piece goes round from there."))
    return card.row(_menu(context, "first", t("Choose a person"), names))


def remind(context: CardContext) -> Card:
    """Choosing of what everyone is reminded."""
    t, state = context.t, context.state
    card = Card().say(t("Which agreement would you like to bring to mind? No name goes with it."))
    options = [
        SelectOption(label=short(t.content(item)), value=str(place))
        for place, item in enumerate(agreed_to(state))
    ]
    return card.row(VerbMenu.new("remind", context.session.id, 0, t("Choose an agreement"), options))


def _menu(context: CardContext, verb: str, placeholder: str, names: Mapping[int, str]) -> VerbMenu:
    """A menu of seats."""
    options = [SelectOption(label=name, value=str(number)) for number, name in names.items()]
    return VerbMenu.new(verb, context.session.id, context.state.version, placeholder, options)


def confirm_begin(context: CardContext) -> Card:
    """Asking once more before a circle begins early, or with fewer people than it asks for."""
    t, state = context.t, context.state
    card = Card(CALM).say("### " + t("Begin now?"))
    if state.appointment is not None:
        card.say(t("It begins {when}.", when=planned.when(context)))
    here, least = len(state.here), state.format.minimum
    if here < least:
        card.say(
            t.many(
                "{count} person is here. This circle asks for {least}.",
                "{count} people are here. This circle asks for {least}.",
                here,
                least=least,
            )
        )
    return card.row(
        VerbButton.new("beginfew", context.session.id, here, t("Begin all the same"), ButtonStyle.primary),
        buttons.button(context, "panel", t("Wait")),
    )


def confirm_end(context: CardContext) -> Card:
    """Asking once more before a circle is ended for everyone."""
    t = context.t
    if context.state.phase is Phase.PLANNED:
        card = Card().say(
            t(
                "Call off the circle that begins {when}? I tell everyone with a seat.",
                when=planned.when(context),
            )
        )
        return card.row(buttons.button(context, "endnow", t("Call it off"), ButtonStyle.danger))
    card = Card().say(t("End this circle for everyone now? It cannot be opened again."))
    return card.row(buttons.button(context, "endnow", t("End for everyone"), ButtonStyle.danger))
