"""Sealing: equal within a session, different across sessions, useless without the key."""

from __future__ import annotations

import pytest

from bot.ids import MemberXid
from bot.privacy.sealing import SealError, Vault

MEMBER = 123456789012345678


def test_a_member_seals_alike_within_a_session_and_differently_across() -> None:
    vault = Vault(bytes(64))
    one, other = vault.new_salt(), vault.new_salt()
    assert vault.seal(one, MemberXid(MEMBER)) == vault.seal(one, MemberXid(MEMBER))
    assert vault.seal(one, MemberXid(MEMBER)) != vault.seal(other, MemberXid(MEMBER))
    assert vault.seal(one, MemberXid(MEMBER)) != vault.seal(one, MemberXid(MEMBER + 1))
    assert vault.open(one, vault.seal(one, MemberXid(MEMBER))) == MEMBER
    assert MEMBER.to_bytes(8) not in vault.seal(one, MemberXid(MEMBER))


def test_another_key_file_opens_nothing() -> None:
    salt = Vault.new_salt()
    with pytest.raises(SealError, match="another key file"):
        Vault(bytes(64)).open(salt, Vault(bytes(63) + b"1").seal(salt, MemberXid(MEMBER)))
