"""Agreeing, or staying to listen."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..model import Consent, Phase
from ..refusals import Code, Refusal
from .authority import No


def agree(draft: Draft, command: c.Agree) -> No:
    return _consent(draft, command, Consent.AGREED)


def listen(draft: Draft, command: c.Listen) -> No:
    seat = draft.state.seat(command.seat)
    if seat is not None and seat.consent is Consent.AGREED:
        return None
    return _consent(draft, command, Consent.LISTENING)


def _consent(draft: Draft, command: c.Command, consent: Consent) -> No:
    if draft.state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    seat = draft.state.seat(command.seat)
    if seat is None:
        return Refusal(Code.NOT_SEATED)
    if seat.consent is not consent:
        draft.emit(e.ConsentChanged(seat.number, consent))
    return None
