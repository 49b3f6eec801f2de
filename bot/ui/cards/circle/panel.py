"""The facilitator's panel: private, short, and the same buttons at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from discord import ButtonStyle

from bot.circle.formats import StageKind
from bot.circle.model import HoldReason, Phase, TurnPhase
from bot.services.obstacles import Obstacle

from ...layout import CALM, Card
from ...press import VerbPick
from ...scene import Scene
from ...words import shown
from .. import buttons
from ..schedule import planned
from . import quiet
from .passages import room_lines


def panel(
    scene: Scene, shut_out: Mapping[int, Obstacle] = MappingProxyType({}), without_seat: int | None = None
) -> Card:
    """Where the circle is, and everything its facilitator can do about it.

    Args:
        scene: the session.
        shut_out: who has a seat and cannot come in, and why, by seat.
        without_seat: how many people are in the room and have no seat; None when that is not known.
    """
    t, state = scene.t, scene.state
    card = Card(CALM).say(f"### {shown(scene.meeting.name)}").say(_where(scene))
    if state.phase in (Phase.GATHERING, Phase.LIVE) and (lines := room_lines(scene, shut_out, without_seat)):
        card.say(lines)
    if state.phase is Phase.ENDED:
        return card.row(*([quiet.look_back(scene)] if state.summary is not None else []))
    if state.phase is Phase.PLANNED:
        if state.is_off:
            return card
        return card.row(buttons.button(scene, "end", t("Call off this date"), ButtonStyle.danger))
    end = buttons.button(scene, "end", t("End"), ButtonStyle.danger)
    if state.phase is Phase.GATHERING:
        return card.row(buttons.button(scene, "begin", t("Begin"), ButtonStyle.primary), end)
    if state.held(HoldReason.PAUSE) or state.held(HoldReason.SILENCE):
        first = buttons.button(scene, "resume", t("Resume"), ButtonStyle.primary)
    else:
        first = buttons.button(scene, "pause", t("Pause"))
    closing = state.stage is not None and state.stage.kind is StageKind.CLOSING
    return card.row(
        first,
        buttons.button(scene, "next", t("Next"), ButtonStyle.primary),
        buttons.button(scene, "silence", t("Hold silence")),
        buttons.button(scene, "handover", t("Hand over")),
        end,
    ).row(*([quiet.look_back(scene)] if closing else []))


def hand_over(scene: Scene) -> Card:
    """Choosing who holds the circle from here on."""
    t = scene.t
    card = Card().say(t("Who holds the circle from here on? They need a seat in it."))
    return card.row(VerbPick.new("handover", scene.meeting.id, scene.state.version, t("Choose a person")))


def next_speaker(scene: Scene) -> Card:
    """The speaking order, and choosing who is next."""
    t, state = scene.t, scene.state
    order = state.round.order if state.round is not None else ()
    lines = [f"{place}. {scene.who(number)}" for place, number in enumerate(order, 1)]
    card = Card().say("### " + t("The speaking order")).say("\n".join(lines))
    card.say("-# " + t("Choose someone to be next after whoever has the piece now."))
    return card.row(VerbPick.new("order", scene.meeting.id, state.version, t("Who is next")))


def confirm_end(scene: Scene) -> Card:
    """Asking once more before a circle is ended for everyone."""
    t = scene.t
    if scene.state.phase is Phase.PLANNED:
        card = Card().say(
            t("Call off the circle that begins {when}? Whoever has a seat is told.", when=planned.when(scene))
        )
        return card.row(buttons.button(scene, "endnow", t("Call it off"), ButtonStyle.danger))
    card = Card().say(t("End this circle for everyone now? It cannot be opened again."))
    return card.row(buttons.button(scene, "endnow", t("End for everyone"), ButtonStyle.danger))


def _where(scene: Scene) -> str:
    t, state = scene.t, scene.state
    people = t.many("{count} person has a seat.", "{count} people have a seat.", len(state.seated))
    if state.phase is Phase.ENDED:
        return t("This circle is over.")
    if state.phase is Phase.PLANNED:
        return (
            planned.off_words(scene)
            if state.is_off
            else f"{t('It begins {when}.', when=planned.when(scene))} {people}"
        )
    if state.phase is Phase.GATHERING or state.stage is None:
        return t("People are gathering.") + " " + people
    if state.held(HoldReason.UNSEEN):
        now = t("I cannot reach the room just now. The circle stands still and goes on by itself.")
    elif state.held(HoldReason.PAUSE):
        now = t("The circle is paused.")
    elif state.held(HoldReason.SILENCE):
        now = t("A moment of silence is being held.")
    elif state.turn is None:
        now = t("Stage: {title}.", title=t.content(state.stage.title))
    elif state.turn.seat is None:
        now = t("The piece lies in the middle.")
    elif state.turn.phase is TurnPhase.SPEAKING:
        now = t("The piece is with {who}.", who=scene.who(state.turn.seat))
    else:
        now = t("The piece is offered to {who}.", who=scene.who(state.turn.seat))
    return f"{now} {people}"
