"""The buttons: their verbs, their labels and where they are alike on several cards."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.model import SessionState

from ..card_context import CardContext
from ..press import VerbButton

ABOUT_THE_TURN = ("receive", "notyet", "pass", "done", "more", "nonote")
ABOUT_MOVING = ("next",)
"""The verbs whose presses can be too late. The others ask for the same, however old their card is."""


def button(
    context: CardContext, verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary
) -> VerbButton:
    """A button that asks for `verb`, as seen now."""
    return VerbButton.new(verb, context.session.id, seen(context.state, verb), label, style)


def seen(state: SessionState, verb: str) -> int:
    """The version since which a button means what it means: as long as nothing that it is about changes, its id
    does not either. So a press is found on its card also when the card was redrawn in that instant."""
    if verb in ABOUT_THE_TURN:
        return state.version if state.turn is None else max(state.turn.opened, state.turn.extended)
    return state.moved if verb in ABOUT_MOVING else 0


def agree(context: CardContext) -> VerbButton:
    """`I agree`."""
    return button(context, "agree", context.t("I agree"), ButtonStyle.success)


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


def care_row(context: CardContext) -> list[VerbButton]:
    """What is on every live card: a way out for a while, and a way to support."""
    return [button(context, "out", context.t("Step out")), support(context)]
