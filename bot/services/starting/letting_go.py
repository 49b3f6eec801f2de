"""Going on without what cannot be opened: the key is lost, or rows were set aside and nobody can mend them.

Circles are closed with a word in their rooms, dates are announced anew so that people can take their seats again, and
what only the lost key could open is dropped. It is asked for by the operator, while the bot is stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import RowMapping

from bot.calendar.recurrence import next_occurrence
from bot.calendar.wallclock import instant_of
from bot.circle.appointment import Appointment
from bot.circle.model import EndReason, Phase, SessionState
from bot.privacy import sparks as spark_keys
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError
from bot.store import codec, formats, spark_queries
from bot.store import mark_queries as mq
from bot.store import queries as q
from bot.store import schedule_queries as sq
from bot.store import sealing_queries as kq
from bot.store import set_aside_queries as aq

from ..circle import sessions
from ..deliveries import table as d
from ..deliveries.policy import Refresh
from ..deliveries.rows import Plan, is_readable, queue, slot
from ..gathering import on_call
from ..rooms import sealed_targets
from ..schedule import schedules, series_seats
from ..schedule.reminders import opens_wish
from ..schedule.schedules import Schedule
from ..settings.rules import rules_in
from ..unit_of_work import Work
from ..unreadable import Unreadable
from . import key_check
from .loose_keys import without_key


@dataclass(slots=True)
class LetGo:
    """How much was let go of."""

    circles: int = 0
    dates: int = 0
    schedules: int = 0
    facilitators: int = 0
    wishes: int = 0
    marks: int = 0
    sparks: int = 0
    on_call: int = 0
    deliveries: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether everything can be opened and read."""
        return self == LetGo()


def close_without_key(work: Work) -> int:
    """Close kindly whatever is not over and has no key any more: the keys were lost, or a backup was put back that is
    older than the end of a session. Nobody can open it, whatever they look for. Returns how many there were."""
    lost = without_key(work.db, work.vault)
    every = work.db.execute(aq.every_session).mappings().all() if lost else ()
    series_seats.forget_lost(work)
    rows = [row for row in every if row["id"] in lost and codec.is_sealed(row["state"])]
    if rows:
        _close_all(work, rows, _readable_schedules(work))
    return len(rows)


def let_go(work: Work) -> LetGo:
    """Close or drop whatever cannot be opened with this key or read by this version, and nothing else."""
    found = LetGo()
    is_other_key = not key_check.fits(work.db, work.vault)
    _unknown_deliveries(work, found)
    readable = _schedules(work, found)
    lost = [row for row in work.db.execute(aq.every_session).mappings().all() if not _can_be_read(work, row)]
    _close_all(work, lost, readable)
    found.dates = sum(map(_is_planned, lost))
    found.circles = len(lost) - found.dates
    _wishes(work, found)
    _marks(work, found)
    found.on_call = on_call.let_go(work)
    _sparks(work, found, with_posted=is_other_key)
    key_check.keep_check(work.db, work.vault)
    return found


def _unknown_deliveries(work: Work, found: LetGo) -> None:
    for number, kind, about in work.db.execute(aq.every_delivery).all():
        if not is_readable(kind.removeprefix(aq.MARK), about):
            work.db.execute(q.drop_delivery, {"delivery_id": number})
            found.deliveries += 1


def _schedules(work: Work, found: LetGo) -> dict[int, Schedule]:
    """Drop schedules that cannot be read, and facilitators of the others of whom nobody knows any more who they are."""
    readable = _readable_schedules(work)
    for row in work.db.execute(aq.every_schedule).all():
        if row.id not in readable:
            series_seats.forget_all(work, [row.id])
            work.db.execute(sq.drop, {"of_schedule": row.id})
            found.schedules += 1
    for schedule_id, place, member, salt in work.db.execute(kq.all_seats_of_rotas).all():
        try:
            work.vault.open(salt, member)
        except SealError:
            work.db.execute(kq.drop_from_rota, {"of_schedule": schedule_id, "of_place": place})
            found.facilitators += 1
    series_seats.forget_lost(work)
    return readable


def _readable_schedules(work: Work) -> dict[int, Schedule]:
    found = {}
    for row in work.db.execute(aq.every_schedule).mappings().all():
        with suppress(Unreadable):
            found[row["id"]] = schedules.read({**row, "status": row["status"].removeprefix(aq.MARK)})
    return found


def _can_be_read(work: Work, row: RowMapping) -> bool:
    try:
        sessions.seated(work, sessions.from_row(work, row))
    except Unreadable:
        return False
    return True


def _close_all(work: Work, rows: Sequence[RowMapping], readable: Mapping[int, Schedule]) -> None:
    """Close these sessions kindly. The dates of their schedules are announced anew."""
    again: set[int] = set()
    for row in rows:
        kept = readable.get(row["schedule_id"])
        _close(work, row, kept)
        again |= set() if kept is None else {kept.id}
    formats.forget_unused(work.db)
    for number in again:
        _announce_again(work, readable[number])


def _close(work: Work, row: RowMapping, kept: Schedule | None) -> None:
    """Close one session kindly. Of its state nothing is known, so it ends as one that says no more than that."""
    appointment = _date_of(work, row, kept)
    state = SessionState(
        format=work.content.formats["story-circle"],
        seed=0,
        phase=Phase.ENDED,
        version=row["version"] + 1,
        moved=row["version"] + 1,
        end_reason=EndReason.LOST,
        appointment=appointment,
    )
    of = {"of_session": row["id"]}
    for statement in (
        kq.drop_deliveries,
        q.drop_seats,
        q.drop_deadline,
        spark_queries.drop_sparks_of_session,
    ):
        work.db.execute(statement, of)
    work.drop_key(of_session(row["id"]))
    values = {
        **of,
        "new_state": codec.dump(state, None),
        "new_format_hash": formats.keep(work.db, state.format),
        "now": work.now,
    }
    work.db.execute(kq.end_session, values)
    cards = {card.slot for card in work.db.execute(q.cards_of, of)}
    plans = [Plan(d.Ended())] if row["room_xid"] is not None else []
    if slot(d.Gather()) in cards:
        plans.append(Plan(Refresh(d.Gather())))
    if slot(d.Invite()) in cards:
        plans.append(Plan(Refresh(d.Invite())))
    if slot(d.Event()) in cards and appointment is not None:
        plans.append(Plan(Refresh(d.Event())))
    plans.append(Plan(d.CloseRoom(), delay_s=rules_in(work, row["guild_xid"]).linger_s))
    queue(work, row["id"], plans)


def _date_of(work: Work, row: RowMapping, kept: Schedule | None) -> Appointment | None:
    """When it was to begin, as its schedule says; None when that cannot be told."""
    if kept is None or row["local"] is None:
        return None
    change = schedules.changes(work, kept.id).get(row["local"])
    begins = None if change is None else change.moved_to
    if begins is None:
        begins = instant_of(row["local"], kept.choices.series.zone)[0]
    off = EndReason.LOST if _is_planned(row) else None
    return Appointment(begins, choices=kept.choices.session, off=off)


def _is_planned(row: RowMapping) -> bool:
    return bool(row["phase"].removeprefix(aq.MARK) == Phase.PLANNED)


def _announce_again(work: Work, kept: Schedule) -> None:
    """Its dates that were announced are gone with their seats: they are announced once more."""
    coming = next_occurrence(kept.choices.dates, work.now)
    values = {
        "of_schedule": kept.id,
        "new_local": None if coming is None else coming.local,
        "new_next": None if coming is None else coming.at,
        "now": work.now,
    }
    work.db.execute(kq.begin_again, values)


def _wishes(work: Work, found: LetGo) -> None:
    rows = chain(
        ((member, sq.drop_wish) for member in work.db.execute(kq.all_wishes).scalars().all()),
        ((member, kq.drop_open_wish) for member in work.db.execute(kq.all_open_wishes).scalars().all()),
    )
    for member, drop in rows:
        if not opens_wish(work.vault, member):
            work.db.execute(drop, {"sealed": member})
            found.wishes += 1


def _marks(work: Work, found: LetGo) -> None:
    """Of what was changed for somebody whom nobody can name any more, nothing can be put back."""
    for row in work.db.execute(mq.everything).all():
        if not sealed_targets.opens(work.vault, row.guild_xid, row.target):
            about = {"of_guild": row.guild_xid, "of_place": row.place_xid, "of_kind": row.kind}
            work.db.execute(mq.drop, {**about, "of_target": row.target, "of_name": row.name})
            found.marks += 1


def _sparks(work: Work, found: LetGo, *, with_posted: bool) -> None:
    """Drop the sparks that wait and cannot be opened. Of those that are posted another key takes back none."""
    for key, words in work.db.execute(kq.all_sparks).all():
        try:
            if words is None and with_posted:
                raise SealError
            if words is not None:
                spark_keys.unseal(work.vault, key, words)
        except SealError:
            work.db.execute(spark_queries.drop_spark, {"of_key": key})
            found.sparks += words is not None
