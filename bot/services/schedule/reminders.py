"""What people wish of reminders: whether they want any, and in which hours never.

It is remembered across circles, so it has to be kept with the person. Who it is is sealed under a salt that no
session uses, so that it leads to no seat, and what they wish under a key of its own, always at one length; who wishes
nothing special is not in the table at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.calendar.months import Month, month_of, months_before
from bot.ids import MemberXid
from bot.privacy.sealing import SALT_BYTES, SealError, Vault
from bot.store import keeping_queries as kq
from bot.store import schedule_queries as sq
from bot.store.locks import hold_sealed

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
        _, said = _opened(work.vault, sealed, words)
        wanted, _, quiet = said.partition(" ")
        return Reminding(wanted == "yes", _read(quiet))
    except (SealError, ValueError, ZoneInfoNotFoundError):
        # Whoever wished something must not be written to at night because nobody can tell what it was.
        note(WISH)
        return Reminding(wanted=False)


def wish_ends(work: Work, member_xid: MemberXid) -> datetime | None:
    """When what this person wishes is forgotten, unless they say it anew; None: nothing is there, or nobody knows."""
    sealed = sealed_owner(work.vault, member_xid)
    words: bytes | None = work.db.execute(sq.wish_of, {"sealed": sealed}).scalar()
    if words is None:
        return None
    try:
        said_in, _ = _opened(work.vault, sealed, words)
    except (SealError, ValueError):
        return None
    if said_in is None:
        return None
    said = datetime.strptime(said_in, "%Y-%m").replace(tzinfo=UTC)
    # The last month that `old_wishes` keeps is the same one some years later.
    return months_before(said, -12 * work.settings.keeping.wish_years - 1)


def keep_wish(work: Work, member_xid: MemberXid, wish: Reminding) -> None:
    """Keep what this person wishes; nothing when it is nothing special."""
    sealed = sealed_owner(work.vault, member_xid)
    hold_sealed(work.db, sealed)
    work.db.execute(sq.drop_wish, {"sealed": sealed})
    if wish != USUAL:
        said = f"{'yes' if wish.wanted else 'no'} {_written(wish.quiet)}"
        work.db.execute(sq.add_wish, {"member": sealed, "words": _hidden(work, sealed, said)})


def seal_open_wishes(work: Work) -> int:
    """Seal what an earlier version kept in plain words. Returns how many wishes."""
    rows = work.db.execute(sq.open_wishes).all()
    for row in rows:
        work.db.execute(sq.drop_wish, {"sealed": row.member})
        words = _hidden(work, row.member, f"{'yes' if row.wanted else 'no'} {row.quiet}")
        work.db.execute(sq.add_wish, {"member": row.member, "words": words})
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


@dataclass(frozen=True, slots=True)
class OldWish:
    """A wish to be forgotten; or one of an earlier version, which did not keep when it was said."""

    sealed: bytes
    words: bytes
    undated: str | None
    """What it says, to be kept from now on; None: it is to be forgotten."""


def old_wishes(work: Work) -> list[OldWish]:
    """The wishes that have been kept for long enough, and those of which nobody knows since when. What cannot be
    opened is passed over."""
    before = month_of(months_before(work.now, 12 * work.settings.keeping.wish_years))
    found = []
    for sealed, words in work.db.execute(kq.wishes).all():
        try:
            said_in, said = _opened(work.vault, sealed, words)
        except (SealError, ValueError):
            continue
        if said_in is None or said_in < before:
            found.append(OldWish(sealed, words, said if said_in is None else None))
    return found


def forget_old_wishes(work: Work, wishes: Sequence[OldWish]) -> None:
    """Forget what `old_wishes` found, but for what was said anew meanwhile."""
    for old in wishes:
        about = {"sealed": old.sealed}
        if work.db.execute(sq.wish_of, about).scalar() != old.words:
            continue
        if old.undated is None:
            work.db.execute(sq.drop_wish, about)
        else:
            work.db.execute(kq.rewrite_wish, {**about, "new_words": _hidden(work, old.sealed, old.undated)})


def _hidden(work: Work, sealed: bytes, said: str) -> bytes:
    """What was said, and in which month: only so that it can be forgotten when that is long ago."""
    return work.vault.hide(sealed, f"{month_of(work.now)} {said}".encode().ljust(_LENGTH))


def _opened(vault: Vault, sealed: bytes, words: bytes) -> tuple[Month | None, str]:
    """In which month something was said, if that was kept, and what. Raises `SealError` and `ValueError`."""
    text = vault.show(sealed, words).decode().rstrip()
    month, _, said = text.partition(" ")
    return (Month(month), said) if month[:1].isdigit() else (None, text)


def _written(quiet: QuietHours | None) -> str:
    return "" if quiet is None else f"{quiet.begins:%H:%M} {quiet.ends:%H:%M} {quiet.zone}"


def _read(text: str) -> QuietHours | None:
    if not text:
        return None
    begins, ends, zone = text.split(" ")
    ZoneInfo(zone)  # zone data may have lost it since
    return QuietHours(time.fromisoformat(begins), time.fromisoformat(ends), zone)
