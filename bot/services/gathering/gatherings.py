"""Gatherings: who would like a circle now waits where nobody sees them, until enough do and somebody can hold it.

A gathering is no session: it has no room, no order and no turns. When it comes to be, it opens one with everyone in a
seat. Who waits is sealed with a key of the gathering, which is destroyed with its end, whatever that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import Row as Found

from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid
from bot.privacy.keyring import of_gathering
from bot.privacy.sealing import SealError
from bot.store import gathering_queries as gq
from bot.store import queries as q
from bot.store.locks import hold_server

from ..circle.choices import CircleChoices
from ..not_possible import NotPossible
from ..unit_of_work import Work

MOST_OPEN = 3
"""How many may be open in one server at once: each of them draws people from the others."""


class Outcome(StrEnum):
    """What became of a gathering."""

    OPEN = gq.OPEN
    """Nothing yet."""
    OPENED = "opened"
    NOTHING = "nothing"
    """It did not come to be."""


class Asked(StrEnum):
    """Whether somebody is asked to hold the circle of a gathering. Nobody is asked twice."""

    NOT = ""
    TO_ASK = "to_ask"
    """They are asked as soon as enough people wait."""
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Gathering:
    """A gathering, and nobody who is in it."""

    id: int
    guild_xid: GuildXid
    channel_xid: ChannelXid
    choices: CircleChoices | None
    """What its circle is like; None when it cannot be read."""
    ends_at: datetime
    outcome: Outcome
    message_xid: MessageXid | None
    """Its card; None until that is posted."""
    nonce: str
    shown: str
    """What its card says by now."""
    attempts: int
    key: bytes | None
    """What those in it are sealed with; None when it is over, or the key was lost."""
    slot: int
    """Which part of all servers it belongs to."""

    @property
    def is_open(self) -> bool:
        """Whether one can wait in it."""
        return self.outcome is Outcome.OPEN and self.key is not None and self.choices is not None


@dataclass(frozen=True, slots=True)
class Someone:
    """One person in a gathering."""

    member_xid: MemberXid
    waits: bool = False
    holds: bool = False
    asked: Asked = Asked.NOT
    language: str | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has to be kept of them."""
        return not (self.waits or self.holds or self.asked is not Asked.NOT)


class NoGathering(NotPossible):
    """The gathering is over."""


class TooManyGatherings(NotPossible):
    """As many are open in the server as may be."""


_CHOICES: TypeAdapter[CircleChoices] = TypeAdapter(CircleChoices)


def start(
    work: Work, guild_xid: GuildXid, wanted: CircleChoices, seconds: float, starter: Someone, nonce: str
) -> tuple[Gathering, bool]:
    """Begin a gathering in the channel of these choices, or find the one that is open there.

    Args:
        work: the transaction.
        guild_xid: the server.
        wanted: what its circle is like.
        seconds: how long it waits for people.
        starter: whoever begins it. They are kept only if they are to be asked to hold it.
        nonce: keeps its card from being posted twice.

    Returns:
        The gathering, and whether it is new.

    Raises:
        TooManyGatherings: as many are open as may be.
    """
    hold_server(work.db, guild_xid)
    found = open_in(work, guild_xid)
    for known in found:
        if known.channel_xid == wanted.parent_xid:
            return known, False
    if len(found) >= MOST_OPEN:
        raise TooManyGatherings
    values = {
        "guild_xid": guild_xid,
        "channel_xid": wanted.parent_xid,
        "choices": _CHOICES.dump_json(wanted).decode(),
        "ends_at": work.now + timedelta(seconds=seconds),
        "outcome": Outcome.OPEN.value,
        "look_at": work.now,
        "attempts": 0,
        "nonce": nonce,
        "message_xid": None,
        "shown": "",
        "slot": work.settings.cluster.slot_of(guild_xid),
    }
    number = q.added(work.db.execute(gq.add, values))
    work.new_key(of_gathering(number))
    work.news.gatherings = True
    made = load(work, number)
    if not starter.is_nothing:
        put(work, made, starter)
    return made, True


def open_in(work: Work, guild_xid: GuildXid) -> list[Gathering]:
    """The gatherings of a server in which one can wait."""
    rows = work.db.execute(gq.open_in_guild, {"of_guild": guild_xid}).all()
    found = [_gathering(work, row) for row in rows]
    return [known for known in found if known.is_open and known.ends_at > work.now]


def find(work: Work, gathering_id: int) -> Gathering | None:
    """The gathering with that number; None when there is none. Where this writes, others wait for it."""
    statement = gq.to_change if work.changes else gq.by_id
    row = work.db.execute(statement, {"of_gathering": gathering_id}).first()
    return None if row is None else _gathering(work, row)


def load(work: Work, gathering_id: int) -> Gathering:
    """The gathering with that number, in which one can wait.

    Raises:
        NoGathering: it is over, or it was never there.
    """
    found = find(work, gathering_id)
    if found is None or not found.is_open or found.ends_at <= work.now:
        raise NoGathering
    return found


def people_in(work: Work, gathering: Gathering) -> list[Someone]:
    """Everyone who is in it, in an order that says nothing."""
    if gathering.key is None:
        return []
    return [
        Someone(
            work.vault.open(gathering.key, row.member), row.waits, row.holds, Asked(row.asked), row.language
        )
        for row in work.db.execute(gq.people, {"of_gathering": gathering.id}).all()
    ]


def one_in(people: list[Someone], member_xid: MemberXid) -> Someone:
    """What is known of one person in a gathering."""
    return next((one for one in people if one.member_xid == member_xid), Someone(member_xid))


def put(work: Work, gathering: Gathering, someone: Someone) -> None:
    """Keep what is so of one person from now on; nothing, when there is nothing to keep."""
    assert gathering.key is not None, "whoever changes a gathering has loaded an open one"
    sealed = work.vault.seal(gathering.key, someone.member_xid)
    about = {"of_gathering": gathering.id, "sealed": sealed}
    work.news.gatherings = True
    work.db.execute(gq.look_at, {"of_gathering": gathering.id, "new_look_at": work.now})
    if someone.is_nothing:
        work.db.execute(gq.drop_person, about)
        return
    flags = {
        "waits": someone.waits,
        "holds": someone.holds,
        "asked": someone.asked.value,
        "language": someone.language,
    }
    new = {f"new_{name}": value for name, value in flags.items()}
    if work.db.execute(gq.change_person, {**about, **new}).rowcount == 0:
        work.db.execute(gq.add_person, {"gathering_id": gathering.id, "member": sealed, **flags})


def end(work: Work, gathering_id: int, outcome: Outcome) -> None:
    """It is over: nobody is known to have been in it any more. Its card is still to say so."""
    work.db.execute(gq.drop_people, {"of_gathering": gathering_id})
    values = {"of_gathering": gathering_id, "new_outcome": outcome.value, "now": work.now}
    work.db.execute(gq.end, values)
    work.drop_key(of_gathering(gathering_id))
    work.news.gatherings = True


def forget(work: Work, gathering_id: int) -> None:
    """Nothing of it is needed any more."""
    work.db.execute(gq.drop_people, {"of_gathering": gathering_id})
    work.db.execute(gq.drop, {"of_gathering": gathering_id})
    work.drop_key(of_gathering(gathering_id))


def forget_server(work: Work, guild_xid: GuildXid) -> None:
    """Nothing of a server's gatherings is needed any more, nor who is on call there."""
    about = {"of_guild": guild_xid}
    for number in work.db.execute(gq.of_absent, about).scalars().all():
        forget(work, number)
    for statement in gq.drop_of_guild:
        work.db.execute(statement, about)


def with_person(work: Work, member_xid: MemberXid) -> list[tuple[Gathering, Someone]]:
    """The open gatherings in which somebody is, and what is known of them there."""
    found = []
    for number in work.db.execute(gq.every_open).scalars().all():
        gathering = find(work, number)
        if gathering is not None and gathering.is_open:
            known = one_in(people_in(work, gathering), member_xid)
            found += [] if known.is_nothing else [(gathering, known)]
    return found


def _gathering(work: Work, row: Found[tuple[object, ...]]) -> Gathering:
    outcome = Outcome(row.outcome)
    key = work.key_of(of_gathering(row.id)) if outcome is Outcome.OPEN else None
    try:
        choices = _CHOICES.validate_json(row.choices)
    except ValueError:  # of another version
        choices = None
    return Gathering(
        row.id,
        GuildXid(row.guild_xid),
        ChannelXid(row.channel_xid),
        choices,
        row.ends_at,
        outcome,
        None if row.message_xid is None else MessageXid(row.message_xid),
        row.nonce,
        row.shown,
        row.attempts,
        key if key is None or _fits(work, row.id, key) else None,
        row.slot,
    )


def _fits(work: Work, gathering_id: int, key: bytes) -> bool:
    """Whether a key is that of this gathering. After a backup was put back it may be that of a namesake."""
    row = work.db.execute(gq.people, {"of_gathering": gathering_id}).first()
    try:
        return row is None or bool(work.vault.open(key, row.member))
    except SealError:
        return False
