"""What comes next: after this turn, after this stage, after a pause. And, for one person, when it is their turn.

In circles where people come forward or are named, nobody is named here: being called on obliges.
"""

from __future__ import annotations

from bot.circle.holds import pause_timer
from bot.circle.model import Consent, SessionState, TimerKind
from bot.circle.order import announced, comes_back, names_who_is_next
from bot.circle.turns import waits_until

from ...card_context import CardContext, timestamp
from . import writing


def after_this(context: CardContext) -> str:
    """Who has the piece after the turn in hand; at the end of the round, what follows it."""
    t, state = context.t, context.state
    if not names_who_is_next(state):
        return ""
    following = announced(state)
    if following:
        return t("Next: {who}.", who=context.who(following[0]))
    # The same whether the piece comes back to somebody or not.
    return then(context)


def then(context: CardContext) -> str:
    """What follows the stage that the circle is in."""
    title = next_stage(context)
    return context.t("Then: {title}.", title=title) if title else context.t("Then the circle ends.")


def next_stage(context: CardContext) -> str:
    """What the stage after this one is called; empty when this is the last."""
    after = context.state.format.stages[context.state.stage_index + 1 :]
    return context.t.content(after[0].title) if after else ""


def waits(context: CardContext) -> str:
    """How long the piece waits, for an answer or for an ending, before it goes on by itself."""
    timer, until = context.state.shown_timer, waits_until(context.state)
    if until is None and timer is not None and timer.kind is TimerKind.GRACE:
        until = timer.due
    return "" if until is None else context.t("Until {time}.", time=timestamp(until, "t"))


def stage_time(context: CardContext) -> str:
    """How long the stage lasts, and what follows; in a pause, how long that lasts."""
    t, state = context.t, context.state
    timer = state.shown_timer
    if (pause := pause_timer(state)) is not None:
        return t("Paused until {time}. The time that was left is kept.", time=timestamp(pause.due, "t"))
    if timer is None or timer.kind not in (TimerKind.STAGE, TimerKind.NOBODY):
        return ""
    time = timestamp(timer.due, "t")
    if timer.kind is TimerKind.NOBODY:
        until = t("We wait until {time} for someone to be ready.", time=time)
    else:
        until = t("Until {time}.", time=time)
    return f"{until} {then(context)}"


def goes_on(context: CardContext) -> str:
    """When a pause is over; empty when there is none."""
    until = pause_timer(context.state)
    return "" if until is None else context.t("It goes on at {time}.", time=timestamp(until.due, "t"))


def your_turn(context: CardContext, seat: int | None) -> str:
    """For one person alone: when the piece comes to them; empty while it does not go round."""
    t, state = context.t, context.state
    if state.round is None or seat is None:
        return ""
    if state.turn is not None and state.turn.seat == seat:
        return t("The piece is with you now.")
    if not names_who_is_next(state):
        return t(
            "Nobody is called on here. The piece comes to you when you would like it, or when somebody names "
            "you."
        )
    following = announced(state)
    if seat in following:
        place = following.index(seat)
        before = following[place - 1] if place else None if state.turn is None else state.turn.seat
        return t("You are next.") if before is None else t("You are after {who}.", who=context.who(before))
    if _comes_again(state, seat):
        return t("The piece comes back to you at the end of this round.")
    if only_listens(context, seat):
        return t("You just listen, so no turn comes to you. If you change your mind, agree here at any time.")
    return t("No turn is waiting for you in this round.")


def only_listens(context: CardContext, seat: int | None) -> bool:
    """Whether somebody would rather listen."""
    sits = context.state.seat(seat)
    return sits is not None and sits.consent is Consent.LISTENING


def for_you(context: CardContext, seat: int | None) -> str:
    """For whoever comes in while the piece goes round: when it is their turn, and what to do then. Empty for those who
    have no turn coming."""
    state = context.state
    if seat is None or not (seat in announced(state) or _comes_again(state, seat)):
        return ""
    return your_turn(context, seat) + " " + writing.when_it_comes(context, seat)


def _comes_again(state: SessionState, seat: int) -> bool:
    going = state.round
    return going is not None and state.can_speak(seat) and comes_back(going, seat, state.format.pass_policy)


def choosing_time(context: CardContext) -> str:
    """What follows when whoever may say who is next does not."""
    t, timer = context.t, context.state.shown_timer
    if timer is None or timer.kind is not TimerKind.NOMINATION:
        return t("If you would rather not choose, it goes round by itself.")
    return t("If you would rather not choose, it goes round by itself {time}.", time=timestamp(timer.due))


def small(*sentences: str) -> str:
    """These sentences as one small line; nothing when there are none."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return f"-# {said}" if said else ""
