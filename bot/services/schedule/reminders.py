"""What people wish of reminders: whether they want any, and in which hours never.

It is remembered across circles, so it has to be kept with the person. Who it is is sealed under a salt that no
session uses, so that it leads to no seat, and what they wish under a key of its own, always at one length; who wishes
nothing special is not in the table at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.ids import MemberXid
from bot.privacy.sealing import SALT_BYTES, SealError, Vault
from bot.store import schedule_queries as sq

from ..unit_of_work import Work
from ..unreadable import WISH, note

_LENGTH = 128
"""More bytes than any wish takes."""
_SALT = b"story-circle reminders".ljust(SALT_BYTES, b"\0")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which somebody is not to be written to, by their own clock."""

    begins: time
    ends: time
    zone: str

    def until(self, now: datetime) -> datetime | None:
        """When these hours are over, if it is in them now."""
        here = now.astimezone(ZoneInfo(self.zone))
        for day in (here.date() - timedelta(days=1), here.date()):
            begins = datetime.combine(day, self.begins, here.tzinfo)
            ends_day = day if self.ends > self.begins else day + timedelta(days=1)
            ends = datetime.combine(ends_day, self.ends, here.tzinfo)
            if begins.timestamp() <= now.timestamp() < ends.timestamp():
                return ends.astimezone(now.tzinfo)
        return None


@dataclass(frozen=True, slots=True)
class Reminding:
    """One person's wishes."""

    wanted: bool = True
    quiet: QuietHours | None = None


USUAL = Reminding()


def wishes_of(work: Work, member_xid: MemberXid) -> Reminding:
    """What this person wishes."""
    sealed = sealed_owner(work.vault, member_xid)
    words: bytes | None = work.db.execute(sq.wish_of, {"sealed": sealed}).scalar()
    if words is None:
        return USUAL
    try:
        wanted, _, quiet = work.vault.show(sealed, words).decode().rstrip().partition(" ")
        return Reminding(wanted == "yes", _read(quiet))
    except (SealError, ValueError, ZoneInfoNotFoundError):
        # Whoever wished something must not be written to at night because nobody can tell what it was.
        note(WISH)
        return Reminding(wanted=False)


def keep_wish(work: Work, member_xid: MemberXid, wish: Reminding) -> None:
    """Keep what this person wishes; nothing when it is nothing special."""
    sealed = sealed_owner(work.vault, member_xid)
    work.db.execute(sq.drop_wish, {"sealed": sealed})
    if wish != USUAL:
        work.db.execute(sq.add_wish, _row(work.vault, sealed, wish.wanted, _written(wish.quiet)))


def seal_open_wishes(work: Work) -> int:
    """Seal what an earlier version kept in plain words. Returns how many wishes."""
    rows = work.db.execute(sq.open_wishes).all()
    for row in rows:
        work.db.execute(sq.drop_wish, {"sealed": row.member})
        work.db.execute(sq.add_wish, _row(work.vault, row.member, row.wanted, row.quiet))
    if rows:
        work.db.execute(sq.drop_open_wishes)
    return len(rows)


def sealed_owner(vault: Vault, member_xid: MemberXid) -> bytes:
    """How somebody is known among the wishes."""
    return vault.seal(_SALT, member_xid)


def owner_of(vault: Vault, sealed: bytes) -> MemberXid:
    """Whose wish it is. Raises `SealError`."""
    return vault.open(_SALT, sealed)


def opens_wish(vault: Vault, sealed: bytes) -> bool:
    """Whether this key says whose wish it is."""
    try:
        owner_of(vault, sealed)
    except SealError:
        return False
    return True


def _row(vault: Vault, sealed: bytes, wanted: bool, quiet: str) -> dict[str, bytes]:
    words = f"{'yes' if wanted else 'no'} {quiet}".encode().ljust(_LENGTH)
    return {"member": sealed, "words": vault.hide(sealed, words)}


def _written(quiet: QuietHours | None) -> str:
    return "" if quiet is None else f"{quiet.begins:%H:%M} {quiet.ends:%H:%M} {quiet.zone}"


def _read(text: str) -> QuietHours | None:
    if not text:
        return None
    begins, ends, zone = text.split(" ")
    ZoneInfo(zone)  # zone data may have lost it since
    return QuietHours(time.fromisoformat(begins), time.fromisoformat(ends), zone)
