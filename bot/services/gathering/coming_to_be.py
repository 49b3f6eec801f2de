"""A gathering comes to be: people wait, somebody can hold it, and at the minimum the circle opens with all of them.

Each of these is one transaction, so two people who press at once are two people who wait, and one circle.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.circle.formats import Format, FormatError
from bot.circle.seats import Join
from bot.ids import MemberXid, MessageXid
from bot.store import gathering_queries as gq

from .. import fencing
from ..circle import acting, opening
from ..circle.answer import Answer
from ..circle.opening import Invitation, Person, TooManyOpen
from ..deliveries import table as d
from ..deliveries.rows import Plan, queue
from ..formats.own_formats import content_for
from ..not_possible import NotPossible
from ..unit_of_work import Work
from . import gatherings, on_call
from .gatherings import Asked, Gathering, NoGathering, Outcome, Someone

LOOK_AGAIN = timedelta(minutes=1)
"""How often one looks, while enough people wait, whether somebody is on call by now, or a circle may be opened."""


class Shown(StrEnum):
    """What the card of a gathering says."""

    OPEN = "open"
    ENOUGH = "enough"
    """Enough people wait, and somebody is needed who can hold the circle."""
    OPENED = "opened"
    NOTHING = "nothing"
    """It did not come to be."""


class GatheringFull(NotPossible):
    """As many wait as one circle has seats, besides that of whoever holds it."""


class HeldAlready(NotPossible):
    """Somebody else has said that they hold it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be done for a gathering now."""

    gathering: Gathering
    shown: Shown
    """What its card is to say."""
    needed: int
    """How many people it takes."""
    to_ask: tuple[Someone, ...] = ()
    """Who is to be asked to hold the circle."""


def wait(work: Work, gathering_id: int, member_xid: MemberXid, language: str | None) -> Answer | None:
    """Let somebody wait in a gathering. Again is the same.

    Returns:
        What opening the circle came to, if this was the last one it took.

    Raises:
        NoGathering: it is over.
        GatheringFull: as many wait as there are seats.
    """
    gathering = gatherings.load(work, gathering_id)
    chosen = _format(work, gathering)
    people = gatherings.people_in(work, gathering)
    known = gatherings.one_in(people, member_xid)
    others = [one for one in people if one.waits and not one.holds and one.member_xid != member_xid]
    if not known.waits and not known.holds and len(others) >= chosen.capacity - 1:
        raise GatheringFull
    gatherings.put(work, gathering, replace(known, waits=True, language=language))
    with suppress(TooManyOpen):  # then the worker opens it, as soon as there is room for one
        return _open_if_it_can(work, gathering, chosen)
    return None


def stop_waiting(work: Work, gathering_id: int, member_xid: MemberXid) -> None:
    """Let somebody go who waited, or would have held it. Nothing remains of them but that they were asked.

    Raises:
        NoGathering: it is over.
    """
    gathering = gatherings.load(work, gathering_id)
    known = gatherings.one_in(gatherings.people_in(work, gathering), member_xid)
    gatherings.put(work, gathering, replace(known, waits=False, holds=False, language=None))


def hold(work: Work, gathering_id: int, member_xid: MemberXid, language: str | None) -> Answer | None:
    """Let a facilitator say that they hold the circle. Whether they may is for the caller to check.

    Returns:
        What opening the circle came to, if enough people wait.

    Raises:
        NoGathering: it is over.
        HeldAlready: somebody else does.
        TooManyOpen: the server has as many open circles as it may have.
    """
    gathering = gatherings.load(work, gathering_id)
    people = gatherings.people_in(work, gathering)
    if any(one.holds and one.member_xid != member_xid for one in people):
        raise HeldAlready
    known = gatherings.one_in(people, member_xid)
    gatherings.put(work, gathering, replace(known, holds=True, asked=Asked.ASKED, language=language))
    return _open_if_it_can(work, gathering, _format(work, gathering))


def is_asked(work: Work, gathering_id: int, member_xid: MemberXid) -> bool:
    """Whether somebody was asked to hold the circle of a gathering that is open. Raises `NoGathering`."""
    gathering = gatherings.load(work, gathering_id)
    return gatherings.one_in(gatherings.people_in(work, gathering), member_xid).asked is not Asked.NOT


def look(work: Work, gathering_id: int) -> Look | None:
    """See what is to be done for a gathering: it may be over by now, or come to be. None when it is gone.

    It stays due until nothing is to be done any more, so whoever cannot do it has to put it off.

    Raises:
        NotOurs: another process looks after it.
    """
    gathering = gatherings.find(work, gathering_id)
    if gathering is None:
        return None
    fencing.check(work, gathering.slot)
    if gathering.outcome is not Outcome.OPEN:
        return _over(gathering)
    if not gathering.is_open or gathering.ends_at <= work.now:
        return _ended(work, gathering, Outcome.NOTHING)
    try:
        chosen = _format(work, gathering)
        with suppress(TooManyOpen):
            if _open_if_it_can(work, gathering, chosen) is not None:
                return _ended(work, gathering, None)
    except NoGathering:
        return _ended(work, gathering, Outcome.NOTHING)
    people = gatherings.people_in(work, gathering)
    is_enough = _is_enough(people, chosen)
    is_held = any(one.holds for one in people)
    if is_enough and not is_held:
        people = _ask_those_on_call(work, gathering, people)
    asked = [one for one in people if one.asked is Asked.TO_ASK] if is_enough and not is_held else []
    shown = Shown.ENOUGH if is_enough else Shown.OPEN
    if gathering.shown == shown and not asked:
        # Only when all is done that is to be done now: after a kill in the midst of it, it is still due.
        next_look = min(gathering.ends_at, work.now + LOOK_AGAIN) if is_enough else gathering.ends_at
        work.db.execute(gq.look_at, {"of_gathering": gathering_id, "new_look_at": next_look})
    return Look(gathering, shown, chosen.minimum, tuple(asked))


def is_to_ask(work: Work, gathering_id: int, member_xid: MemberXid) -> bool:
    """Whether somebody is still to be asked: meanwhile another may hold the circle, or it may be over."""
    gathering = gatherings.find(work, gathering_id)
    if gathering is None or not gathering.is_open or gathering.ends_at <= work.now:
        return False
    people = gatherings.people_in(work, gathering)
    is_held = any(one.holds for one in people)
    return not is_held and gatherings.one_in(people, member_xid).asked is Asked.TO_ASK


def was_asked(work: Work, gathering_id: int, member_xid: MemberXid) -> None:
    """Somebody was asked, or cannot be. It is not tried again in this gathering."""
    gathering = gatherings.find(work, gathering_id)
    if gathering is not None and gathering.is_open:
        known = gatherings.one_in(gatherings.people_in(work, gathering), member_xid)
        if known.asked is Asked.TO_ASK:
            gatherings.put(work, gathering, replace(known, asked=Asked.ASKED))


def card_shown(work: Work, gathering_id: int, message_xid: MessageXid | None, shown: Shown) -> None:
    """The card says this now. Once it says that the gathering is over, nothing of it is needed any more."""
    gathering = gatherings.find(work, gathering_id)
    if gathering is None:
        return
    values = {"of_gathering": gathering_id, "new_message_xid": message_xid, "new_shown": shown.value}
    work.db.execute(gq.shown, values)
    if shown in (Shown.OPENED, Shown.NOTHING):
        gatherings.forget(work, gathering_id)


def _format(work: Work, gathering: Gathering) -> Format:
    """What its circle goes by. Raises `NoGathering`: that is not there any more."""
    try:
        assert gathering.choices is not None, "one that cannot be read is not open"
        content = content_for(work, gathering.guild_xid, gathering.choices.format_id)
        return gathering.choices.format(content)
    except FormatError:
        raise NoGathering from None


def _is_enough(people: list[Someone], chosen: Format) -> bool:
    return sum(one.waits for one in people) >= chosen.minimum


def _ask_those_on_call(work: Work, gathering: Gathering, people: list[Someone]) -> list[Someone]:
    """Everyone in it, and whoever is on call now, each to be asked once."""
    for there in on_call.on_call_now(work, gathering.guild_xid):
        known = gatherings.one_in(people, there.member_xid)
        if known.asked is Asked.NOT:
            asked = replace(known, asked=Asked.TO_ASK, language=known.language or there.language)
            gatherings.put(work, gathering, asked)
    return gatherings.people_in(work, gathering)


def _open_if_it_can(work: Work, gathering: Gathering, chosen: Format) -> Answer | None:
    """Open the circle, if enough people wait and somebody holds it. Raises `TooManyOpen`."""
    people = gatherings.people_in(work, gathering)
    holder = next((one for one in people if one.holds), None)
    if holder is None or gathering.choices is None or not _is_enough(people, chosen):
        return None
    wanted = Invitation(gathering.guild_xid, gathering.choices, chosen)
    answer = opening.open_now(work, wanted, Person(holder.member_xid, language=holder.language))
    session = answer.session
    for one in people:
        if one.waits and one.member_xid != holder.member_xid:
            # Only facilitators are asked to hold it, so they may be asked again, should whoever holds it be lost.
            joins = Join(may_facilitate=one.asked is not Asked.NOT)
            session = acting.ask(work, session, one.member_xid, joins, language=one.language).session
    # A moment later: then the room is there, and the word can say where.
    queue(work, session.id, [Plan(d.Gathered(seat.number), delay_s=5) for seat in session.state.seated])
    gatherings.end(work, gathering.id, Outcome.OPENED)
    return replace(answer, session=session)


def _ended(work: Work, gathering: Gathering, outcome: Outcome | None) -> Look:
    if outcome is not None:
        gatherings.end(work, gathering.id, outcome)
    return _over(replace(gathering, outcome=outcome or Outcome.OPENED))


def _over(gathering: Gathering) -> Look:
    return Look(gathering, Shown.OPENED if gathering.outcome is Outcome.OPENED else Shown.NOTHING, 0)
