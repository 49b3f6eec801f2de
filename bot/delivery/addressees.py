"""Whom a card pings, and which private word it takes the place of."""

from __future__ import annotations

from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.policy import Delivery, ForSeat, Post
from bot.services.deliveries.rows import Plan
from bot.ui.private_notes import Topic


def topic_of(word: ForSeat) -> Topic | None:
    """What a private word is about, where a later one takes its place."""
    match word:
        case d.AboutTime():
            return Topic.TIME
        case d.AskToAgree():
            return Topic.AGREEMENTS
    return None


def instead_of(word: Delivery) -> list[Plan]:
    """What follows when somebody takes no private words. That their time is nearly up they see on the card of their
    turn, which comes again in the room; that says nothing of them to the others."""
    return [Plan(d.TurnAgain(word.turn))] if isinstance(word, d.TimeWarning) else []


def is_of_another_turn(batch: Batch, note: d.TimeNote) -> bool:
    """Whether the same person has another turn meanwhile, and with it another note."""
    turn = batch.session.state.turn
    return turn is not None and turn.seat == note.seat and turn.number != note.turn


def pinged(batch: Batch, post: Post) -> list[int]:
    """The Discord ids that a card may ping: whoever the piece, or the question, is for."""
    pings, state = policy_of(post).pings, batch.session.state
    seats = () if pings is None else pings(state)
    here = {seat.number for seat in state.inside}
    return [batch.people[number] for number in seats if number in here and number in batch.people]
