"""Slips for proof of attendance: what one says, its signature, and reading it again.

A slip names a group, a beginning and a length, and nobody: all who had a seat at the end can have the very same one.
Its signature is Ed25519 (RFC 8032), which makes the same bytes each time, by a key that is made anew from the key file
whenever it is needed. So nothing of slips is kept anywhere. `data/slips/check.html` reads the same codes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.ids import GuildXid

from .sealing import Vault

MOST_GROUP = 60
"""The longest name of a group, in characters. In UTF-8 that is 240 bytes at the most, and one byte says how many."""
MARK_BYTES = 5
_PUBLIC_BYTES, _SIGNATURE_BYTES = 32, 64
_HEAD = struct.Struct(">5sIhHB")
"""The mark of the key, minutes since 1970, minutes ahead of UTC, length in minutes, bytes of the name."""
_SIGNED_FOR = b"story-circle slip 1\n"
"""Before what is signed, so that a signature is never taken for one of anything else."""
_SLIP, _KEY = "SC1", "SCK1"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Of base32 (RFC 4648): none of them is another in lower case, or looks like a digit."""
_CAPITALS = {ord(letter.lower()): letter for letter in _LETTERS if letter.isalpha()}
_GROUP, _GROUPS_IN_LINE = 5, 6
_MOST_MINUTES = (1 << 16) - 1
_BEGINS = re.compile(r"(?<![A-Z0-9])SC1(?![0189])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip.

    Args:
        group: what the admins call their group on slips; at most `MOST_GROUP` characters, in one line.
        began: when the circle began; a whole minute, in UTC.
        ahead_minutes: by how many minutes the group's clocks were ahead of UTC then.
        minutes: how long it lasted until its closing, or until it was ended before that.
    """

    group: str
    began: datetime
    ahead_minutes: int
    minutes: int

    @property
    def local(self) -> datetime:
        """When it began by the group's clocks, without a zone."""
        return self.began.replace(tzinfo=None) + timedelta(minutes=self.ahead_minutes)

    @property
    def zone(self) -> str:
        """By how much those clocks were ahead of UTC, such as `UTC+01:00`."""
        hours, minutes = divmod(abs(self.ahead_minutes), 60)
        return f"UTC{'-' if self.ahead_minutes < 0 else '+'}{hours:02}:{minutes:02}"


@dataclass(frozen=True, slots=True)
class SignedSlip:
    """A slip and its code, which says the same and is signed."""

    slip: Slip
    code: str
    key_mark: str
    """By which key: the beginning of its fingerprint, for people to compare."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key with which anybody can check a server's slips. It makes none."""

    raw: bytes

    @property
    def mark(self) -> str:
        """What tells it from others, for people: 40 bits of its fingerprint, such as `ABCD-EFGH`."""
        return _mark_words(_mark(self.raw))

    @property
    def words(self) -> str:
        """It as it is written down: `SCK1-` and groups of five letters."""
        return _written(_KEY, self.raw)


class WhyNot(Enum):
    """Why a text is no genuine slip."""

    NO_CODE = "no code"
    STRANGE = "strange"
    """There is a digit in the code that no code has."""
    CUT_SHORT = "cut short"
    TOO_LONG = "too long"
    OTHER_KEY = "other key"
    CHANGED = "changed"
    SEVERAL = "several"


class NotGenuine(Exception):
    """A text is no genuine slip. `key_mark` is the key that it names, if it names one."""

    def __init__(self, why: WhyNot, key_mark: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.key_mark = key_mark


class NoPublicKey(Exception):
    """A text is no public key."""


# Making one


def slip_of(group: str, began: datetime, ended: datetime, ahead: timedelta | None) -> Slip:
    """A slip for a circle.

    Args:
        group: the name of the group, as `Slip` has it.
        began: when the circle began.
        ended: when its closing began, or it was ended.
        ahead: by how much the group's clocks were ahead of UTC then; None: they show UTC.
    """
    minutes = min(max(0, round((ended - began).total_seconds() / 60)), _MOST_MINUTES)
    whole = began.astimezone(UTC).replace(second=0, microsecond=0)
    return Slip(group[:MOST_GROUP], whole, round((ahead or timedelta()).total_seconds() / 60), minutes)


def signed(vault: Vault, guild_xid: GuildXid, slip: Slip) -> SignedSlip:
    """The slip with the signature of a server: the same bytes whenever it is made."""
    key = _private(vault, guild_xid)
    public = _public(key)
    name = slip.group.encode()
    began = int(slip.began.timestamp()) // 60
    said = _HEAD.pack(_mark(public.raw), began, slip.ahead_minutes, slip.minutes, len(name)) + name
    return SignedSlip(slip, _written(_SLIP, said + key.sign(_SIGNED_FOR + said)), public.mark)


def public_key(vault: Vault, guild_xid: GuildXid) -> PublicKey:
    """The key with which anybody can check a server's slips."""
    return _public(_private(vault, guild_xid))


def _private(vault: Vault, guild_xid: GuildXid) -> Ed25519PrivateKey:
    secret = vault.secret(b"story-circle slips of %d" % guild_xid)
    return Ed25519PrivateKey.from_private_bytes(secret)


def _public(key: Ed25519PrivateKey) -> PublicKey:
    return PublicKey(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def _mark(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:MARK_BYTES]


def _mark_words(mark: bytes) -> str:
    letters = _base32(mark)
    return f"{letters[:4]}-{letters[4:]}"


def read_key(text: str) -> PublicKey:
    """A public key from its words, however it is spaced. Raises `NoPublicKey`."""
    letters = "".join(char for char in text.translate(_CAPITALS) if not _is_between(char))
    if not letters.startswith(_KEY):
        raise NoPublicKey
    public = _bytes_of(letters.removeprefix(_KEY))
    if public is None or len(public) != _PUBLIC_BYTES:
        raise NoPublicKey
    return PublicKey(public)


# Reading one


def check(text: str, keys: Iterable[PublicKey]) -> tuple[Slip, PublicKey]:
    """What a slip says, and which of these keys signed it.

    The code may stand anywhere in the text, in small letters, and with other spaces and lines. What stands around it
    is not looked at.

    Args:
        text: the code, or a whole slip.
        keys: the public keys it may be signed with.

    Raises:
        NotGenuine: it is none, and why.
    """
    codes, problem = [], NotGenuine(WhyNot.NO_CODE)
    capitals = text.translate(_CAPITALS)
    for found in _BEGINS.finditer(capitals):
        try:
            codes.append(_code_at(capitals, found.end()))
        except NotGenuine as one:
            problem = one
    if not codes:
        raise problem
    if len(set(codes)) > 1:
        raise NotGenuine(WhyNot.SEVERAL)
    return _checked(codes[0], keys)


def _checked(code: bytes, keys: Iterable[PublicKey]) -> tuple[Slip, PublicKey]:
    said, signature = code[:-_SIGNATURE_BYTES], code[-_SIGNATURE_BYTES:]
    mark, began, ahead, minutes, _ = _HEAD.unpack_from(said)
    fitting = [key for key in keys if _mark(key.raw) == mark]
    if not fitting:
        raise NotGenuine(WhyNot.OTHER_KEY, _mark_words(mark))
    for key in fitting:
        try:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, _SIGNED_FOR + said)
            at = datetime.fromtimestamp(60 * began, UTC)
            return Slip(said[_HEAD.size :].decode(), at, ahead, minutes), key
        except (InvalidSignature, ValueError):
            continue
    raise NotGenuine(WhyNot.CHANGED, _mark_words(mark))


def _code_at(text: str, start: int) -> bytes:
    """The bytes of the code whose letters begin there; the first ones say how many there are."""
    letters: list[str] = []
    needed: int | None = None
    gap = False
    for char in text[start:]:
        if _is_between(char):
            gap = gap or char.isspace()
            continue
        if needed is not None and len(letters) >= needed:
            if not gap and char.isalnum():
                raise NotGenuine(WhyNot.TOO_LONG)
            break
        if char not in _LETTERS:
            raise NotGenuine(WhyNot.STRANGE if char.isascii() and char.isdigit() else WhyNot.CUT_SHORT)
        letters.append(char)
        gap = False
        if needed is None and len(letters) == _letters_for(_HEAD.size):
            needed = _letters_for(_HEAD.size + _decoded(letters)[_HEAD.size - 1] + _SIGNATURE_BYTES)
    if needed is None or len(letters) < needed:
        raise NotGenuine(WhyNot.CUT_SHORT)
    code = _bytes_of("".join(letters))
    if code is None:
        raise NotGenuine(WhyNot.CHANGED)
    return code


# Letters


def _written(prefix: str, raw: bytes) -> str:
    """Bytes as groups of five letters, six in a line, with what they are before them."""
    letters = _base32(raw)
    groups = [prefix, *(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))]
    return "\n".join("-".join(line) for line in _lines(groups))


def _lines(groups: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(groups), _GROUPS_IN_LINE):
        yield groups[at : at + _GROUPS_IN_LINE]


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _letters_for(size: int) -> int:
    """How many letters that many bytes take."""
    return -(-8 * size // 5)


def _decoded(letters: Iterable[str]) -> bytes:
    text = "".join(letters)
    return base64.b32decode(text + "=" * (-len(text) % 8))


def _bytes_of(letters: str) -> bytes | None:
    """The bytes that these letters stand for; None if they are not what those bytes are written as."""
    try:
        raw = _decoded(letters)
    except ValueError:
        return None
    return raw if _base32(raw) == letters else None


def _is_between(char: str) -> bool:
    """Whether a character only parts letters from others: spaces, dashes, what hides, and marks of quotations."""
    return char.isspace() or char in ">`" or unicodedata.category(char) in ("Pd", "Cf")
