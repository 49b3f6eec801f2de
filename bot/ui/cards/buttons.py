"""The buttons: their verbs, their labels and where they are alike on several cards."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.model import SessionState

from ..press import VerbButton
from ..scene import Scene

ABOUT_THE_TURN = ("receive", "notyet", "pass", "done", "more", "nonote")
ABOUT_MOVING = ("next",)
"""The verbs whose presses can be too late. The others ask for the same, however old their card is."""


def button(scene: Scene, verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    """A button that asks for `verb`, as seen now."""
    return VerbButton.new(verb, scene.meeting.id, seen(scene.state, verb), label, style)


def seen(state: SessionState, verb: str) -> int:
    """The version since which a button means what it means: as long as nothing that it is about changes, its id
    does not either. So a press is found on its card also when the card was redrawn in that instant."""
    if verb in ABOUT_THE_TURN:
        return state.version if state.turn is None else max(state.turn.opened, state.turn.extended)
    return state.moved if verb in ABOUT_MOVING else 0


def agree(scene: Scene) -> VerbButton:
    """`I agree`."""
    return button(scene, "agree", scene.t("I agree"), ButtonStyle.success)


def come_back(scene: Scene) -> VerbButton:
    """`Come back in`."""
    return button(scene, "back", scene.t("Come back in"), ButtonStyle.primary)


def leave(scene: Scene) -> VerbButton:
    """`Give up my seat`."""
    return button(scene, "leave", scene.t("Give up my seat"))


def support(scene: Scene) -> VerbButton:
    """`I need support`."""
    return button(scene, "support", scene.t("I need support"))


def rest(scene: Scene) -> VerbButton:
    """`Ask for a pause`."""
    return button(scene, "rest", scene.t("Ask for a pause"))


def care_row(scene: Scene) -> list[VerbButton]:
    """What is on every live card: a way out for a while, and a way to support."""
    return [button(scene, "out", scene.t("Step out")), support(scene)]
