"""Letting a teller know that one was with them: each gesture once for each story, while its round goes on."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..model import Consent, Phase
from ..refusals import Code, Refusal
from .authority import No


def resonate(draft: Draft, command: c.Resonate) -> No:
    state = draft.state
    seat = state.seat(command.seat)
    assert seat is not None
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if not state.in_stories:
        return Refusal(Code.MOMENT_PASSED)
    story = next((story for story in state.stories if story.opened == command.seen), None)
    if story is None:
        return Refusal(Code.STALE)
    if story.seat == seat.number:
        return Refusal(Code.OWN_STORY)
    if seat.consent is not Consent.AGREED:
        return Refusal(Code.AGREE_FIRST)
    if (command.gesture, seat.number) not in story.gestures:
        draft.emit(e.Resonated(story.turn, seat.number, command.gesture))
    return None
