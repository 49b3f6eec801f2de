"""What is written to the log, and what never is: no id of a person, no word that anybody wrote.

discord.py at DEBUG logs whole payloads, and with them what people say, so it is never let below INFO; every
number that could be a Discord id is blanked.
"""

from __future__ import annotations

import json
import logging
import re
import sys

from bot.settings import Log

_XID = re.compile(r"\d{17,20}")


class Redact(logging.Filter):
    """Blanks ids in everything that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _XID.sub("…", record.getMessage()), None
        return True


class _Text(logging.Formatter):
    def formatException(self, exc_info: object) -> str:
        return _XID.sub("…", super().formatException(exc_info))  # type: ignore[arg-type]


class _Json(_Text):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "by": record.name,
            "what": record.msg,
        }
        if record.exc_info:
            entry["fault"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up_logging(settings: Log) -> None:
    """Log to standard error, in the style and from the level that the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redact())
    text = _Text("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(_Json() if settings.style == "json" else text)
    logging.basicConfig(level=settings.level, handlers=[handler], force=True)
    for name in ("discord", "aiosqlite", "sqlalchemy", "apscheduler"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(settings.level)))
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
