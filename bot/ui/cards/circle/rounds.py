"""The card of a turn, from the offer to the moment the piece has moved on. It never says who passed."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.model import HoldReason, SessionState, TurnPhase
from bot.circle.order import can_be_set_aside
from bot.services.deliveries import table as d

from ...layout import CLOSED, QUIET, WARM, Card
from ...press import VerbPick
from ...scene import Scene, moment
from .. import buttons
from ..drawing import draws
from . import quiet


@draws(d.Turn)
def turn(scene: Scene, what: d.Turn) -> Card | None:
    """The card of one turn. A turn that is over leaves the same card, however it ended."""
    t, state = scene.t, scene.state
    if state.turns < what.turn:
        return None
    if state.turn is None or state.turn.number != what.turn:
        return _over(scene, what.turn)
    who = scene.who(state.turn.seat) if state.turn.seat is not None else t("the middle")
    if state.held(HoldReason.PAUSE):
        return _still(
            scene, t("The circle is paused. The piece stays with {who}, and the time is kept.", who=who)
        )
    if state.held(HoldReason.SILENCE):
        return _still(scene, t("A moment of silence. The piece stays with {who}.", who=who))
    if state.held(HoldReason.AWAY):
        return _still(scene, t("We wait a moment for {who}. The time is kept.", who=who), back=True)
    if state.held(HoldReason.NOTE_ASKED):
        return quiet.asked_for_note(scene)
    if state.held(HoldReason.NOTE):
        return quiet.quiet_moment(scene)
    if state.turn.phase is TurnPhase.SPEAKING:
        return _speaking(scene)
    return _offered(scene)


def _over(scene: Scene, number: int) -> Card:
    """The same for every turn that is over; a story that was told can still be answered until its round ends."""
    t = scene.t
    card = Card(CLOSED).say("-# " + t("The talking piece has moved on."))
    if (story := quiet.story_of(scene, number)) is None:
        return card
    card.say("-# " + t("For the story you just heard, seen by its teller only:"))
    return card.row(*quiet.gestures(scene, story))


def _offered(scene: Scene) -> Card:
    t, state = scene.t, scene.state
    assert state.turn is not None
    card = Card(WARM)
    if state.turn.seat is None:
        card.say("### " + t("The talking piece lies in the middle. Whoever would like it may take it."))
    else:
        card.say("### " + t("{who}, the talking piece comes to you.", who=scene.who(state.turn.seat)))
    if question := scene.question(state.prompt):
        card.say(f"> {question}")
    row = [buttons.button(scene, "receive", t("Receive"), ButtonStyle.primary)]
    if may_say_not_yet(state):
        row.append(buttons.button(scene, "notyet", t("Not yet")))
    row.append(buttons.button(scene, "pass", t("Pass")))
    return card.row(*row).row(*buttons.care_row(scene))


def may_say_not_yet(state: SessionState) -> bool:
    """Whether the offer in hand would come back at the end of the round."""
    turn_, going = state.turn, state.round
    return (
        turn_ is not None
        and turn_.seat is not None
        and going is not None
        and can_be_set_aside(going, turn_.seat, state.format.pass_policy)
    )


def _speaking(scene: Scene) -> Card:
    t, state = scene.t, scene.state
    assert state.turn is not None
    who = scene.who(state.turn.seat)
    card = Card(WARM)
    if state.turn.is_over:
        card.say("### " + t("{who} has the talking piece.", who=who))
        card.say(t("The time has come to its end. Take the moment you need to close."))
    else:
        card.say("### " + t("{who} has the talking piece. Everyone else listens.", who=who))
        if question := scene.question(state.prompt):
            card.say(f"> {question}")
        card.say("-# " + t("The time ends {time}. Silence is welcome too.", time=moment(state.turn.ends_at)))
    card.say(quiet.noted(scene))
    done = buttons.button(scene, "done", t("I'm done"), ButtonStyle.primary)
    more = buttons.button(scene, "more", t("One more minute"))
    card.row(done, more, *([quiet.note_button(scene)] if quiet.may_note(scene) else []))
    if (story := quiet.story_of(scene, state.turn.number)) is not None:
        card.say("-# " + t("For those who listen, seen by the teller only:"))
        card.row(*quiet.gestures(scene, story))
    return card.row(*buttons.care_row(scene))


def _still(scene: Scene, sentence: str, *, back: bool = False) -> Card:
    card = Card(QUIET).say("### " + sentence)
    return card.row(*([buttons.come_back(scene)] if back else []), *buttons.care_row(scene))


@draws(d.AskAgain)
def again(scene: Scene, what: d.AskAgain) -> Card | None:
    """Asking once more, gently; None when the offer has been answered meanwhile."""
    t, turn_ = scene.t, scene.state.turn
    if turn_ is None or turn_.number != what.turn or turn_.phase is not TurnPhase.OFFERED:
        return None
    if turn_.seat is None:
        return Card().say(t("The piece is still in the middle. It is fine to leave it there."))
    who = scene.who(turn_.seat)
    if may_say_not_yet(scene.state):
        return Card().say(
            t("{who}, the piece is still with you. Receive it, pass, or say not yet: each is fine.", who=who)
        )
    return Card().say(t("{who}, the piece is still with you. Receive it or pass: both are fine.", who=who))


@draws(d.Choose)
def choose(scene: Scene, what: d.Choose) -> Card | None:
    """The last teller may say who is next; closed once the piece has gone on."""
    t, state = scene.t, scene.state
    if state.nominating is None or state.turns != what.turn:
        return Card(CLOSED).say("-# " + t("The talking piece has moved on."))
    card = Card(WARM).say(
        "### " + t("{who}, to whom would you like to give the piece?", who=scene.who(state.nominating))
    )
    card.say(t("If you would rather not choose, it goes round by itself in a moment."))
    return card.row(VerbPick.new("choose", scene.meeting.id, state.version, t("Who is next")))
