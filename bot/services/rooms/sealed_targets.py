"""Whose mark it is, sealed so that no two marks look alike: not of one person in two circles, nor on two evenings.

So the marks of one person cannot be joined without the key. With it, theirs are found without opening anybody else's.
"""

from __future__ import annotations

from bot.ids import GuildXid, MemberXid
from bot.privacy.sealing import SALT_BYTES, SealError, Vault
from bot.store import mark_queries as mq

from ..unit_of_work import Work

ALIKE_BYTES = 24
"""So long is a seal of an earlier version, which was always the same for one person in a server."""


def seal_target(vault: Vault, guild_xid: GuildXid, member_xid: MemberXid) -> bytes:
    """The person, or in the same form the role, of a new mark."""
    return vault.hide(_salt(guild_xid), member_xid.to_bytes(8))


def is_target(vault: Vault, guild_xid: GuildXid, sealed: bytes, member_xid: MemberXid) -> bool:
    """Whether a mark is of that person or role."""
    if len(sealed) == ALIKE_BYTES:
        return vault.seal(_salt(guild_xid), member_xid) == sealed
    return vault.hides(_salt(guild_xid), sealed, member_xid.to_bytes(8))


def target_of(vault: Vault, guild_xid: GuildXid, sealed: bytes) -> MemberXid:
    """Whose mark it is: a person's, or in the same form a role's. Raises `SealError`."""
    if len(sealed) == ALIKE_BYTES:
        return vault.open(_salt(guild_xid), sealed)
    return MemberXid(int.from_bytes(vault.show(_salt(guild_xid), sealed)))


def opens(vault: Vault, guild_xid: GuildXid, sealed: bytes) -> bool:
    """Whether this key says whose mark it is."""
    try:
        target_of(vault, guild_xid, sealed)
    except SealError:
        return False
    return True


def seal_anew(work: Work) -> int:
    """Seal the marks of an earlier version so that they do not look alike. Returns how many there were."""
    count = 0
    for row in work.db.execute(mq.everything).all():
        if len(row.target) == ALIKE_BYTES and opens(work.vault, row.guild_xid, row.target):
            member_xid = target_of(work.vault, row.guild_xid, row.target)
            about = {"of_guild": row.guild_xid, "of_place": row.place_xid, "of_kind": row.kind}
            new = {"new_target": seal_target(work.vault, row.guild_xid, member_xid)}
            work.db.execute(mq.seal_anew, {**about, "of_target": row.target, "of_name": row.name, **new})
            count += 1
    return count


def _salt(guild_xid: GuildXid) -> bytes:
    return (b"story-circle mark " + guild_xid.to_bytes(8)).ljust(SALT_BYTES, b"\0")
