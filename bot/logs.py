"""What is written to the log, and what never is: no id of a person, no word that anybody wrote.

Libraries log what they work on: SQLAlchemy every parameter, discord.py whole payloads. So only our own loggers may
go below WARNING, at any setting, whatever a library may be called. From WARNING on a library's own words are shown
and what it filled in is not. Of an exception its kind, its numbers and its frames are shown, and never its text:
drivers, validators and Discord's answers put values into it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from traceback import StackSummary, walk_tb
from types import FrameType
from typing import Any

from bot.settings import Log

OURS = ("bot", "cogs")
"""Whose records are trusted: the first part of a logger's name."""

_XID = re.compile(r"\d{17,}")
_FACTS = ("status", "code", "errno", "sqlite_errorname", "sqlstate")
"""What an exception may tell besides its kind: numbers and names that come from a fixed list."""
_NAME = re.compile(r"[A-Z0-9_]{2,40}")
_HIDDEN = "…"


def set_up_logging(settings: Log) -> None:
    """Log to standard error, in the style and from the level that the settings say."""
    handler = _Handler(sys.stderr)
    handler.addFilter(OnlyOurs())
    handler.setFormatter(_Json() if settings.style == "json" else _Text())
    level = logging.getLevelName(settings.level)
    # Libraries do not even build what would not be shown: what they work on stays with them.
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def catch_the_rest() -> None:
    """Let the log have what Python would print by itself: warnings, faults of threads and of clean-up."""
    log = logging.getLogger(__name__)
    logging.captureWarnings(True)

    def of_a_thread(args: threading.ExceptHookArgs) -> None:
        log.error("A thread failed", exc_info=args.exc_value)

    def of_nobody(args: Any) -> None:
        log.error("Something failed while it was cleared away", exc_info=args.exc_value)

    threading.excepthook, sys.unraisablehook = of_a_thread, of_nobody


class OnlyOurs(logging.Filter):
    """Holds back whatever is below WARNING and not ours, also where a library sets its own level."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or _is_ours(record)


def describe(error: BaseException) -> str:
    """What may be said of an exception and of those that led to it: kinds and numbers, no text."""
    found: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        found.append(_kind(link))
        link = link.__cause__ or getattr(link, "orig", None)
    return _blanked(" from ".join(found))


def trace(error: BaseException) -> str:
    """The frames that led to an exception, and to those before it, without any value."""
    return _blanked("".join(_traced(error, set())).rstrip("\n"))


def _traced(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _traced(before, seen)
        yield "\nAfter that:\n"
    yield "Traceback (most recent call last):\n"
    yield from StackSummary.extract(walk_tb(error.__traceback__)).format()
    yield _kind(error) + "\n"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            if id(inner) not in seen:
                yield "\nIn that group:\n"
                yield from _traced(inner, seen)


def _kind(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    facts = [f"{fact} {value}" for fact in _FACTS if _is_fact(value := getattr(error, fact, None))]
    return f"{name} ({', '.join(facts)})" if facts else name


def _is_fact(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and _NAME.fullmatch(value) is not None)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _blanked(text: str) -> str:
    return _XID.sub(_HIDDEN, text)


def _said(record: logging.LogRecord) -> str:
    """The message of a record, as far as it may be shown."""
    if _is_ours(record):
        return _blanked(_filled_in(record, lambda arg: describe(arg) if _is_error(arg) else arg))
    if not _is_constant(record):
        return f"({record.pathname}:{record.lineno} said something that is not shown)"
    return _blanked(_filled_in(record, lambda arg: arg if isinstance(arg, int | float) else _HIDDEN))


def _is_error(value: object) -> bool:
    return isinstance(value, BaseException)


def _filled_in(record: logging.LogRecord, shown: Any) -> str:
    message = str(record.msg) if not _is_error(record.msg) else describe(record.msg)  # type: ignore[arg-type]
    args = record.args
    if not args:
        return message
    if isinstance(args, Mapping):
        return message % {key: shown(value) for key, value in args.items()}
    return message % tuple(shown(value) for value in args)


def _is_constant(record: logging.LogRecord) -> bool:
    """Whether a library's message stands in its code as it is, so that nobody's words can be in it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_lineno == record.lineno and frame.f_code.co_filename == record.pathname:
            return record.msg in frame.f_code.co_consts
        frame = frame.f_back
    return False


class _Handler(logging.StreamHandler[Any]):
    """Where a record cannot be written, what was to be written is not shown instead."""

    def handleError(self, record: logging.LogRecord) -> None:
        kind = sys.exc_info()[0]
        try:
            self.stream.write(f"A line of {record.name} could not be logged ({kind and kind.__name__})\n")
        except Exception:
            # Standard error is gone, and with it whoever might have been told.
            return


class _Text(logging.Formatter):
    """One line, and the frames of an exception below it. What another handler left in a record is not used."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname:7} {record.name}: {_said(record)}"
        fault = _fault(record)
        return f"{line}\n{fault}" if fault else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "by": record.name,
            "what": _said(record),
        }
        if fault := _fault(record):
            entry["fault"] = fault
        return json.dumps(entry, ensure_ascii=False)


def _fault(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return "" if error is None else trace(error)
