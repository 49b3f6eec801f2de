"""What the sealed text of a session's state means, for the sessions that moved last: so that it is not opened anew.

It is only a memory, and of seats, and it does not outlast a quarter of an hour: another process may have ended the
session meanwhile. A text is never the same for two states, so what is found here is what was kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from cachetools import TTLCache

from bot.circle.model import SessionState

_KEPT_S = 15 * 60.0
"""How long a state is remembered after the session moved last."""
_MOST = 1_000
"""How many sessions' states are remembered; each takes some 10 kB."""


class KnownStates:
    """One state for each key, by the text that it was kept as. Every thread of the database asks here."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        """`timer`: tells seconds that only go on."""
        self._known: TTLCache[str, tuple[str, SessionState]] = TTLCache(_MOST, _KEPT_S, timer)
        self._lock = Lock()

    def find(self, key_name: str, text: str) -> SessionState | None:
        """The state that this text means, which is sealed with the key of that name; None when that is not known."""
        with self._lock:
            known = self._known.get(key_name)
        return None if known is None or known[0] != text else known[1]

    def keep(self, key_name: str, text: str, state: SessionState) -> None:
        """Keep what a text means."""
        with self._lock:
            self._known[key_name] = text, state

    def forget(self, key_name: str) -> None:
        """Forget what was sealed with a key that goes."""
        with self._lock:
            self._known.pop(key_name, None)
