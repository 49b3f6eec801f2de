"""Sealing: equal within a session, different across sessions, useless without the key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.privacy.sealing import SealError, Vault

MEMBER = 123456789012345678


def test_a_member_seals_alike_within_a_session_and_differently_across() -> None:
    vault = Vault(bytes(64))
    one, other = vault.new_salt(), vault.new_salt()
    assert vault.seal(one, MEMBER) == vault.seal(one, MEMBER)
    assert vault.seal(one, MEMBER) != vault.seal(other, MEMBER)
    assert vault.seal(one, MEMBER) != vault.seal(one, MEMBER + 1)
    assert vault.open(one, vault.seal(one, MEMBER)) == MEMBER
    assert MEMBER.to_bytes(8) not in vault.seal(one, MEMBER)


def test_another_key_file_opens_nothing() -> None:
    salt = Vault.new_salt()
    with pytest.raises(SealError, match="another key file"):
        Vault(bytes(64)).open(salt, Vault(bytes(63) + b"1").seal(salt, MEMBER))


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "seal.key"
    sealed = Vault.from_file(path).seal(bytes(32), MEMBER)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert Vault.from_file(path).seal(bytes(32), MEMBER) == sealed


def test_a_file_that_is_no_key_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    path.write_bytes(b"short")
    with pytest.raises(SealError, match="not a key file"):
        Vault.from_file(path)
    assert path.read_bytes() == b"short"
