"""Who may withdraw a spark of hope, without anybody being written down: tokens, the keys of their rows, seals.

A person keeps a random token. While the circle lasts its row lies under the token's SHA-256; once it is on its
way to the hope channel it lies under a key made from that with the master secret, which is outside the database.
So neither the database, nor an older copy of it, nor its write-ahead log says which row of a session became
which posted line. What is written is sealed until it is posted, always at one length. No person is here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from .sealing import SealError, Vault

_SEALED_BYTES = 2048
"""More than any title and spark need: their length tells nothing either."""
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Spark:
    """A title and a spark of hope, as they are shown. Either may be empty, never both."""

    title: str = ""
    words: str = ""


def new_token() -> str:
    """What one person keeps: 128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


def waiting_key(token: str) -> bytes:
    """The key of the row while the circle lasts."""
    return hashlib.sha256(token.encode()).digest()


def posted_key(vault: Vault, waiting: bytes) -> bytes:
    """The key of the row from the circle's end on."""
    return hmac.digest(vault.secret(b"story-circle spark key"), waiting, "sha256")


def mark(key: bytes) -> str:
    """A row's key as it is written into the button below its posted line."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def key_of_mark(text: str) -> bytes:
    """The row's key from the button."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def nonce(key: bytes) -> str:
    """What makes Discord recognise a line that is sent again after a crash. It says nothing of the key."""
    return mark(hashlib.sha256(b"nonce" + key).digest())[:24]


def code(vault: Vault, key: bytes) -> str:
    """The short code that withdraws a posted line by hand, in two groups: 49 bits that are nowhere stored."""
    number = int.from_bytes(hmac.digest(vault.secret(b"story-circle spark code"), key, "sha256"))
    letters = []
    for _ in range(_CODE_LENGTH):
        number, index = divmod(number, len(_CODE_ALPHABET))
        letters.append(_CODE_ALPHABET[index])
    return "".join(letters[:5]) + "-" + "".join(letters[5:])


def is_code(vault: Vault, key: bytes, typed: str) -> bool:
    """Whether somebody typed the code of this row, however they spaced it."""
    letters = "".join(char for char in typed.upper() if char.isascii() and char.isalnum())
    return hmac.compare_digest(letters, code(vault, key).replace("-", ""))


def seal(vault: Vault, key: bytes, spark: Spark) -> bytes:
    """A spark that nobody reads who has only the database."""
    text = json.dumps([spark.title, spark.words], ensure_ascii=False).encode()
    return _cipher(vault).encrypt(text.ljust(_SEALED_BYTES), [key])


def unseal(vault: Vault, key: bytes, sealed: bytes) -> Spark:
    """The spark that was sealed.

    Raises:
        SealError: it was sealed under another key file, or it is no spark.
    """
    try:
        title, words = json.loads(_cipher(vault).decrypt(sealed, [key]))
        return Spark(str(title), str(words))
    except (InvalidTag, ValueError, TypeError):
        raise SealError("A spark was sealed under another key file. Restore the one that was used.") from None


def _cipher(vault: Vault) -> AESSIV:
    return AESSIV(vault.secret(b"story-circle spark words", 64))
