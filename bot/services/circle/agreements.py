"""Which lines the people of a session agree to, and what is new in them since the last date of their schedule.

A session has its lines from the moment it is opened or announced. Whatever is changed later is for later ones
(docs/method.md, "Agreements").
"""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.circle import events as e
from bot.circle.agreed_lines import added, lines_of, with_lines
from bot.circle.formats import Format
from bot.circle.model import SinceLast
from bot.ids import GuildXid, ScheduleId
from bot.store import schedule_queries as sq

from ..settings import servers
from ..unit_of_work import Work
from .change import Change
from .choices import CircleChoices, ScheduleChoices
from .sessions import Session

_LINES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])


def with_own_lines(work: Work, guild_xid: GuildXid, circle: CircleChoices, chosen: Format) -> Format:
    """The format with the lines of its schedule, or else of its server, or else its own; those of the group last."""
    wanted = circle if isinstance(circle, ScheduleChoices) else None
    own = None if wanted is None else wanted.agreements
    if own is None:
        own = servers.load(work, guild_xid).options.agreements
    lines = lines_of(chosen) if own is None else own
    return with_lines(chosen, lines if wanted is None else added(lines, wanted.group_lines))


def since_last(work: Work, session: Session) -> SinceLast | None:
    """How the agreements of a session differ from those of the last date of its schedule; None when they do not, when
    there was no date, or when there is no schedule."""
    lines = lines_of(session.state.format)
    if session.schedule_id is None or not lines:
        return None
    before = _last_lines(work, session.schedule_id)
    if before is None:
        return None
    new = tuple(place for place, line in enumerate(lines) if line not in before)
    gone = sum(line not in lines for line in before)
    return SinceLast(new, gone) if new or gone else None


def _last_lines(work: Work, schedule_id: ScheduleId) -> tuple[str, ...] | None:
    text = work.db.execute(sq.last_lines_of, {"of_schedule": schedule_id}).scalar()
    return None if text is None else _LINES.validate_json(text)


def when_ended(work: Work, change: Change, event: e.Ended) -> None:
    """What was agreed to is remembered by the schedule, so that at the next date only what is new is called new."""
    after, schedule_id = change.steps[-1].after, change.session.schedule_id
    lines = lines_of(after.format)
    if schedule_id is None or not lines or not after.has_agreed:
        return
    text = _LINES.dump_json(lines).decode()
    work.db.execute(sq.keep_last_lines, {"of_schedule": schedule_id, "new_lines": text})
