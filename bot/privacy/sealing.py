"""Member ids, and what happens in a session, are sealed before they reach the database.

AES-SIV (RFC 5297) is deterministic, so a sealed id can still be looked up within its session; across sessions
the same person seals differently. What is kept under a nonce as well never looks the same twice. Both ciphers come
from the key file and from the session's own key (`keyring`), which is destroyed when it ends, and they with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from concurrent.futures import Future

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.ids import MemberXid

from .keyring import Keyring

SALT_BYTES = 32
NONCE_BYTES = 16
_SEATS, _QUIET = b"story-circle seat", b"story-circle quiet"
KEY_BYTES = 64
_MOST_CIPHERS = 4096


class SealError(Exception):
    """The key file cannot be used. The text says why."""


class Vault:
    """Seals and opens member ids. The master key lives outside the database, and so do the keys of sessions.

    What is sealed is always sealed under two: the master key, and a salt. The salt of a session is its key.
    """

    def __init__(self, master: bytes, keys: Keyring | None = None) -> None:
        """`keys` None: there are none, and those that are made last no longer than this."""
        self._master = master
        self.keys = keys or Keyring()
        self._ciphers: dict[tuple[bytes, bytes], AESSIV] = {}

    @staticmethod
    def new_salt() -> bytes:
        """What makes the seals of one schedule different from every other's."""
        return secrets.token_bytes(SALT_BYTES)

    def destroy(self, names: Collection[str]) -> Future[bool]:
        """Destroy these keys, and forget what was derived from them, as `Keyring.destroy` does."""
        for value in map(self.keys.now().get, names):
            if value is not None:
                for purpose in (_SEATS, _QUIET):
                    self._ciphers.pop((value, purpose), None)
        return self.keys.destroy(names)

    def seal(self, salt: bytes, member_xid: MemberXid) -> bytes:
        """The sealed id of a member, always the same within one session."""
        return self._cipher(salt, _SEATS).encrypt(member_xid.to_bytes(8), None)

    def open(self, salt: bytes, sealed: bytes) -> MemberXid:
        """The Discord id of a member.

        Raises:
            SealError: it was sealed under another key file.
        """
        try:
            return MemberXid(int.from_bytes(self._cipher(salt, _SEATS).decrypt(sealed, None)))
        except InvalidTag:
            raise SealError(
                "A seat was sealed under another key file. Restore the one that was used."
            ) from None

    def hide(self, salt: bytes, words: bytes) -> bytes:
        """Seal words so that the same ones never look the same twice. How long they are still shows."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher(salt, _QUIET).encrypt(words, [nonce])

    def hides(self, salt: bytes, hidden: bytes, words: bytes) -> bool:
        """Whether just these words are hidden there. What else may be there is not opened."""
        nonce = hidden[:NONCE_BYTES]
        return secrets.compare_digest(hidden, nonce + self._cipher(salt, _QUIET).encrypt(words, [nonce]))

    def show(self, salt: bytes, hidden: bytes) -> bytes:
        """The words that were hidden.

        Raises:
            SealError: they were sealed under another key file, or another salt.
        """
        nonce, sealed = hidden[:NONCE_BYTES], hidden[NONCE_BYTES:]
        try:
            return self._cipher(salt, _QUIET).decrypt(sealed, [nonce])
        except (InvalidTag, ValueError):
            raise SealError(
                "Something was sealed under another key file. Restore the one that was used."
            ) from None

    def secret(self, purpose: bytes, length: int = 32) -> bytes:
        """A key for one purpose only, always the same, from which the master key cannot be told."""
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(self._master)

    def _cipher(self, salt: bytes, purpose: bytes) -> AESSIV:
        cipher = self._ciphers.get((salt, purpose))
        if cipher is None:
            if len(self._ciphers) >= _MOST_CIPHERS:
                self._ciphers.clear()
            kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose)
            cipher = self._ciphers[salt, purpose] = AESSIV(kdf.derive(self._master))
        return cipher
