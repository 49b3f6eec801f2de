"""The use cases of a session, each one transaction: load, decide, save. What follows from it is in `reactions`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.late_comers import next_due
from bot.circle.machine import Step, decide, events_of
from bot.circle.model import Phase, SessionState
from bot.circle.quieting import quiet_seat
from bot.circle.refusals import Code, Refusal
from bot.ids import MemberXid, RoleXid, ScheduleId, SessionId
from bot.privacy.keyring import of_session
from bot.store import formats, tables
from bot.store import queries as q

from ..deliveries.planning import plan
from ..deliveries.policy import Post
from ..deliveries.rows import queue
from ..not_possible import NotPossible
from ..prompts.drawing import draw_prompts, remember_prompts
from ..reactions import react
from ..settings.rules import rules_in
from ..unit_of_work import Work
from . import agreements, choices
from .answer import Answer
from .change import NOBODY, Asker, Change
from .seats import seat_taken
from .sessions import Session, kept, load, members, seat_among, seat_of


def act(
    work: Work,
    session_id: SessionId,
    member_xid: MemberXid | None,
    command: c.Command,
    answering: type[Post] | None = None,
    with_people: bool = False,
) -> Answer:
    """As `ask`, of the session with that id. Raises `NoSession`: it is gone."""
    session = load(work, session_id)
    return ask(work, session, member_xid, command, answering=answering, with_people=with_people)


def join(
    work: Work,
    session_id: SessionId,
    member_xid: MemberXid,
    command: c.Join,
    language: str | None,
    roles: Collection[int],
) -> Answer:
    """Let a member take a seat.

    Args:
        work: the transaction.
        session_id: the session.
        member_xid: who asks.
        command: what is asked.
        language: kept with the seat, for what its person is told when they are not asking.
        roles: their roles, as Discord says.

    Raises:
        NoSession: it is gone.
        NeedsRole: the circle is for people with a role that this person does not have.
    """
    session = load(work, session_id)
    if session.schedule_id is not None and seat_of(work, session, member_xid) is None:
        _check_role(work, session.schedule_id, roles)
    # Whoever comes late reads where the circle stands; before it begins a crowd may ask at once, and reads no names.
    is_late = session.state.phase is Phase.LIVE
    return ask(work, session, member_xid, command, with_people=is_late, language=language)


def ask(
    work: Work,
    session: Session,
    member_xid: MemberXid | None,
    command: c.Command,
    *,
    answering: type[Post] | None = None,
    with_people: bool = False,
    language: str | None = None,
) -> Answer:
    """Let a member, or the clock (None), ask something of a session.

    Args:
        work: the transaction.
        session: the session, as it was loaded in this transaction.
        member_xid: who asks; None for the clock, and for what follows from a schedule.
        command: what is asked.
        answering: the kind of card that was pressed and will be redrawn by the answer.
        with_people: whether the answer says who sits where, also if no card is redrawn by it.
        language: kept with a seat that is taken.
    """
    if with_people or answering is not None:
        # Together with the rest, so that drawing the card need not ask the database once more.
        people = members(work, session)
        number = seat_among(session, people, member_xid)
    else:
        number, people = seat_of(work, session, member_xid), {}
    asked = replace(command, seat=number)
    decided = decide(session.state, asked, work.now)
    if isinstance(decided, Refusal):
        return Answer(session, number, refusal=decided, people=people)
    if not decided:
        if isinstance(command, c.Tick):
            _set_deadline(work, session)
        return Answer(session, number, people=people)
    pressed = None if answering is None else answering.now(session.state)
    asker = Asker(command, member_xid, language)
    after = save(work, session, decided, asker, answering=pressed)
    events = events_of(decided)
    seat = seat_taken(events) or number if isinstance(command, c.Join) else number
    return Answer(after, seat, events, people=people)


class NeedsRole(NotPossible):
    """The circle is for people with one role."""

    def __init__(self, role_xid: RoleXid) -> None:
        super().__init__()
        self.role_xid = role_xid


def _check_role(work: Work, schedule_id: ScheduleId, roles: Collection[int]) -> None:
    wanted = choices.of_schedule(work, schedule_id)
    role_xid = None if wanted is None else wanted.role_xid
    if role_xid is not None and role_xid not in roles:
        raise NeedsRole(role_xid)


def act_on(
    work: Work,
    session_id: SessionId,
    member_xid: MemberXid,
    target_xid: MemberXid,
    command: c.HandOver | c.Nominate,
    *,
    answering: type[Post] | None = None,
) -> Answer:
    """Let a member ask something about another member. Someone without a seat is no seat of this session.

    Raises:
        NoSession: it is gone.
    """
    # Somebody without a seat is a seat that does not exist, so that only those who may ask learn that.
    session = load(work, session_id)
    target = seat_of(work, session, target_xid) or 0
    return ask(work, session, member_xid, replace(command, to=target), answering=answering)


def begin(
    work: Work,
    session_id: SessionId,
    member_xid: MemberXid,
    command: c.Begin,
    *,
    theme: str | None = None,
    answering: type[Post] | None = None,
) -> Answer:
    """Begin a session, with a question drawn for every stage that has one and none repeated.

    `theme` is the circle's; None: that of a question its facilitator chose, or the general one.

    Raises:
        NoSession: it is gone.
    """
    session = load(work, session_id)
    if session.room_xid is None and session.state.phase is Phase.GATHERING:
        # Nobody would see it. The room is on its way, or whoever holds the circle has been told what is in the way.
        number = seat_of(work, session, member_xid)
        no = decide(session.state, replace(command, seat=number), work.now)
        return Answer(session, number, refusal=no if isinstance(no, Refusal) else Refusal(Code.NO_ROOM))
    drawn = draw_prompts(work, session, theme)
    asked = replace(command, prompts=drawn.prompts, since_last=agreements.since_last(work, session))
    answer = ask(work, session, member_xid, asked, answering=answering)
    if any(isinstance(event, e.Begun) for event in answer.events):
        used = [prompt.id for _, prompt in answer.session.state.prompts if prompt.id is not None]
        remember_prompts(work, session, used, drawn.forgotten)
    return answer


def save(
    work: Work,
    session: Session,
    steps: tuple[Step, ...],
    asker: Asker = NOBODY,
    *,
    answering: Post | None = None,
    later_s: float = 0,
) -> Session:
    """Save what became true, and let follow what follows: what has to be shown, and the reactions to each event.

    Args:
        work: the transaction.
        session: the session as it was before.
        steps: what became true.
        asker: who asked for it, and what.
        answering: the card that was pressed and is redrawn by the answer.
        later_s: by how many seconds later than usual it is shown.
    """
    before, after = session.state, steps[-1].after
    ends = after.phase is Phase.ENDED and before.phase is not Phase.ENDED
    linger_s = rules_in(work, session.guild_xid).linger_s if ends else 0
    plans = plan(before, steps, answering=answering, linger_s=linger_s)
    queue(
        work, session.id, [replace(one, delay_s=one.delay_s + later_s) for one in plans] if later_s else plans
    )
    is_open = after.phase is not Phase.ENDED
    if is_open and (after.timer != before.timer or next_due(after) != next_due(before)):
        _set_deadline(work, replace(session, state=after))
    saved = _saved(work, session, after)
    work.news.changed.add(session.id)
    may_silence = quiet_seat(before) is not None or quiet_seat(after) is not None
    if session.room.held or session.stands or may_silence:
        work.news.held.add(session.guild_xid)
    react(work, Change(session, steps, asker))
    return saved


def _saved(work: Work, session: Session, after: SessionState) -> Session:
    """Save the state. A session that is over keeps only what its last cards need, and no key to anything. What may be
    said of it as a whole is kept nowhere: it is in the answer to whoever ended it."""
    is_over = after.phase is Phase.ENDED
    saved = replace(
        session, state=_scrubbed(after) if is_over else after, key=None if is_over else session.key
    )
    text = kept(saved.state, work.vault, saved.key)
    if not is_over:
        work.states.keep(of_session(session.id), text, after)
    values = {
        "of_session": session.id,
        "old_version": session.state.version,
        "new_version": after.version,
        "new_phase": after.phase.value,
        "new_state": text,
        "now": work.now,
    }
    if work.db.execute(q.save_state, values).rowcount != 1:
        raise RuntimeError("a session was saved by two writers at once")
    if session.format_hash is None or after.format is not session.state.format:
        saved = replace(saved, format_hash=formats.change(work.db, session.id, after.format))
    if not is_over:
        work.read_before.keep(work.db, tables.session, session.id, saved)
    return replace(saved, state=replace(saved.state, summary=after.summary)) if is_over else saved


def _set_deadline(work: Work, session: Session) -> None:
    """Let the deadline table say what the session's clock says."""
    timer, due_at = session.state.timer, next_due(session.state)
    if timer is not None and due_at is not None:
        clock = {"of_session": session.id, "new_kind": timer.kind.value, "new_due_at": due_at}
        work.db.execute(q.set_deadline, clock)
        work.news.clock_set(due_at)


def _scrubbed(state: SessionState) -> SessionState:
    """What may be kept of an ended session until its room is closed: that it is over, and how."""
    return SessionState(
        format=state.format,
        seed=0,
        practice=state.practice,
        phase=Phase.ENDED,
        version=state.version,
        moved=state.moved,
        stage_index=state.stage_index,
        turns=state.turns,
        end_reason=state.end_reason,
        appointment=state.appointment,
    )
