"""What is said below an offered piece: what each button does, so that nobody has to try it to find out."""

from __future__ import annotations

from bot.circle.formats import PassPolicy, StageKind
from bot.circle.model import SessionState
from bot.circle.order import can_be_set_aside, passes_for_good, would_come_straight_back

from ...card_context import CardContext
from . import writing


def button_words(context: CardContext) -> str:
    """What to do with the piece that is held out. In the first round it says so to everyone: who is new to this reads
    it, and nobody else learns who that is. Later everyone has read it; empty then."""
    state = context.state
    if not in_first_round(state):
        return ""
    lines = [writing.to_receive(context, None if state.turn is None else state.turn.seat)]
    if state.turn is not None and state.turn.seat is not None:
        if may_say_not_yet(state):
            lines.append(_not_yet(context))
        lines.append(_pass(context))
    return "-# " + " ".join(lines)


def typing_words(context: CardContext) -> str:
    """That words do what the buttons do: said on the first card of an evening, which everybody reads."""
    return context.t("Type /done to end sooner.") if context.state.turns == 1 else ""


def in_first_round(state: SessionState) -> bool:
    """Whether the piece goes round for the first time of the evening."""
    rounds = [index for index, stage in enumerate(state.format.stages) if stage.kind is StageKind.ROUND]
    return state.stage_index in rounds[:1]


def may_say_not_yet(state: SessionState) -> bool:
    """Whether "not yet" would bring the offer in hand back, and a pass would not: where both do the same, one button is
    enough."""
    turn, going = state.turn, state.round
    if turn is None or turn.seat is None or going is None:
        return False
    policy = state.format.pass_policy
    return policy is PassPolicy.FREE and can_be_set_aside(going, turn.seat, policy)


def _not_yet(context: CardContext) -> str:
    t, state = context.t, context.state
    if would_come_straight_back(state):
        return t("**{not_yet}**: in a moment.", not_yet=t("Not yet"))
    return t("**{not_yet}**: later.", not_yet=t("Not yet"))


def _pass(context: CardContext) -> str:
    t = context.t
    if passes_for_good(context.state):
        return t("**{pass_}**: not this round.", pass_=t("Pass"))
    return t("**{pass_}**: at the end of the round.", pass_=t("Pass"))
