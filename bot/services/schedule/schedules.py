"""Schedules as they are kept: drafts, the ones that run, who facilitates in turn, and dates that were changed.

Only the next instant of a series is stored; everything else follows from its rule. What is announced because of
it is in `announcing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import RowMapping

from bot.calendar.recurrence import Occurrence, next_occurrence, occurrences
from bot.calendar.wallclock import LocalTime, instant_of, wall_time
from bot.ids import CircleId, GuildXid, MemberXid, ScheduleId
from bot.privacy.sealing import SealError
from bot.store import queries as q
from bot.store import schedule_queries as sq
from bot.store.locks import hold_server
from bot.store.schedule_status import Status as Status

from ..circle import choices as choices_text
from ..circle.choices import ScheduleChoices
from ..circle.opening import circle_of
from ..unit_of_work import Work
from ..unreadable import SCHEDULE, Unreadable, note, readable
from .problems import Problem as Problem
from .problems import ScheduleError as ScheduleError

MOST_IN_A_SERVER = 50


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule as it is kept."""

    id: ScheduleId
    guild_xid: GuildXid
    circle_id: CircleId | None
    status: Status
    replaces: ScheduleId | None
    """The schedule a draft is to change; None for a new one."""
    replaces_version: int | None
    version: int
    choices: ScheduleChoices
    salt: bytes
    rota_turn: int
    next_local: LocalTime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangedDate:
    """One date that was moved, or skipped when `moved_to` is None."""

    moved_to: datetime | None
    note: str
    moved_local: LocalTime | None = None
    """The same as the clocks of the place show it, from which the instant is worked out when zone data change. None
    where no time on the wall says it: in the second pass of an hour that comes twice."""


def load(work: Work, schedule_id: ScheduleId) -> Schedule:
    """The schedule with that id. Raises `ScheduleError` when it is gone."""
    asked = sq.to_change if work.changes else sq.by_id
    row = work.db.execute(asked, {"of_schedule": schedule_id}).mappings().first()
    if row is None:
        raise ScheduleError(Problem.GONE)
    return read(row)


def of_guild(work: Work, guild_xid: GuildXid) -> list[Schedule]:
    """The schedules of a server, drafts left out."""
    return list(readable(work.db.execute(sq.of_guild, {"guild_xid": guild_xid}).mappings(), read))


def rota(work: Work, kept: Schedule) -> list[MemberXid]:
    """The Discord ids of those who facilitate in turn."""
    rows = work.db.execute(sq.rota_of, {"of_schedule": kept.id}).scalars()
    found = []
    for member in rows:
        try:
            found.append(work.vault.open(kept.salt, member))
        except SealError:
            note(SCHEDULE, kept.id)  # the others still take their turns
    return found


def changes(work: Work, schedule_id: ScheduleId) -> dict[LocalTime, ChangedDate]:
    """The dates that were moved or skipped, by what the rule gives for them."""
    rows = work.db.execute(sq.changes_of, {"of_schedule": schedule_id})
    return {
        row.local: ChangedDate(row.moved_to, row.note, row.moved_local)
        for row in rows
        if row.local is not None
    }


def draft(
    work: Work,
    guild_xid: GuildXid,
    wanted: ScheduleChoices,
    facilitators: Sequence[MemberXid],
    *,
    replaces: Schedule | None = None,
) -> Schedule:
    """Keep what an admin is thinking of, until it is confirmed or a while has passed."""
    work.db.execute(
        sq.drop_old_drafts, {"before": work.now - timedelta(hours=work.settings.keeping.draft_hours)}
    )
    salt = work.vault.new_salt()
    values = {
        "guild_xid": guild_xid,
        "circle_id": None,
        "status": Status.DRAFT.value,
        "replaces": None if replaces is None else replaces.id,
        "replaces_version": None if replaces is None else replaces.version,
        "version": 0,
        "choices": choices_text.dump(wanted),
        "salt": salt,
        "rota_turn": 0,
        "touched_at": work.now,
        "slot": work.settings.cluster.slot_of(guild_xid),
    }
    schedule_id = ScheduleId(q.added(work.db.execute(sq.add, values)))
    set_rota(work, schedule_id, salt, facilitators)
    return load(work, schedule_id)


def draft_of(work: Work, schedule_id: ScheduleId) -> Schedule:
    """Keep a draft that is to change a schedule. Raises `ScheduleError` when that is gone."""
    kept = load(work, schedule_id)
    return draft(work, kept.guild_xid, kept.choices, rota(work, kept), replaces=kept)


def discard(work: Work, draft_id: ScheduleId) -> None:
    """Let a draft go."""
    work.db.execute(sq.drop_draft, {"of_schedule": draft_id})


def redraft(
    work: Work, kept: Schedule, wanted: ScheduleChoices, facilitators: Sequence[MemberXid] | None
) -> Schedule:
    """Change a draft. `facilitators` None leaves them as they are."""
    change(work, replace(kept, choices=wanted))
    if facilitators is not None:
        set_rota(work, kept.id, kept.salt, facilitators)
    return load(work, kept.id)


def confirm(work: Work, draft_id: ScheduleId) -> Schedule:
    """Let a draft become a schedule, or take the place of the one it is to change.

    Raises:
        ScheduleError: the draft is gone, somebody changed the schedule meanwhile, the name belongs to another
            schedule, the rule gives no date any more, or the server has too many.
    """
    drafted = load(work, draft_id)
    if drafted.status is not Status.DRAFT:
        raise ScheduleError(Problem.GONE)
    first = next_occurrence(drafted.choices.dates, work.now)
    if first is None:
        raise ScheduleError(Problem.NO_DATES)
    hold_server(work.db, drafted.guild_xid)
    circle_id = circle_of(work, drafted.guild_xid, drafted.choices.name)
    others = set(work.db.execute(sq.of_circle, {"of_circle": circle_id}).scalars()) - {drafted.replaces}
    if others:
        raise ScheduleError(Problem.NAME_TAKEN)
    if drafted.replaces is None:
        if len(of_guild(work, drafted.guild_xid)) >= MOST_IN_A_SERVER:
            raise ScheduleError(Problem.TOO_MANY)
        begun = replace(drafted, status=Status.ACTIVE, circle_id=circle_id)
        return change(work, with_next(begun, first))
    target = load(work, drafted.replaces)
    if target.version != drafted.replaces_version:
        work.db.execute(sq.drop, {"of_schedule": draft_id})
        raise ScheduleError(Problem.CHANGED_MEANWHILE)
    changed = replace(target, choices=drafted.choices, circle_id=circle_id)
    if target.choices.series != drafted.choices.series:
        first = next_date(work, changed, _met_today(work, target))
        if first is None:
            raise ScheduleError(Problem.NO_DATES)
        _carry_changes(work, changed)
        changed = with_next(changed, first)
    set_rota(work, target.id, target.salt, rota(work, drafted))
    work.db.execute(sq.drop, {"of_schedule": draft_id})
    return change(work, changed)


def next_date(work: Work, kept: Schedule, met: Collection[date] = ()) -> Occurrence | None:
    """The next date of a schedule that is not on a day on which its circle meets at this moment, or has met (`met`)."""
    zone, changed = kept.choices.series.zone, changes(work, kept.id)
    taken = set(met)
    for local in work.db.execute(sq.begun_of, {"of_schedule": kept.id}).scalars():
        taken.add(local.date())
        if local in changed and (to := changed[local].moved_to) is not None:
            taken.add(wall_time(to, zone).date())
    return next(
        (one for one in occurrences(kept.choices.dates, work.now) if one.local.date() not in taken), None
    )


def _met_today(work: Work, kept: Schedule) -> set[date]:
    """Today, if the circle has met today: another hour makes no second date of it. Otherwise nothing."""
    if kept.status is not Status.ACTIVE:
        return set()
    series, changed = kept.choices.dates, changes(work, kept.id)
    today = wall_time(work.now, series.zone).date()
    midnight = instant_of(LocalTime(datetime.combine(today, time())), series.zone)[0]
    by_rule = next_occurrence(series, midnight - timedelta(seconds=1))
    begun = [change.moved_to for change in changed.values() if change.moved_to is not None]
    if by_rule is not None and by_rule.local not in changed:
        begun.append(by_rule.at)
    return {today} if any(midnight <= at <= work.now for at in begun) else set()


def _carry_changes(work: Work, kept: Schedule) -> None:
    """The dates that were moved or skipped stay so when the series meets at another hour of those days."""
    series, before = kept.choices.dates, changes(work, kept.id)
    work.db.execute(sq.drop_changes, {"of_schedule": kept.id})
    last = max((local.date() for local in before), default=None)
    meets: dict[date, LocalTime] = {}
    for one in occurrences(series, work.now):
        if last is None or one.local.date() > last:
            break
        meets[one.local.date()] = one.local
    for local, changed in before.items():
        day = local.date()
        is_to_come = changed.moved_to is not None and changed.moved_to > work.now
        was = is_to_come and day <= wall_time(work.now, series.zone).date()
        if (key := meets.get(day, local if was else None)) is not None:
            again = changed if changed.moved_to is None else moved_date(changed.moved_to, series.zone)
            keep_change(work, kept.id, key, again)


def moved_date(to: datetime, zone: str) -> ChangedDate:
    """A date that was moved to that instant, in that zone."""
    local = wall_time(to, zone)
    return ChangedDate(to, "", local if instant_of(local, zone)[0] == to else None)


def keep_change(work: Work, schedule_id: ScheduleId, local: LocalTime, changed: ChangedDate) -> None:
    """Keep that one date was moved or skipped, in place of what was kept of it."""
    work.db.execute(sq.drop_change, {"of_schedule": schedule_id, "of_local": local})
    values = {
        "schedule_id": schedule_id,
        "local": local,
        "moved_to": changed.moved_to,
        "moved_local": changed.moved_local,
        "note": changed.note,
    }
    work.db.execute(sq.add_change, values)
    work.news.schedules = True


def change(work: Work, wanted: Schedule) -> Schedule:
    """Save a schedule. Raises `ScheduleError` when somebody else did since it was read."""
    running = wanted.status is Status.ACTIVE
    values = {
        "of_schedule": wanted.id,
        "seen": wanted.version,
        "new_circle": wanted.circle_id,
        "new_status": wanted.status.value,
        "new_choices": choices_text.dump(wanted.choices),
        "new_turn": wanted.rota_turn,
        "new_local": wanted.next_local,
        "new_next": wanted.next_at,
        "new_announce": announce_at(wanted) if running else None,
        "now": work.now,
    }
    if work.db.execute(sq.change, values).rowcount != 1:
        raise ScheduleError(Problem.CHANGED_MEANWHILE)
    work.news.schedules = True
    return load(work, wanted.id)


def rechoose(work: Work, kept: Schedule, wanted: ScheduleChoices) -> None:
    """Give a schedule that was loaded in this transaction other choices, of which nothing follows for its dates. A
    draft that is to change it is out of date then."""
    values = {"of_schedule": kept.id, "new_choices": choices_text.dump(wanted), "now": work.now}
    work.db.execute(sq.rechoose, values)
    work.news.schedules = True


def with_next(kept: Schedule, found: Occurrence | None) -> Schedule:
    """The same schedule, with that as its next date."""
    return replace(
        kept,
        next_local=None if found is None else found.local,
        next_at=None if found is None else found.at,
    )


def announce_at(kept: Schedule) -> datetime | None:
    """When the next date is announced: the horizon before it."""
    return None if kept.next_at is None else kept.next_at - timedelta(days=kept.choices.horizon_days)


def set_rota(work: Work, schedule_id: ScheduleId, salt: bytes, facilitators: Sequence[MemberXid]) -> None:
    """Who facilitates in turn from now on."""
    _keep_rota(work, schedule_id, [work.vault.seal(salt, xid) for xid in dict.fromkeys(facilitators)])


def leave_rota(work: Work, schedule_id: ScheduleId, sealed: bytes) -> None:
    """Somebody does not facilitate in turn any more. No gap says where they stood."""
    rota_now = work.db.execute(sq.rota_of, {"of_schedule": schedule_id}).scalars().all()
    _keep_rota(work, schedule_id, [member for member in rota_now if member != sealed])


def _keep_rota(work: Work, schedule_id: ScheduleId, sealed: Sequence[bytes]) -> None:
    work.db.execute(sq.drop_rota, {"of_schedule": schedule_id})
    rows = [{"schedule_id": schedule_id, "place": n, "member": member} for n, member in enumerate(sealed)]
    if rows:
        work.db.execute(sq.add_rota, rows)


def read(row: RowMapping | Mapping[str, Any]) -> Schedule:
    """A schedule from its row. Raises `Unreadable`."""
    try:
        status, chosen = Status(row["status"]), choices_text.load(row["choices"])
    except Exception:  # of any kind, and with words of the choices in it
        raise Unreadable(SCHEDULE, row["id"]) from None
    return Schedule(
        id=row["id"],
        guild_xid=row["guild_xid"],
        circle_id=row["circle_id"],
        status=status,
        replaces=row["replaces"],
        replaces_version=row["replaces_version"],
        version=row["version"],
        choices=chosen,
        salt=row["salt"],
        rota_turn=row["rota_turn"],
        next_local=row["next_local"],
        next_at=row["next_at"],
    )
