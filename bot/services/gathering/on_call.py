"""Facilitators on call: those who said so themselves, for hours they chose by the clocks of their server.

Each is kept once in a server, sealed with the key file. What they chose is sealed so that it never looks the same twice
and is always equally long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.calendar.months import Month, month_of, months_before
from bot.ids import GuildXid, MemberXid
from bot.privacy.sealing import SealError, Vault
from bot.store import gathering_queries as gq
from bot.store.locks import hold_server

from ..not_possible import NotPossible
from ..schedule.reminders import wishes_of
from ..settings.rules import rules_in
from ..unit_of_work import Work

MOST = 25
"""How many may be on call in one server: all of them are written to in the same minute."""
KEPT_MONTHS = 12
"""For how long somebody is on call who says nothing about it any more."""
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Hours:
    """When a facilitator is on call."""

    days: tuple[int, ...] = EVERY_DAY
    """The weekdays on which these hours begin; 0 is Monday."""
    begins: time = time(0)
    ends: time = time(0)
    """The same as `begins`: all day. Earlier: on the next day."""

    def have(self, local: datetime) -> bool:
        """Whether an instant is within them, as the clocks of the server show it."""
        now, day = local.time().replace(second=0, microsecond=0, tzinfo=None), local.weekday()
        if self.begins < self.ends:
            return day in self.days and self.begins <= now < self.ends
        is_evening = day in self.days and now >= self.begins
        return is_evening or ((day - 1) % 7 in self.days and now < self.ends)


@dataclass(frozen=True, slots=True)
class OnCall:
    """One facilitator on call."""

    member_xid: MemberXid
    hours: Hours
    language: str
    until: datetime
    """When that is forgotten, unless they say it anew."""


class TooManyOnCall(NotPossible):
    """As many are on call in the server as may be."""


def keep(work: Work, guild_xid: GuildXid, member_xid: MemberXid, hours: Hours, language: str) -> None:
    """Somebody is on call from now on, in these hours, and is written to in that language.

    Raises:
        TooManyOnCall: as many are as may be.
    """
    hold_server(work.db, guild_xid)
    sealed = sealed_on_call(work.vault, guild_xid, member_xid)
    about = {"of_guild": guild_xid, "sealed": sealed}
    others = [row for row in work.db.execute(gq.on_call_in, about).all() if row.member != sealed]
    if len(others) >= MOST:
        raise TooManyOnCall
    work.db.execute(gq.drop_on_call, about)
    said = f"{month_of(work.now)} {''.join(map(str, hours.days))} {hours.begins:%H:%M} {hours.ends:%H:%M} {language}"
    words = work.vault.hide(sealed, said.encode().ljust(_LENGTH))
    work.db.execute(gq.add_on_call, {"guild_xid": guild_xid, "member": sealed, "words": words})


def drop(work: Work, guild_xid: GuildXid, member_xid: MemberXid) -> bool:
    """Somebody is on call no more. Returns whether they were."""
    about = {"of_guild": guild_xid, "sealed": sealed_on_call(work.vault, guild_xid, member_xid)}
    return work.db.execute(gq.drop_on_call, about).rowcount > 0


def find(work: Work, guild_xid: GuildXid, member_xid: MemberXid) -> OnCall | None:
    """What somebody said of being on call in a server; None when they are not, or it cannot be read."""
    sealed = sealed_on_call(work.vault, guild_xid, member_xid)
    words = work.db.execute(gq.on_call_of, {"of_guild": guild_xid, "sealed": sealed}).scalar()
    return None if words is None else _read(work, guild_xid, sealed, words)


def on_call_now(work: Work, guild_xid: GuildXid) -> list[OnCall]:
    """Those who are on call in a server at this moment, and not in quiet hours of their own. What cannot be read is
    passed over."""
    local = work.now.astimezone(_zone(rules_in(work, guild_xid).options.zone))
    rows = work.db.execute(gq.on_call_in, {"of_guild": guild_xid}).all()
    known = (_read(work, guild_xid, row.member, row.words) for row in rows)
    there = [one for one in known if one is not None and one.until > work.now and one.hours.have(local)]
    return [one for one in there if not _is_quiet(work, one.member_xid)]


def _is_quiet(work: Work, member_xid: MemberXid) -> bool:
    """Whether it is in the hours in which somebody wishes not to be written to."""
    quiet = wishes_of(work, member_xid).quiet
    return quiet is not None and quiet.until(work.now) is not None


def everywhere(work: Work, member_xid: MemberXid) -> list[tuple[GuildXid, OnCall | None]]:
    """The servers in which somebody is on call, and what they said there; None of what cannot be read."""
    return [
        (GuildXid(row.guild_xid), _read(work, row.guild_xid, row.member, row.words))
        for row in work.db.execute(gq.every_on_call).all()
        if sealed_on_call(work.vault, row.guild_xid, member_xid) == row.member
    ]


def forget_old(work: Work) -> None:
    """Forget those who have said nothing about it for long enough."""
    for row in work.db.execute(gq.every_on_call).all():
        known = _read(work, row.guild_xid, row.member, row.words)
        if known is not None and known.until <= work.now:
            work.db.execute(gq.drop_on_call, {"of_guild": row.guild_xid, "sealed": row.member})


def let_go(work: Work) -> int:
    """Drop those of whom nobody can tell any more who they are, or when they are on call. Returns how many."""
    rows = work.db.execute(gq.every_on_call).all()
    lost = [row for row in rows if _read(work, row.guild_xid, row.member, row.words) is None]
    for row in lost:
        work.db.execute(gq.drop_on_call, {"of_guild": row.guild_xid, "sealed": row.member})
    return len(lost)


def sealed_on_call(vault: Vault, guild_xid: GuildXid, member_xid: MemberXid) -> bytes:
    """How somebody is known among those on call in a server. In each server they look like somebody else."""
    return vault.seal(_salt(guild_xid), member_xid)


def owner_of(vault: Vault, guild_xid: GuildXid, sealed: bytes) -> MemberXid:
    """Who is on call. Raises `SealError`."""
    return vault.open(_salt(guild_xid), sealed)


def _salt(guild_xid: GuildXid) -> bytes:
    return b"story-circle on call" + guild_xid.to_bytes(8)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError):  # zone data may have lost it since
        return ZoneInfo("UTC")


def _read(work: Work, guild_xid: GuildXid, sealed: bytes, words: bytes) -> OnCall | None:
    try:
        member_xid = owner_of(work.vault, guild_xid, sealed)
        said_in, days, begins, ends, language = work.vault.show(sealed, words).decode().split()
        hours = Hours(tuple(map(int, days)), time.fromisoformat(begins), time.fromisoformat(ends))
        until = months_before(_first_day(Month(said_in)), -KEPT_MONTHS - 1)
    except (SealError, ValueError):
        return None
    return OnCall(member_xid, hours, language, until)


def _first_day(month: Month) -> datetime:
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
