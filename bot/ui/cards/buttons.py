"""The buttons: their verbs, their labels and where they are alike on several cards."""

from __future__ import annotations

from discord import ButtonStyle

from ..press import VerbButton
from ..scene import Scene


def button(scene: Scene, verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    """A button that asks for `verb`, as seen at the version that is drawn."""
    return VerbButton.new(verb, scene.meeting.id, scene.state.version, label, style)


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
