"""The buttons: their verbs, their labels and where they are alike on several cards."""

from __future__ import annotations

from enum import Enum

from discord import ButtonStyle

from bot.circle.model import SessionState
from bot.circle.turn_time import may_take_a_minute

from ..card_context import CardContext
from ..press import VerbButton


class About(Enum):
    """What a press asks about, and so when it is too late."""

    ANY_TIME = "any time"
    """It asks for the same, however old its card is."""
    THIS_TURN = "this turn"
    THIS_STAGE = "this stage"
    THESE_LINES = "these lines"


def button(
    context: CardContext,
    verb: str,
    label: str,
    style: ButtonStyle = ButtonStyle.secondary,
    about: About = About.ANY_TIME,
) -> VerbButton:
    """A button that asks for `verb`, and means what it does now."""
    return VerbButton.new(verb, context.session.id, _means_since(context.state, about), label, style)


def _means_since(state: SessionState, about: About) -> int:
    """The version since which a button means what it means: as long as nothing that it is about changes, its id
    does not either. So a press is found on its card also when the card was redrawn in that instant."""
    match about:
        case About.THIS_TURN:
            return state.version if state.turn is None else max(state.turn.opened, state.turn.extended)
        case About.THIS_STAGE:
            return state.moved
        case About.THESE_LINES:
            return state.lines_at
        case About.ANY_TIME:
            return 0


def agree(context: CardContext) -> VerbButton:
    """`I agree`."""
    return button(context, "agree", context.t("I agree"), ButtonStyle.success, about=About.THESE_LINES)


def listen(context: CardContext) -> VerbButton:
    """`Just listen`, beside `I agree`."""
    return button(context, "listen", context.t("Just listen"))


def come_back(context: CardContext) -> VerbButton:
    """`Come back in`."""
    return button(context, "back", context.t("Come back in"), ButtonStyle.primary)


def leave(context: CardContext) -> VerbButton:
    """`Give up my seat`."""
    return button(context, "leave", context.t("Give up my seat"))


def support(context: CardContext) -> VerbButton:
    """`I need support`."""
    return button(context, "support", context.t("I need support"))


def rest(context: CardContext) -> VerbButton:
    """`Ask for a pause`."""
    return button(context, "rest", context.t("Ask for a pause"))


def my_turn(context: CardContext) -> VerbButton:
    """`When is my turn?`"""
    return button(context, "myturn", context.t("When is my turn?"))


def step_out(context: CardContext) -> VerbButton:
    """`Step out`."""
    return button(context, "out", context.t("Step out"))


def receive(context: CardContext) -> VerbButton:
    """`Receive`."""
    return button(context, "receive", context.t("Receive"), ButtonStyle.primary, about=About.THIS_TURN)


def done(context: CardContext) -> VerbButton:
    """`I'm done`."""
    return button(context, "done", context.t("I'm done"), ButtonStyle.primary, about=About.THIS_TURN)


def one_more_minute(context: CardContext) -> list[VerbButton]:
    """`One more minute`; nothing when it would give none."""
    if not may_take_a_minute(context.state):
        return []
    return [button(context, "more", context.t("One more minute"), about=About.THIS_TURN)]


def let_go_by(context: CardContext) -> VerbButton:
    """`Pass`."""
    return button(context, "pass", context.t("Pass"), about=About.THIS_TURN)


def care_row(context: CardContext) -> list[VerbButton]:
    """What is on the card of every stage: a way out for a while, and a way to support."""
    return [step_out(context), support(context)]
