"""What goes wrong on the way, whatever Discord itself would say: told by a test, met by a request."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Json = dict[str, Any]


@dataclass
class Call:
    """One request that hit the stub."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)
    """What was sent with it, by name."""
    status: int | None = None
    fault: bool = False
    answer: Any = None
    """The body of the answer."""
    code: int | None = None
    """Discord's own error code in the answer, if it was a no."""

    @property
    def is_global(self) -> bool:
        """Whether it counts towards the global limit. Interactions and their webhooks do not."""
        return not self.path.startswith(("/interactions", "/webhooks"))


@dataclass
class Fault:
    """What goes wrong, before the request is looked at or (`done`) after it has done its work.

    With neither `status` nor `cut` the answer is only late.
    """

    status: int | None = None
    body: Json | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["reset", "close"] | None = None
    done: bool = False
    late_s: float = 0
    gate: asyncio.Event | None = None
    """The answer waits until this is set."""
    hits: int = 0


def refused(status: int, code: int = 0, message: str = "no") -> Fault:
    """An answer of Discord's that is no."""
    return Fault(status, {"message": message, "code": code})


def limited(retry_after_s: float, *, everywhere: bool = False) -> Fault:
    """A 429 of Discord's own."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after_s, "global": everywhere}
    return Fault(429, body, {"Via": "1.1 google"})


@dataclass
class Order:
    """Which requests meet a fault."""

    fault: Fault
    method: str
    path: re.Pattern[str]
    within: int | None
    times: int
    met: Counter[str] = field(default_factory=Counter)

    def meets(self, call: Call) -> bool:
        """Whether it is a request of that kind, and its turn to fail. Whether it is `within` is for others to say."""
        if not (re.fullmatch(self.method, call.method) and self.path.fullmatch(call.path)):
            return False
        return self.met[f"{call.method} {call.path}"] < self.times

    def count(self, call: Call) -> Fault:
        """It has failed once more."""
        self.met[f"{call.method} {call.path}"] += 1
        self.fault.hits += 1
        return self.fault


def cut(request: web.Request, how: str) -> web.Response:
    """End the connection instead of answering."""
    transport = request.transport
    assert transport is not None
    if how == "reset":
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    else:
        transport.close()
    return web.Response()
