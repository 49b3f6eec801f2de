"""Every form in which a file or a table may hold an id, so that one can be looked for."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096)
def encodings(xid: int) -> Mapping[str, bytes]:
    """Every form of an id, by what it is called: digits, hexadecimal, a 64 bit number either way round (SQLite keeps a
    column so, or in 48 bits), the variable-length number that SQLite makes of a row's key, and base64 of these."""
    hexadecimal = f"{xid:x}"
    big, little = xid.to_bytes(8, "big"), xid.to_bytes(8, "little")
    plain = {
        "digits": str(xid).encode(),
        "hexadecimal": hexadecimal.encode(),
        "HEXADECIMAL": hexadecimal.upper().encode(),
        "8 bytes, high ones first": big,
        "8 bytes, low ones first": little,
        "a variable-length number": _varint(xid),
    }
    if xid < 1 << 47:
        plain["6 bytes"] = xid.to_bytes(6, "big")
    wide = {f"digits in {name}": str(xid).encode(name) for name in ("utf-16-le", "utf-16-be")}
    packed = {
        f"base64 of {name}, {start}": form
        for name, whole in plain.items()
        for start, form in enumerate(_in_base64(whole))
    }
    return {**plain, "hexadecimal of low bytes first": little.hex().encode(), **wide, **packed}


def _in_base64(whole: bytes) -> list[bytes]:
    """What is sure to be in base64 of anything that these bytes are in: three letters say four, so they may begin at
    three places, and the letters at the edges depend on what is beside them."""
    found = []
    for start in range(3):
        padded = bytes(start) + whole
        first, last = -(-start * 8 // 6), len(padded) * 8 // 6
        for encoded in {b64encode(padded), urlsafe_b64encode(padded)}:
            found.append(encoded[first:last])
    return found


def _varint(number: int) -> bytes:
    """A number as SQLite writes a row's key: seven bits a byte, the highest first; above 56 bits the last has eight."""
    if number >> 56:
        groups = [number & 0xFF]
        number >>= 8
        groups += [(number >> 7 * place & 0x7F) | 0x80 for place in range(8)]
    else:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append((number & 0x7F) | 0x80)
    return bytes(reversed(groups))


def tells(value: Any, xids: Collection[int]) -> bool:
    """Whether a value of a table has one of these ids in it: as a number, or in any form in words or bytes."""
    if value is None:
        return False
    if isinstance(value, int):
        return value in xids
    data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
    return any(form in data for xid in xids for form in encodings(xid).values())
