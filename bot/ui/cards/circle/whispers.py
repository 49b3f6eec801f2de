"""Words for one person only: a private question about the agreements, a word about the time."""

from __future__ import annotations

from bot.circle.formats import Stage, StageKind
from bot.circle.model import Consent, Phase, SessionState, TurnPhase
from bot.services.deliveries import table as d

from ...i18n import Translator
from ...layout import Card
from ...scene import Scene, moment
from .. import buttons
from ..drawing import draws
from .stages import agreements_text


@draws(d.AskToAgree)
def agree(scene: Scene, what: d.AskToAgree) -> Card | None:
    """Asking once, in private, whoever has not agreed; None when they have answered meanwhile."""
    t, who = scene.t, scene.state.seat(what.seat)
    if scene.state.phase is not Phase.LIVE or who is None or who.consent is not Consent.ASKED:
        return None
    card = Card().say(
        t(
            "Before the piece can come to you, the circle asks you to agree. "
            "You may also listen, or leave; each is fine."
        )
    )
    listen = buttons.button(scene, "listen", t("Just listen"))
    return card.row(buttons.agree(scene), listen, buttons.leave(scene))


def agreements_of(state: SessionState) -> Stage | None:
    """The stage in which the circle agrees; None when the format has none."""
    return next((s for s in state.format.stages if s.kind is StageKind.AGREEMENTS), None)


def what_to_expect(t: Translator) -> str:
    """Three short lines for whoever takes a seat before the circle begins."""
    return "\n".join(
        (
            "- " + t("First we read the agreements together. The piece comes to those who agree."),
            "- " + t("Then the piece goes round. Whoever has it tells as much or as little as they like."),
            "- " + t("You may pass, only listen, or step out for a while. Your place is kept."),
        )
    )


def briefing(scene: Scene) -> Card:
    """A private word for whoever comes late: where the circle is, and what it has agreed to."""
    t, state = scene.t, scene.state
    card = Card().say("### " + t("You have a seat. Welcome."))
    card.say(t("The circle is under way. Please come in quietly; the piece will come to you too."))
    if scene.meeting.room_xid is not None:
        card.say(t("It meets in {room}.", room=f"<#{scene.meeting.room_xid}>"))
    agreements = agreements_of(state)
    if agreements is None:
        return card
    card.say(agreements_text(scene, agreements))
    return card.row(buttons.agree(scene), buttons.leave(scene))


@draws(d.TimeWarning)
def warning(scene: Scene, what: d.TimeWarning) -> Card | None:
    """The time is nearly up; None when the turn is over."""
    if not _is_speaking(scene.state, what.turn, what.seat):
        return None
    assert scene.state.turn is not None
    ends = moment(scene.state.turn.ends_at)
    return Card().say(
        scene.t("Your time ends {time}. There is no rush; you may take one more minute.", time=ends)
    )


@draws(d.TimeUp)
def time_up(scene: Scene, what: d.TimeUp) -> Card | None:
    """The time is up, softly; None when the turn is over."""
    if not _is_speaking(scene.state, what.turn, what.seat):
        return None
    return Card().say(
        scene.t("Your time has come to its end. Take the moment you need, then press I'm done.")
    )


def _is_speaking(state: SessionState, number: int, seat: int | None) -> bool:
    turn = state.turn
    return (
        turn is not None and turn.number == number and turn.seat == seat and turn.phase is TurnPhase.SPEAKING
    )
