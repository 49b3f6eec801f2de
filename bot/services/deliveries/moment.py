"""The cards that show what is going on in a session now."""

from __future__ import annotations

from bot.circle.model import Phase, RoleCall, SessionState

from . import table as d
from .policy import Post


def current_card(state: SessionState) -> Post | None:
    """The card that shows what the session is doing now."""
    if state.phase is Phase.GATHERING:
        return d.Gather()
    if state.phase is Phase.PLANNED:
        return d.Invite()
    if state.turn is not None:
        return d.Turn(state.turn.number)
    if state.stage_index >= 0:
        return d.Stage(state.stage_index)
    return None


def waits_for_answer(state: SessionState, turn: int) -> bool:
    """Whether the card of this turn has buttons by which the piece goes on. It has none while the circle is held."""
    return state.turn is not None and state.turn.number == turn and not state.holds


def cards_of_the_moment(state: SessionState) -> list[Post]:
    """The cards that show what is going on now, the invitation included. Each comes back when somebody deletes it."""
    if state.phase is Phase.ENDED or state.is_off:
        return []
    cards: list[Post] = [d.Invite()]
    if state.phase is Phase.GATHERING:
        cards.append(d.Gather())
    if state.stage_index >= 0:
        cards.append(d.Stage(state.stage_index))
    if state.turn is not None:
        cards.append(d.Turn(state.turn.number))
    if state.nominating is not None:
        cards.append(d.Choose(state.turns))
    if state.role_call in (RoleCall.COFACILITATORS, RoleCall.EVERYONE):
        cards.append(d.Role())
    return cards
