"""Who may have a slip after the end: for a quarter of an hour, each by themselves, and nobody who is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.ids import GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.privacy.slips import signed, slip_of
from bot.services.circle.slips import OwnSlip
from bot.services.last_slips import LastSlips
from bot.ui.last_slips import RememberedSlips
from tests.still_clock import StillClock

BEGAN = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
SLIP = signed(Vault(bytes(64)), GuildXid(5), slip_of("Riverside", BEGAN, BEGAN, None))
ANN, BEN, CAT = MemberXid(1), MemberXid(2), MemberXid(3)
HERE, THERE = SessionId(7), SessionId(8)


def test_whoever_had_a_seat_is_remembered_for_a_quarter_of_an_hour() -> None:
    clock = StillClock()
    slips = RememberedSlips(clock)
    slips.keep([LastSlips(HERE, SLIP, "de", frozenset({ANN, BEN}))])
    assert slips.find(HERE, ANN) == slips.find(HERE, BEN) == OwnSlip(SLIP, "de")
    assert slips.find(HERE, CAT) is slips.find(THERE, ANN) is None
    clock.now += timedelta(minutes=14, seconds=59)
    assert slips.find(HERE, ANN) is not None
    clock.now += timedelta(seconds=2)
    assert slips.find(HERE, ANN) is None
    slips.forget_person(ANN)


def test_whoever_is_forgotten_is_forgotten_everywhere_and_nobody_else_is() -> None:
    clock = StillClock()
    slips = RememberedSlips(clock)
    slips.keep([LastSlips(session, SLIP, "en", frozenset({ANN, BEN})) for session in (HERE, THERE)])
    clock.now += timedelta(minutes=10)
    slips.forget_person(ANN)
    assert slips.find(HERE, ANN) is slips.find(THERE, ANN) is None
    assert slips.find(HERE, BEN) is not None
    clock.now += timedelta(minutes=6)
    assert slips.find(HERE, BEN) is None, "to forget one gives the others no more time"
