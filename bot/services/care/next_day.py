"""A word on the day after a circle, for those who asked for it: kept sealed until it is sent, and then dropped.

Nobody else is ever written to after a circle. A row says when something is sent, and not to whom. Who sends it is
`bot.delivery.next_day`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.circle import commands as c
from bot.circle.model import Phase, Question
from bot.circle.refusals import Code, Refusal
from bot.ids import GuildXid, MemberXid, ScheduleId, SessionId
from bot.privacy.sealing import SALT_BYTES, SealError
from bot.store import next_day_queries as q
from bot.store.locks import hold_server

from .. import fencing
from ..circle.acting import ask
from ..circle.sessions import Session, load, seat_of
from ..due_rows import due_rows
from ..prompts.drawing import speaks
from ..schedule import announcing, schedules
from ..schedule.course import course_of, left_of
from ..schedule.reminders import QuietHours, wishes_of
from ..schedule.schedules import ScheduleError, Status
from ..settings import servers
from ..unit_of_work import Work
from ..unreadable import Unreadable
from .places import SupportPlace, places_of

AFTER = timedelta(days=1)
TOO_LATE = timedelta(days=1)
"""How long after its time it is still sent: a bot may be away for a day, and this may be an old copy."""
NIGHT = (time(22), time(8))
"""When nobody is written to by the clocks of the circle: it waits for the morning."""
NOT_SAID = "UTC"
"""The zone of a server whose admins have chosen none."""
_LENGTH = 640
"""More bytes than any such word takes."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What is kept of a word."""

    member_xid: MemberXid
    session_id: SessionId
    circle: str
    schedule_id: ScheduleId | None
    language: str


@dataclass(frozen=True, slots=True)
class NextDay:
    """A word that is to be sent now, and everything in it."""

    member_xid: MemberXid
    circle: str
    language: str
    next_at: datetime | None
    """When this circle meets next; None when nobody knows."""
    places: tuple[SupportPlace, ...]
    """The server's places to turn to, those in their language first."""
    attempts: int


@dataclass(frozen=True, slots=True)
class KeptWord:
    """A word that waits for somebody."""

    circle: str
    send_at: datetime


@dataclass(frozen=True, slots=True)
class AskedFor:
    """When it is sent; or why it is not."""

    send_at: datetime | None = None
    refusal: Refusal | None = None


def ask_for(work: Work, session_id: SessionId, member_xid: MemberXid, language: str) -> AskedFor:
    """Have a word sent to somebody on the day after a circle. Asking again is asking once.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    if not has_next_day(session):
        return AskedFor(refusal=Refusal(Code.MOMENT_PASSED))
    if session.state.phase is Phase.LIVE and seat_of(work, session, member_xid) is not None:
        ask(work, session, member_xid, c.AnswerOptional(question=Question.NEXT_DAY))
    hold_server(work.db, session.guild_xid)
    for _, kept, send_at in _of(work, member_xid, session.guild_xid):
        if kept.session_id == session_id:
            return AskedFor(send_at)
    send_at = _not_at_night(work.now + AFTER, _zone(work, session))
    kept = _Sealed(member_xid, session_id, session.name, session.schedule_id, language)
    key = secrets.token_bytes(SALT_BYTES)
    row = {
        "key": key,
        "guild_xid": session.guild_xid,
        "words": work.vault.hide(key, json.dumps(asdict(kept), ensure_ascii=False).encode().ljust(_LENGTH)),
        "send_at": send_at,
        "attempts": 0,
        "slot": work.settings.cluster.slot_of(session.guild_xid),
    }
    work.db.execute(q.add, row)
    return AskedFor(send_at)


def has_next_day(session: Session) -> bool:
    """Whether a word can be asked for: in a circle that has begun and is no practice, also when it is over."""
    return session.state.stage_index >= 0 and not session.state.practice


def is_asked_for(work: Work, session: Session, member_xid: MemberXid) -> bool:
    """Whether somebody has asked for a word after this session."""
    found = _of(work, member_xid, session.guild_xid)
    return any(kept.session_id == session.id for _, kept, _ in found)


def leave(work: Work, session_id: SessionId, member_xid: MemberXid) -> None:
    """Somebody would rather have no word after that session."""
    for key, kept, _ in _of(work, member_xid):
        if kept.session_id == session_id:
            forget(work, key)


def kept_for(work: Work, member_xid: MemberXid) -> tuple[KeptWord, ...]:
    """The words that wait for somebody."""
    return tuple(KeptWord(kept.circle, send_at) for _, kept, send_at in _of(work, member_xid))


def erase(work: Work, member_xid: MemberXid) -> None:
    """Forget all words that wait for somebody."""
    for key, _, _ in _of(work, member_xid):
        forget(work, key)


def owners(work: Work) -> Iterator[MemberXid]:
    """For whom words wait. What cannot be opened is passed over."""
    for key, words, _ in work.db.execute(q.every).all():
        if (kept := _opened(work, key, words)) is not None:
            yield kept.member_xid


def due(work: Work) -> tuple[list[bytes], datetime | None]:
    """The keys of those whose time has come, and when that of the next one comes."""
    return due_rows(work, q.due, q.upcoming)


def take(work: Work, key: bytes) -> NextDay | None:
    """One word that is to be sent now. None when it is gone, or its person is not to be written to at this hour.

    Raises:
        NotOurs: another process looks after it.
    """
    row = work.db.execute(q.to_try, {"of_key": key}).first()
    if row is None:
        return None
    fencing.check(work, row.slot)
    kept = _opened(work, key, row.words)
    if kept is None or row.send_at + TOO_LATE <= work.now:
        forget(work, key)
        return None
    quiet = wishes_of(work, kept.member_xid).quiet
    if quiet is not None and quiet.until(work.now) is not None:
        # The hour in which their quiet hours end is not written down: it would tell. So it is looked at again.
        return None
    tried = {"of_key": key, "new_send_at": row.send_at, "new_attempts": row.attempts + 1}
    work.db.execute(q.delay, tried)
    places = sorted(
        places_of(work, row.guild_xid), key=lambda place: not speaks(place.language, kept.language)
    )
    next_at = None if kept.schedule_id is None else _next_date(work, kept.schedule_id)
    return NextDay(kept.member_xid, kept.circle, kept.language, next_at, tuple(places), row.attempts)


def delay(work: Work, key: bytes, until: datetime) -> None:
    """It could not be sent: try again then."""
    row = work.db.execute(q.by_key, {"of_key": key}).first()
    if row is not None:
        work.db.execute(q.delay, {"of_key": key, "new_send_at": until, "new_attempts": row.attempts})


def forget(work: Work, key: bytes) -> None:
    """It is sent, or never will be."""
    work.db.execute(q.drop, {"of_key": key})


def _of(
    work: Work, member_xid: MemberXid, guild_xid: GuildXid | None = None
) -> list[tuple[bytes, _Sealed, datetime]]:
    """Somebody's words: of one server, or of all. Each is opened, for nothing says whose it is."""
    rows = (
        work.db.execute(q.every)
        if guild_xid is None
        else work.db.execute(q.of_guild, {"of_guild": guild_xid})
    )
    opened = [(key, _opened(work, key, words), send_at) for key, words, send_at in rows.all()]
    return [(key, kept, at) for key, kept, at in opened if kept is not None and kept.member_xid == member_xid]


def _opened(work: Work, key: bytes, words: bytes) -> _Sealed | None:
    try:
        return _Sealed(**json.loads(work.vault.show(key, words)))
    except (SealError, ValueError, TypeError):
        return None


def _zone(work: Work, session: Session) -> str:
    """By whose clocks the circle meets."""
    if session.schedule_id is not None:
        try:
            return schedules.load(work, session.schedule_id).choices.series.zone
        except (ScheduleError, Unreadable):
            pass
    return servers.load(work, session.guild_xid).options.zone


def _not_at_night(at: datetime, zone: str) -> datetime:
    """Where nobody said by which clocks a server lives, it is the hour of the circle: people were awake then."""
    if zone == NOT_SAID:
        return at
    try:
        return QuietHours(*NIGHT, zone).until(at) or at
    except ZoneInfoNotFoundError:  # zone data may have lost it since
        return at


def _next_date(work: Work, schedule_id: ScheduleId) -> datetime | None:
    """When the circle of a schedule meets next: the first date that is announced and takes place, or else the first one
    that is to be announced."""
    try:
        kept = schedules.load(work, schedule_id)
        planned = announcing.planned(work, schedule_id)
    except (ScheduleError, Unreadable):
        return None
    if kept.status is not Status.ACTIVE:
        return None
    dates = [one.state.date.starts_at for one in planned if not one.state.is_off]
    so_far, coming = course_of(work, kept), kept.next_at
    if so_far is not None:
        coming = next((meeting.at for meeting in left_of(work, kept, so_far)), None)
    return min((at for at in (*dates, coming) if at is not None and at > work.now), default=None)
