"""What goes wrong in the bot: kept for the page, written to standard error in full, and never the end of it.

What a person may not do is not a fault; that is in `refused`.
"""

from __future__ import annotations

import logging
import traceback
from collections import deque
from dataclasses import dataclass

KEPT = 10
WHERE = "bot.rehearsal.room"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NumberedLine:
    """A numbered line for the page."""

    id: int
    text: str


class NewestLines:
    """The newest few of many lines."""

    def __init__(self, most: int) -> None:
        self.count = 0
        """How many there have been."""
        self._kept: deque[NumberedLine] = deque(maxlen=most)

    def add(self, text: str) -> None:
        """One more. The oldest is dropped when there are too many."""
        self.count += 1
        self._kept.append(NumberedLine(self.count, text))

    def shown(self) -> list[dict[str, object]]:
        """All that are kept, the newest last, as the page wants them."""
        return [{"id": line.id, "text": line.text} for line in self._kept]


class Faults(logging.Handler):
    """Hears of every error that is logged or raised, each once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines = NewestLines(KEPT)
        self._known: deque[BaseException] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(WHERE):
            return
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not self._is_new(error):
            return
        text = record.getMessage()
        self.lines.add(f"{text} ({_named(error)})" if error is not None else text)
        log.error(
            "The bot: %s%s",
            text,
            "\n" + "".join(traceback.format_exception(error)) if error is not None else "",
        )

    def add_raised(self, error: BaseException) -> None:
        """An error that was raised and perhaps not logged."""
        if self._is_new(error):
            self.lines.add(_named(error))
            log.error("The bot: %s", "".join(traceback.format_exception(error)))

    def add(self, text: str) -> None:
        """Something that went wrong, in words."""
        self.lines.add(text)
        log.error("%s", text)

    def _is_new(self, error: BaseException) -> bool:
        chain: BaseException | None = error
        while chain is not None:
            if any(chain is known for known in self._known):
                return False
            chain = chain.__cause__
        self._known.append(error)
        return True


def _named(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__
