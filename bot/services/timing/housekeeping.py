"""Forgetting what has been kept for long enough: what nobody uses any more, and names nobody, goes too in the end.

For how long is in the settings (`keeping`), and in `docs/privacy.md`, in a table of everything that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.calendar.months import month_of, months_before
from bot.store import circle_queries as cq
from bot.store import keeping_queries as kq
from bot.store import own_format_queries as ofq
from bot.store import schedule_queries as sq

from ..circle.question_rests import forget_old
from ..gathering import on_call
from ..schedule.reminders import OldWish, forget_old_wishes
from ..unit_of_work import Work

DISCORD_BEGAN_MS = 1_420_070_400_000
"""The first millisecond of 2015: a Discord id counts from there, so that of a message says when it was posted."""


def keep_house(work: Work, wishes: Sequence[OldWish]) -> None:
    """Forget what has been kept for long enough.

    Args:
        work: the transaction.
        wishes: what `old_wishes` found.
    """
    keeping, now = work.settings.keeping, work.now
    drafted_before = {"before": now - timedelta(hours=keeping.draft_hours)}
    work.db.execute(sq.drop_old_drafts, drafted_before)
    work.db.execute(ofq.drop_old_drafts, drafted_before)
    # A date is known by what the clocks of its place show, and these are at most a day away from UTC.
    noted_before = now.replace(tzinfo=None) - timedelta(days=keeping.note_days + 1)
    work.db.execute(kq.old_notes, {"before": noted_before})
    posted_before = months_before(now, 12 * keeping.spark_years)
    work.db.execute(kq.old_sparks, {"before_xid": _first_id(posted_before)})
    for guild_xid in (
        work.db.execute(kq.servers_long_gone, {"before": months_before(now, keeping.server_months)})
        .scalars()
        .all()
    ):
        for statement in kq.of_server:
            work.db.execute(statement, {"of_guild": guild_xid})
    work.db.execute(cq.count_from_now, {"this_month": month_of(now)})
    met_before = {"before": month_of(months_before(now, keeping.circle_months))}
    work.db.execute(cq.forget_old_questions, met_before)
    work.db.execute(cq.forget_old_names, met_before)
    forget_old_wishes(work, wishes)
    on_call.forget_old(work)
    forget_old(work)


def _first_id(at: datetime) -> int:
    """The least id that a message could have that was posted then."""
    return (int(at.timestamp() * 1000) - DISCORD_BEGAN_MS) << 22
