"""Greeting somebody who is new, and only if they asked for it: from the wish to the word that it comes to.

A wish is sealed under its own key, and gone a day after it was said or answered. Who posts and tells is
`bot.delivery.greetings`; here is what may happen when.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle.model import Phase, Question
from bot.circle.refusals import Code, Refusal
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.store import greeting_queries as q
from bot.store.locks import hold_server

from .. import fencing
from ..circle.acting import ask
from ..circle.sessions import Session, load, seat_of
from ..due_rows import due_rows
from ..not_possible import NotPossible
from ..settings import servers
from ..unit_of_work import Work
from .greeting_rows import (
    Sealed,
    Stage,
    Wish,
    changed,
    every,
    keep,
    key_of,
    load_wish,
    read,
    unreadable,
    values_of,
    wish_of,
)

LASTS = timedelta(days=1)
"""How long greeters are asked, and how long it is known afterwards who greets whom."""


@dataclass(frozen=True, slots=True)
class Wished:
    """The wish of somebody who is new; or why there is none."""

    wish: Wish | None = None
    refusal: Refusal | None = None


class NoGreeting(NotPossible):
    """There is no such wish any more."""


class GreetsAlready(NotPossible):
    """Another greeter was quicker."""


class OwnGreeting(NotPossible):
    """Nobody greets themselves."""


class AnotherAskedFor(NotPossible):
    """Whoever is new asked for another greeter than this one."""


def may_wish(work: Work, session: Session) -> bool:
    """Whether somebody can be greeted before this session: the server has a place for its greeters."""
    before = session.state.phase in (Phase.PLANNED, Phase.GATHERING)
    is_real = not session.state.practice and not session.state.is_off
    return before and is_real and servers.load(work, session.guild_xid).options.greeters_xid is not None


def wishes(work: Work, guild_xid: GuildXid, member_xid: MemberXid) -> bool:
    """Whether somebody has wished to be greeted here already."""
    return wish_of(work, guild_xid, member_xid) is not None


def wish(work: Work, session_id: SessionId, member_xid: MemberXid, language: str) -> Wished:
    """Somebody would like to be greeted. Wishing twice is wishing once.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    hold_server(work.db, session.guild_xid)
    if (known := wish_of(work, session.guild_xid, member_xid)) is not None:
        return Wished(known)
    if not may_wish(work, session):
        return Wished(refusal=Refusal(Code.MOMENT_PASSED))
    if seat_of(work, session, member_xid) is not None:
        ask(work, session, member_xid, c.AnswerOptional(question=Question.GREETING))
    kept = Sealed(member_xid, language, (work.now + LASTS).timestamp())
    made = Wish(secrets.token_bytes(16), session.guild_xid, Stage.WISHED, kept, 0, None, None)
    slot = work.settings.cluster.slot_of(session.guild_xid)
    work.db.execute(
        q.add, {"key": made.key, "guild_xid": made.guild_xid, "slot": slot, **values_of(work, made)}
    )
    return Wished(made)


def take(work: Work, guild_xid: GuildXid, token: str, greeter_xid: MemberXid, language: str) -> Wish:
    """A greeter of this server will greet. The first who says so does.

    Raises:
        NoGreeting: there is no such wish any more, or it is another server's.
        GreetsAlready: another one was quicker.
        OwnGreeting: it is their own.
        AnotherAskedFor: they were to greet, and another was asked for in their place.
    """
    found = load_wish(work, key_of(token))
    if found is None or found.stage is Stage.OVER or found.kept.member_xid is None:
        raise NoGreeting
    if found.guild_xid != guild_xid:
        raise NoGreeting
    if found.kept.greeter_xid not in (None, greeter_xid):
        raise GreetsAlready
    if found.kept.member_xid == greeter_xid:
        raise OwnGreeting
    if found.kept.greeter_xid == greeter_xid:
        return found
    if found.kept.not_again_xid == greeter_xid:
        raise AnotherAskedFor
    kept = replace(found.kept, greeter_xid=greeter_xid, greeter_language=language, has_withdrawn=False)
    return changed(work, replace(found, stage=Stage.TAKEN, kept=kept, attempts=0))


def pass_on(work: Work, token: str, who_xid: MemberXid) -> Wish:
    """Whoever was to greet cannot, or another is asked for: the other greeters are asked, for as long as they would
    have been.

    Raises:
        NoGreeting: there is no such wish any more, or it is not theirs.
    """
    found = load_wish(work, key_of(token))
    if (
        found is None
        or found.stage is Stage.OVER
        or who_xid not in (found.kept.greeter_xid, found.kept.member_xid)
    ):
        raise NoGreeting
    if found.kept.greeter_xid is None:
        return found
    if who_xid == found.kept.greeter_xid:
        return changed(work, _asked_anew(work, found, has_withdrawn=True))
    return changed(work, _another_asked_for(work, found))


def end(work: Work, token: str, member_xid: MemberXid) -> bool:
    """Whoever is new wants no greeting any more. Returns whether there was one."""
    found = load_wish(work, key_of(token))
    if found is None or found.kept.member_xid != member_xid:
        return False
    # Who it was is known until the greeter is told, a moment later.
    changed(work, replace(found, stage=Stage.OVER, attempts=0))
    return True


def erase(work: Work, member_xid: MemberXid) -> None:
    """Forget somebody in all wishes: their own, and those in which they were to greet."""
    for found in every(work):
        if found.kept.member_xid == member_xid:
            changed(
                work, replace(found, stage=Stage.OVER, kept=replace(found.kept, member_xid=None), attempts=0)
            )
        elif found.kept.greeter_xid == member_xid and found.stage is Stage.OVER:
            changed(work, replace(found, kept=replace(found.kept, greeter_xid=None)))
        elif found.kept.greeter_xid == member_xid:
            changed(work, _asked_anew(work, found, has_withdrawn=True))
        if found.kept.not_again_xid == member_xid and (left := load_wish(work, found.key)) is not None:
            keep(work, replace(left, kept=replace(left.kept, not_again_xid=None)), left.look_at or work.now)


def kept_for(work: Work, member_xid: MemberXid) -> tuple[int, int]:
    """How many wishes somebody has, and in how many they greet, or were to."""
    kept = [found.kept for found in every(work)]
    mine = sum(one.member_xid == member_xid for one in kept)
    return mine, sum(member_xid in (one.greeter_xid, one.not_again_xid) for one in kept)


def people(work: Work) -> Iterator[MemberXid]:
    """Everyone of whom something is kept here."""
    for found in every(work):
        kept = found.kept
        yield from (x for x in (kept.member_xid, kept.greeter_xid, kept.not_again_xid) if x is not None)


def due(work: Work) -> tuple[list[bytes], datetime | None]:
    """The keys of those about which something is to be done now, and when it is about the next one."""
    return due_rows(work, q.due, q.upcoming)


def look(work: Work, key: bytes) -> Wish | None:
    """A wish, about to be served: one attempt more. None when it is gone. One that nobody can read is over.

    Raises:
        NotOurs: another process looks after it.
    """
    row = work.db.execute(q.to_change, {"of_key": key}).mappings().first()
    if row is None:
        return None
    fencing.check(work, row["slot"])
    found = read(work, row) or unreadable(row)
    work.db.execute(q.tried, {"of_key": key})
    return found


def posted(work: Work, served: Wish, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
    """It is posted. If it was ended or taken meanwhile, its card goes with what is done next."""
    found = load_wish(work, served.key)
    if found is None:
        return
    found = replace(found, channel_xid=channel_xid, message_xid=message_xid, attempts=0)
    if found.stage is Stage.WISHED:
        kept = replace(found.kept, has_withdrawn=False)
        keep(work, replace(found, stage=Stage.POSTED, kept=kept), found.ends_at)
    else:
        changed(work, found)


def told(work: Work, served: Wish) -> None:
    """Whoever is new knows who greets them; for a day both may still change their mind."""
    found = load_wish(work, served.key)
    if found is not None and found.stage is Stage.TAKEN and found.kept == served.kept:
        done = replace(found, stage=Stage.TOLD, channel_xid=None, message_xid=None, attempts=0)
        keep(work, done, work.now + LASTS)


def forget(work: Work, served: Wish) -> None:
    """Nothing is to be done about it any more."""
    work.db.execute(q.drop, {"of_key": served.key})


def delay(work: Work, served: Wish, until: datetime) -> None:
    """Discord could not be asked: look at it again then."""
    work.db.execute(q.delay, {"of_key": served.key, "new_look_at": until})


def channel_gone(work: Work, channel_xid: ChannelXid) -> bool:
    """The channel of the greeters is gone, and with it what was posted there. Returns whether there was anything."""
    about = {"of_channel": channel_xid, "now": work.now}
    return work.db.execute(q.channel_gone, about).rowcount > 0


def _asked_anew(work: Work, found: Wish, *, has_withdrawn: bool) -> Wish:
    kept = replace(
        found.kept,
        greeter_xid=None,
        greeter_language="",
        times=found.kept.times + 1,
        has_withdrawn=has_withdrawn,
        ends_at=max(found.kept.ends_at, (work.now + LASTS / 2).timestamp()),
    )
    return replace(found, stage=Stage.WISHED, kept=kept, attempts=0)


def _another_asked_for(work: Work, found: Wish) -> Wish:
    """Whoever was to greet is told, in their own language, and is not the one who greets after all."""
    anew = _asked_anew(work, found, has_withdrawn=False)
    kept = replace(
        anew.kept, not_again_xid=found.kept.greeter_xid, greeter_language=found.kept.greeter_language
    )
    return replace(anew, kept=kept)
