"""Speaking orders and the ledger: whose turn it is, who has had one, and who is offered one again.

The order of a round is fixed and shown at its beginning, it includes everyone, and only whoever leads changes it
(docs/method.md, "The piece").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from .formats import OFFERS_IN_A_ROUND, PassPolicy, SpeakingOrder, StageKind
from .model import Consent, Entry, Presence, Round, SessionState, TimerKind, TurnOutcome
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder(Command):
    """Put the speaking order as given: the same seats, each once."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PutFirst(Command):
    """Let this seat be the first of the next round."""

    to: int


@dataclass(frozen=True, slots=True)
class OrderChanged(Event):
    """The speaking order is as given."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirstChosen(Event):
    """The next round begins with this seat."""

    seat: int


def _order_changed(state: SessionState, event: OrderChanged) -> SessionState:
    return replace(state, round=replace(state.this_round, order=event.order, place=-1))


def _first_chosen(state: SessionState, event: FirstChosen) -> SessionState:
    return replace(state, first=event.seat)


FOLDS = (on(OrderChanged, _order_changed), on(FirstChosen, _first_chosen))


def reorder(draft: Draft, command: Reorder) -> No:
    """Whoever leads may put the seats in another order, each of them once. An open offer stays where it is."""
    going = draft.state.round
    if going is None:
        return Refusal(Code.NOT_IN_ROUND)
    if command.seen is not None and command.seen < going.opened:
        return Refusal(Code.STALE)
    if sorted(command.order) != sorted(going.order):
        return Refusal(Code.ORDER_MISMATCH)
    if going.order != command.order:
        draft.emit(OrderChanged(command.order))
    return None


def put_first(draft: Draft, command: PutFirst) -> No:
    """Whoever leads may choose with whom the next round begins, but not where nobody is called on."""
    seat = draft.state.seat(command.to)
    if seat is None or not seat.is_inside:
        return Refusal(Code.NOT_A_SEAT)
    if not an_ordered_round_comes(draft.state):
        return Refusal(Code.NO_ORDER)
    if draft.state.first != command.to:
        draft.emit(FirstChosen(command.to))
    return None


# Questions


def an_ordered_round_comes(state: SessionState) -> bool:
    """Whether a round is still to come in which the piece is offered in an order."""
    to_come = state.format.stages[state.stage_index + 1 :]
    return state.format.order is not SpeakingOrder.VOLUNTEER and any(
        stage.kind is StageKind.ROUND for stage in to_come
    )


def speaking_order(state: SessionState, stage_index: int) -> tuple[int, ...]:
    """The order of a new round: everyone seated, the facilitator first, who answers the question too. If somebody was
    chosen to go first, it begins with them and goes round from there."""
    numbers = [seat.number for seat in state.seated]
    if state.format.order is SpeakingOrder.SHUFFLED:
        order = sorted(numbers, key=lambda number: _lot(state.seed, stage_index, number))
    else:
        order = sorted(numbers, key=lambda number: (number != state.facilitator, number))
    start = order.index(state.first) if state.first in order else 0
    return (*order[start:], *order[:start])


def next_seat(state: SessionState) -> int | None:
    """The seat to be offered the piece: the next one around the circle that has had no offer, then those
    that come back, the longest waiting first. None when the round is complete."""
    going = state.round
    if going is None or not going.order:
        return None
    if (first := next(_first_offers(state, going), None)) is not None:
        return first
    last = {entry.seat: line for line, entry in enumerate(going.ledger)}
    for number in sorted(last, key=last.__getitem__):
        if comes_back(going, number, state.format.pass_policy) and state.can_speak(number):
            return number
    return None


def _first_offers(state: SessionState, going: Round) -> Iterator[int]:
    """Who has had no offer in this round and could speak, around the circle from where the piece is."""
    size = len(going.order)
    for step in range(1, size + 1):
        number = going.order[(going.place + step) % size]
        if offers(going, number) == 0 and state.can_speak(number):
            yield number


def announced_next(state: SessionState) -> int | None:
    """The seat that may be named as the next after the turn in hand.

    Nobody, where people come forward or are named, because being called on obliges; and nobody once only second
    offers are left, because that would say who has not told yet.
    """
    return next(iter(announced(state)), None)


def announced(state: SessionState) -> tuple[int, ...]:
    """The seats that may be named as those who come after the turn in hand, in their order (`announced_next`)."""
    going = state.round
    if going is None or not names_who_is_next(state):
        return ()
    holding = None if state.turn is None else state.turn.seat
    return tuple(number for number in _first_offers(state, going) if number != holding)


def names_who_is_next(state: SessionState) -> bool:
    """Whether the order of this circle is known, so that whoever is next may be named."""
    return state.format.order in (SpeakingOrder.ROUND, SpeakingOrder.SHUFFLED)


def going_round(state: SessionState) -> tuple[int, ...]:
    """The speaking order as the room knows it: without those who wait outside."""
    going = state.round
    inside = {seat.number for seat in state.inside}
    return () if going is None else tuple(number for number in going.order if number in inside)


def whose_turns(state: SessionState) -> tuple[list[int], list[int]]:
    """Whose turn of this round is over, and whose is to come; as much of it as the room has seen.

    A turn that was told and one that was passed are alike. Whoever lets a piece in the middle go by does it in
    private, so there only a turn that was told is over. Whoever does not speak is to come until the piece has gone
    past them, which everyone sees.
    """
    going = state.round
    if going is None:
        return [], []
    in_the_middle = state.format.order is SpeakingOrder.VOLUNTEER
    had = {entry.seat for entry in going.ledger if not in_the_middle or entry.outcome is TurnOutcome.SHARED}
    holding = None if state.turn is None else state.turn.seat
    over = [number for number in going.order if number in had and number != holding]
    coming = [
        number
        for place, number in enumerate(going.order)
        if state.known_seat(number).is_inside
        and number not in had
        and number != holding
        and (in_the_middle or place > going.place or state.can_speak(number))
    ]
    return over, coming


SHOWN_BREATH_S = 20
"""A quiet between two turns that lasts this long, in seconds, is shown. Nobody would know it from a fault otherwise."""


def breathes_until(state: SessionState) -> datetime | None:
    """When the piece goes on that rests: for the only seat that is left, or in the silence that a format has after a
    turn (docs/method.md, "Formats"). None at any other time, and in a short breath."""
    timer = state.shown_timer
    if timer is None or timer.kind not in (TimerKind.BREATH, TimerKind.LONG_BREATH):
        return None
    is_short = state.stage is None or state.format.breath_s(state.stage) < SHOWN_BREATH_S
    return None if timer.kind is TimerKind.BREATH and is_short else timer.due


def comes_straight_back(state: SessionState, number: int | None) -> bool:
    """Whether nobody but this seat is left to be offered the piece. In the middle it is offered to no seat."""
    return (
        number is not None
        and state.format.order is not SpeakingOrder.VOLUNTEER
        and next_seat(state) == number
    )


def would_come_straight_back(state: SessionState) -> bool:
    """Whether the offer in hand, if it is set aside now, would come back to the same seat next."""
    turn = state.turn
    return turn is not None and comes_straight_back(_if_it_ends(state, TurnOutcome.DEFERRED), turn.seat)


def passes_for_good(state: SessionState) -> bool:
    """Whether a pass of whoever is offered the piece now would be the last word of this round."""
    turn, policy = state.turn, state.format.pass_policy
    if turn is None or turn.seat is None:
        return False
    passed = _if_it_ends(state, TurnOutcome.PASSED).round
    return passed is None or not comes_back(passed, turn.seat, policy)


def _if_it_ends(state: SessionState, outcome: TurnOutcome) -> SessionState:
    """The session as it would be if the turn in hand ended that way."""
    turn, going = state.turn, state.round
    if turn is None or turn.seat is None or going is None:
        return state
    return replace(state, turn=None, round=replace(going, ledger=(*going.ledger, Entry(turn.seat, outcome))))


def waiting(state: SessionState) -> tuple[int, ...]:
    """The seats that could be offered a first turn of this round now."""
    going = state.round
    if going is None:
        return ()
    return tuple(number for number in going.order if offers(going, number) == 0 and state.can_speak(number))


def may_volunteer(state: SessionState, number: int | None) -> bool:
    """Whether this seat may take a piece that lies in the middle: it can speak and has not spoken."""
    going = state.round
    return (
        going is not None
        and number is not None
        and state.can_speak(number)
        and not any(entry.seat == number and entry.outcome is TurnOutcome.SHARED for entry in going.ledger)
    )


def someone_may_volunteer(state: SessionState) -> bool:
    """Whether the piece should lie in the middle once more."""
    going = state.round
    return going is not None and any(is_awaited(state, number) for number in going.order)


def is_awaited(state: SessionState, number: int) -> bool:
    """Whether this seat has yet to take the piece that lies in the middle, or to let it go by."""
    return may_volunteer(state, number) and _has_one_coming(state, number)


def someone_is_missed(state: SessionState) -> bool:
    """Whether somebody who is only away has a turn coming: a lost connection costs nobody theirs."""
    going = state.round
    return going is not None and any(
        seat.number in going.order
        and seat.consent is Consent.AGREED
        and seat.presence is Presence.ABSENT
        and _has_one_coming(state, seat.number)
        for seat in state.seated
    )


def _has_one_coming(state: SessionState, number: int) -> bool:
    going = state.this_round
    return offers(going, number) == 0 or comes_back(going, number, PassPolicy.FREE)


def offers(going: Round, number: int) -> int:
    """How many offers to this seat have come to an end in this round."""
    return sum(entry.seat == number for entry in going.ledger)


def comes_back(going: Round, number: int, policy: PassPolicy) -> bool:
    """Whether the piece is offered to this seat again at the end of the round.

    A turn that was set aside comes back once; a pass as often as the format says (docs/method.md, "The piece").
    """
    outcomes = [entry.outcome for entry in going.ledger if entry.seat == number]
    if not outcomes:
        return False
    allowed = {
        TurnOutcome.DEFERRED: max(2, OFFERS_IN_A_ROUND[policy]),
        TurnOutcome.PASSED: OFFERS_IN_A_ROUND[policy],
    }
    return len(outcomes) < allowed.get(outcomes[-1], 0)


def can_be_set_aside(going: Round, number: int, policy: PassPolicy) -> bool:
    """Whether the offer in hand, if it is set aside now, would be followed by another."""
    return offers(going, number) + 1 < max(2, OFFERS_IN_A_ROUND[policy])


def _lot(seed: int, stage_index: int, number: int) -> bytes:
    return blake2b(f"{seed}/{stage_index}/{number}".encode(), digest_size=8).digest()
