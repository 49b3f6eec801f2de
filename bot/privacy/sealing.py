"""Member ids, and what happens in a session, are sealed before they reach the database.

AES-SIV (RFC 5297) is deterministic, so a sealed id can still be looked up within its session; across sessions
the same person seals differently. What is kept under a nonce as well never looks the same twice. Both keys come
from the session's salt, which is destroyed when it ends, and they with it.
"""

from __future__ import annotations

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.ids import MemberXid

SALT_BYTES = 32
NONCE_BYTES = 16
_SEATS, _QUIET = b"story-circle seat", b"story-circle quiet"
KEY_BYTES = 64


class SealError(Exception):
    """The key file cannot be used. The text says why."""


class Vault:
    """Seals and opens member ids. The master key lives outside the database."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._cipher = lru_cache(maxsize=4096)(self._derive)

    @staticmethod
    def new_salt() -> bytes:
        """What makes one session's key different from every other's."""
        return secrets.token_bytes(SALT_BYTES)

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

    def _derive(self, salt: bytes, purpose: bytes) -> AESSIV:
        kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose)
        return AESSIV(kdf.derive(self._master))
