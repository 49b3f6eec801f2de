"""The outbox as the sender sees it: what one session has waiting, and keeping what became of it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.calendar.months import month_of
from bot.circle import commands as c
from bot.circle.formats import StageKind
from bot.ids import ChannelXid, EventXid, MemberXid, MessageXid, SessionId
from bot.store import circle_queries as cq
from bot.store import formats
from bot.store import queries as q
from bot.store.locks import hold_server

from .. import fencing
from ..circle import sessions
from ..circle.acting import act
from ..circle.sessions import Session
from ..circle.slips import had_slips
from ..rooms import rooms
from ..schedule.reminders import Reminding, wishes_of
from ..settings import servers
from ..settings.servers import ServerOptions
from ..unit_of_work import Work
from . import dates
from . import rows as r
from . import table as d
from .lookup import kind_of, kinds
from .policy import Delivery, Post
from .rows import Plan, Row


@dataclass(slots=True)
class Batch:
    """Everything one session has waiting, and what is needed to show it."""

    session: Session
    people: dict[int, MemberXid]
    cards: dict[str, MessageXid]
    rows: list[Row]
    hope_xid: ChannelXid | None = None
    languages: dict[int, str] = field(default_factory=dict)
    """In which language to write to whom, by seat, where that is known."""
    wishes: dict[int, Reminding] = field(default_factory=dict)
    """What those who are to be reminded wish, by seat."""
    left: dict[str, ChannelXid] = field(default_factory=dict)
    """The channels of cards that were left behind, by slot."""
    events_elsewhere: frozenset[EventXid] = frozenset()
    """The server's events that belong to other sessions, where this one is to have a new one."""
    invited_after: datetime | None = None
    """When the invitation of an earlier date of the same schedule is tried, if it has not appeared yet."""
    gives_slips: bool = False
    """Whether the server gives slips for proof of attendance. It is only looked up when a card may need it."""
    shown: set[int] = field(default_factory=set)
    """The rows that would change nothing, because what they would show is shown already."""

    def quiet_look_at(self, row: Row, now: datetime) -> datetime | None:
        """When to look again at a reminder that falls into somebody's quiet hours; None when it does not.

        It is not when these end: the outbox is not sealed, and would tell. Each row is looked at in a rhythm of its
        own, so those whose hours end together are not written to in one moment.
        """
        wish = self.wishes.get(row.what.seat) if isinstance(row.what, d.Remind) else None
        if wish is None or wish.quiet is None or wish.quiet.until(now) is None:
            return None
        own_s = zlib.crc32(row.nonce.encode()) % QUIET_LOOK_S
        return now + timedelta(seconds=QUIET_LOOK_S - (now.timestamp() - own_s) % QUIET_LOOK_S)

    def is_unwanted(self, row: Row) -> bool:
        """Whether it is a reminder for somebody who wants none."""
        wish = self.wishes.get(row.what.seat) if isinstance(row.what, REMINDERS) else None
        return wish is not None and not wish.wanted


REMINDERS = (d.Remind, d.AskOutside)
"""What is not sent to whoever wants no reminders."""
QUIET_LOOK_S = 300
"""How often a reminder is looked at again in somebody's quiet hours, in seconds: so late it may come after them."""
PATIENCE = 8
"""So many times the invitation of a date is tried before those of later dates wait for it no longer."""
_IN_LINE = kinds(lambda policy: policy.in_order)
_IN_LINE_WITHOUT_ROOM = kinds(lambda policy: policy.in_order or policy.is_passage)
A_MOMENT = timedelta(seconds=0.3)
"""How long an invitation waits, at least, for the one before it."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch, saved in one transaction."""

    done: list[int] = field(default_factory=list)
    again: dict[int, datetime] = field(default_factory=dict)
    put_off: dict[int, datetime] = field(default_factory=dict)
    """What was not tried, because it is not its time yet."""
    cards: dict[str, MessageXid] = field(default_factory=dict)
    unheard: list[int] = field(default_factory=list)
    """The private words that found direct messages closed."""
    lost_cards: list[str] = field(default_factory=list)
    room_xid: ChannelXid | None = None
    seen: bool = False
    """Whether something that the circle waits for was shown."""
    room_lost: bool = False
    renamed: bool = False
    """Whether Discord did not take the name of the room, so that it needs another."""
    let_go: list[int] = field(default_factory=list)
    noted: dict[int, Delivery] = field(default_factory=dict)
    """What is to be kept in a row that stays: why somebody cannot be let in."""
    follow: list[Plan] = field(default_factory=list)
    """What is to be delivered next because of what Discord answered."""
    told: list[int] = field(default_factory=list)
    """The turns whose tellers have been told of the gestures."""
    absent: list[int] = field(default_factory=list)
    """The seats of those who are not where people speak."""
    closed: bool = False


def in_room(session: Session, room_xid: ChannelXid) -> Session:
    """The same session, now that it has a room."""
    return replace(session, room_xid=room_xid)


MOST_ROWS = 1000
"""How many rows of a slot that are due one look at the whole outbox takes in."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the whole outbox has waiting."""

    sessions: list[SessionId]
    """Those with something due, the most overdue of each slot first."""
    next_at: datetime | None
    """When something else is due, of what was kept when it was first looked at."""
    newest: int
    """The newest row of that time."""
    is_cut: bool
    """Whether more is due than was looked at."""


def waiting_sessions(work: Work, at: datetime, newest: int | None = None) -> Waiting:
    """The sessions with something due.

    Args:
        work: the transaction.
        at: the instant, UTC.
        newest: the newest row that may be unknown: whoever asks has been told of all newer ones. None: any may be.
    """
    if newest is None:
        newest = work.db.execute(q.newest_delivery).scalar() or 0
    sessions: list[SessionId] = []
    upcoming: list[datetime] = []
    is_cut = False
    for slot in work.slots:
        about = {"of_slot": slot, "now": at}
        due = work.db.execute(q.sessions_to_deliver, {**about, "most": MOST_ROWS}).scalars().all()
        sessions += dict.fromkeys(due)
        is_cut = is_cut or len(due) == MOST_ROWS
        upcoming += work.db.execute(q.next_delivery, {**about, "newest": newest}).scalars()
    return Waiting(sessions, min(upcoming, default=None), newest, is_cut)


def batch_of(work: Work, session_id: SessionId) -> Batch:
    """What a session has waiting, oldest first.

    Raises:
        NoSession: the session is gone.
        Unreadable: it cannot be read, or one of its deliveries is of a kind that this version does not know.
    """
    fencing.check_session(work, session_id)
    rows = r.of_session(work, session_id)
    session = sessions.load(work, session_id)
    people, languages = sessions.seated(work, session)
    kept = work.db.execute(q.cards_of, {"of_session": session_id}).all()
    cards = {row.slot: row.message_xid for row in kept}
    left = {row.slot: row.channel_xid for row in kept if row.channel_xid is not None}
    reminded = {row.what.seat for row in rows if isinstance(row.what, REMINDERS)}
    wishes = {seat: wishes_of(work, people[seat]) for seat in reminded & people.keys()}
    options = servers.load(work, session.guild_xid).options if _asks_the_server(session) else ServerOptions()
    elsewhere = _events_elsewhere(work, session, rows)
    ahead = _invitation_ahead(work, session, rows)
    return Batch(
        session,
        people,
        cards,
        rows,
        options.hope_xid,
        languages,
        wishes,
        left,
        events_elsewhere=elsewhere,
        invited_after=ahead,
        gives_slips=bool(options.slip_group),
    )


def _events_elsewhere(work: Work, session: Session, rows: list[Row]) -> frozenset[EventXid]:
    """A session takes up an event that was made before the bot stopped, and no other session's: that one may be about
    to be cancelled."""
    if not any(isinstance(row.what, d.Event) for row in rows):
        return frozenset()
    wanted = {"guild_xid": session.guild_xid, "of_session": session.id, "slot": r.slot(d.Event())}
    return frozenset(work.db.execute(q.events_elsewhere, wanted).scalars())


def _invitation_ahead(work: Work, session: Session, rows: Sequence[Row]) -> datetime | None:
    """The dates of a schedule that are announced together were announced in the order of their dates, so their
    sessions are numbered in it."""
    if session.schedule_id is None or not any(isinstance(row.what, d.Invite) for row in rows):
        return None
    about = {"of_schedule": session.schedule_id, "of_session": session.id}
    found: datetime | None = work.db.execute(
        q.invitation_ahead, {**about, "invite": kind_of(d.Invite), "patience": PATIENCE}
    ).scalar()
    return found


def _asks_the_server(session: Session) -> bool:
    """Whether the card of the moment depends on what the server's admins have set."""
    stage = session.state.stage
    is_asked = stage is not None and stage.kind in (StageKind.HARVEST, StageKind.CLOSING)
    return is_asked or had_slips(session.state)


def keep(work: Work, session_id: SessionId, outcome: Outcome) -> None:
    """Keep what became of a batch. Raises `NoSession` if another process looks after the session now."""
    sessions.hold(work, session_id)
    fencing.check_session(work, session_id)
    if outcome.closed:
        _forget(work, session_id)
        return
    if outcome.done:
        work.db.execute(q.drop_delivery, [{"delivery_id": delivery_id} for delivery_id in outcome.done])
    for delivery_id, at in outcome.again.items():
        work.db.execute(q.retry_delivery, {"delivery_id": delivery_id, "new_not_before": at})
    for delivery_id, at in outcome.put_off.items():
        work.db.execute(q.put_off_delivery, {"delivery_id": delivery_id, "new_not_before": at})
    for delivery_id, what in outcome.noted.items():
        r.rewrite(work, delivery_id, what)
    r.queue(work, session_id, outcome.follow)
    for slot in outcome.lost_cards:
        work.db.execute(q.drop_card, {"of_session": session_id, "slot": slot})
    _keep_cards(work, session_id, outcome.cards)
    if outcome.room_xid is not None:
        work.db.execute(q.set_room, {"of_session": session_id, "new_room_xid": outcome.room_xid})
        session = sessions.load(work, session_id)
        work.news.held.add(session.guild_xid)
        if not session.room.kind.is_written:
            r.queue(work, session_id, [*dates.calendar(session.state)])
    for number in outcome.let_go:
        _let_go(work, session_id, number)
    for turn in outcome.told:
        act(work, session_id, None, c.ForgetEcho(turn=turn))
    if outcome.absent:
        act(work, session_id, None, c.AskIn(seats=tuple(outcome.absent)))
    if outcome.renamed:
        name = rooms.new_name(practice=sessions.load(work, session_id).state.practice)
        work.db.execute(q.set_room_name, {"of_session": session_id, "new_room_name": name})
    if outcome.room_lost:
        rooms.refurnish(work, session_id)


def shown(work: Work, session_id: SessionId, post: Post, message_xid: MessageXid) -> None:
    """A card was posted by an answer: what would post it has nothing to do any more."""
    sessions.hold(work, session_id)
    for row in r.of_session(work, session_id):
        if not row.is_refresh and row.post is not None and r.slot(row.post) == r.slot(post):
            work.db.execute(q.drop_delivery, {"delivery_id": row.id})
    _keep_cards(work, session_id, {r.slot(post): message_xid})


def _keep_cards(work: Work, session_id: SessionId, cards: dict[str, MessageXid]) -> None:
    for name, xid in cards.items():
        work.db.execute(q.drop_card, {"of_session": session_id, "slot": name})
        work.db.execute(q.add_card, [{"session_id": session_id, "slot": name, "message_xid": xid}])


def _forget(work: Work, session_id: SessionId) -> None:
    """Forget a session, its format, and its circle, where nothing else needs them."""
    where = work.db.execute(q.whereabouts, {"of_session": session_id}).one()
    hold_server(work.db, where.guild_xid)  # its circle may be asked for again
    circle_id = work.db.execute(cq.of_session, {"of_session": session_id}).scalar()
    guild_xid = work.db.execute(q.guild_if_standing, {"of_session": session_id}).scalar()
    if guild_xid is not None:
        work.news.held.add(guild_xid)  # whoever was let into a channel that stays is let out again
    work.db.execute(q.drop_session, {"of_session": session_id})
    work.news.moved.add(session_id)
    formats.forget_unused(work.db)
    work.db.execute(cq.has_met, {"of_circle": circle_id, "this_month": month_of(work.now)})
    work.db.execute(cq.forget_unused, {"of_circle": circle_id})


def hold_back(work: Work, session_id: SessionId, until: datetime, *, room: bool) -> None:
    """Let everything of a session that keeps its order wait until then; who comes and goes too, without a room."""
    sessions.hold(work, session_id)
    waiting = _IN_LINE if room else _IN_LINE_WITHOUT_ROOM
    work.db.execute(q.hold_back, {"of_session": session_id, "until": until, "kinds": waiting})


def _let_go(work: Work, session_id: SessionId, number: int) -> None:
    """Forget who had a seat that was given up before the session began."""
    if sessions.load(work, session_id).state.seat(number) is None:
        work.db.execute(q.drop_seat, {"of_session": session_id, "number": number})
