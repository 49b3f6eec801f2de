"""Who asks for numbers, and of which period."""

from __future__ import annotations

from bot.ids import MemberXid
from bot.services.participation.reports import Quarter
from bot.ui.cards.participation import periods
from bot.ui.refused import Refused
from bot.ui.request import Request


def asker_of(request: Request) -> MemberXid | None:
    """Whose circles are meant: a facilitator's, or all (None) for whoever runs the server. Raises `Refused`."""
    request.guild_xid  # noqa: B018 (refuses in a direct message)
    if request.is_admin:
        return None
    if not request.may_facilitate:
        raise Refused(
            request.t("Facilitators see the numbers of their circles here. Nothing in them names anybody.")
        )
    return request.member_xid


def now_of(request: Request) -> Quarter:
    """The quarter that is under way."""
    return Quarter.of(request.bot.clock.utcnow())


def period_of(request: Request, typed: str | None) -> periods.Period:
    """The period that is meant. Raises `Refused`."""
    now = now_of(request)
    if typed is None:
        return periods.usual(now)
    period = periods.read(typed, now)
    if period is None:
        words = request.t("I could not read that period. Please choose a quarter or a year up to now.")
        raise Refused(f"{words} " + request.t("You can write it as 2026-Q4, or as 2026."))
    return period
