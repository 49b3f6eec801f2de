"""What is written to the log, and what never is."""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import create_engine, text

from bot.logs import catch_the_rest, describe, trace
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.store import StoreError
from tests.logged import logged

NOTHING: dict[str, Any] = {}
WORD = "Zwetschgen"
XID = 1_186_420_000_000_000_042
LIBRARIES = (
    "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Engine.pool-1",
    "sqlalchemy.pool",
    "aiosqlite",
    "asyncio",
    "aiohttp.access",
    "alembic.runtime.migration",
    "discord.http",
    "discord.gateway",
    "apscheduler.executors.default",
    "botany",
    "a.library.nobody.knows",
    "",
)
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", LIBRARIES)
def test_no_library_says_anything_below_a_warning(name: str, level: Any) -> None:
    """Also a library that sets its own level, and one that is loaded later."""
    with logged(level) as log:
        library = logging.getLogger(name)
        before = library.level
        library.setLevel(1)
        try:
            for below in (5, logging.DEBUG, logging.INFO, 29):
                library.log(below, "INSERT %s", WORD)
        finally:
            library.setLevel(before)
    assert log.getvalue() == ""


@pytest.mark.parametrize("level", LEVELS)
def test_our_own_loggers_follow_the_setting(level: Any) -> None:
    with logged(level) as log:
        for name in ("bot", "bot.delivery.sender", "cogs.care.support"):
            for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
                logging.getLogger(name).log(number, "At %d", number)
    shown = [number for number in (10, 20, 30, 40) if number >= logging.getLevelName(level)]
    assert [int(line.rsplit(" ", 1)[1]) for line in log.getvalue().splitlines()] == shown * 3


def test_of_a_warning_of_a_library_its_own_words_are_shown_and_what_it_fills_in_is_not() -> None:
    library = logging.getLogger("discord.http")
    with logged() as log:
        library.warning("We are being rate limited. %s %s is tried again in %.2f seconds.", "POST", WORD, 1.5)
        library.warning("A library may be told %(what)s", {"what": WORD})
        library.warning(f"Some put {WORD} into the words themselves")
        library.error("\n".join(["And some build", WORD]))
    first, second, third, fourth = log.getvalue().splitlines()
    assert first.endswith("We are being rate limited. … … is tried again in 1.50 seconds.")
    assert second.endswith("A library may be told …")
    assert third.endswith("said something that is not shown)")
    assert fourth.endswith("said something that is not shown)")
    assert f"{__file__}:" in third, "an operator can look up what it was"


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("xid", [10**16, XID, 2**63 - 1, 2**64 - 1])
def test_no_id_is_shown_wherever_it_stands(style: Any, xid: int) -> None:
    ours = logging.getLogger("bot.somewhere")
    with logged("DEBUG", style) as log:
        ours.info("In the words: %s" % xid)  # noqa: UP031 (as somebody might write it)
        ours.info("Filled in: %d, a%sb, %r", xid, xid, {"member": xid})
        ours.warning("In a trouble", exc_info=ValueError(f"<@{xid}>"))
        logging.getLogger("discord.gateway").warning("Of a library: %s", xid)
    assert str(xid) not in log.getvalue()
    assert log.getvalue().count("…") >= 5


def _a_driver_error() -> BaseException:
    engine = create_engine("sqlite://", hide_parameters=True)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT :word FROM nowhere"), {"word": WORD})
    except Exception as error:
        return error
    finally:
        engine.dispose()
    raise AssertionError


def _a_validation_error() -> BaseException:
    try:
        TypeAdapter(int).validate_python(WORD)
    except ValidationError as error:
        return error
    raise AssertionError


def test_these_errors_would_show_it() -> None:
    for make in (_a_validation_error, _a_key_error, _an_answer_of_discord, _one_after_another, _a_group):
        assert WORD in str(make())


def _a_key_error() -> BaseException:
    try:
        NOTHING[WORD]
    except KeyError as error:
        return error
    raise AssertionError


def _an_answer_of_discord() -> BaseException:
    answer: Any = SimpleNamespace(status=400, reason="Bad Request")
    return discord.HTTPException(answer, {"code": 50035, "message": f"Invalid: {WORD}"})


def _one_after_another() -> BaseException:
    try:
        try:
            raise ValueError(WORD)
        except ValueError as error:
            raise StoreError(f"about {WORD}") from error
    except StoreError as error:
        error.add_note(WORD)
        return error


def _a_group() -> BaseException:
    return BaseExceptionGroup(WORD, [ValueError(WORD), _one_after_another()])


ERRORS = [
    _a_driver_error,
    _a_validation_error,
    _a_key_error,
    _an_answer_of_discord,
    _one_after_another,
    _a_group,
]


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("make", ERRORS)
def test_of_an_exception_kind_and_frames_are_shown_and_no_text(
    make: Callable[[], BaseException], style: Any
) -> None:
    error = make()
    with logged("INFO", style) as log:
        ours, theirs = logging.getLogger("bot.somewhere"), logging.getLogger("discord.client")
        ours.error("It failed: %s", error)
        ours.error("It failed: %(why)s", {"why": error})
        ours.error(error)
        ours.error("It failed", exc_info=error)
        theirs.error("Ignoring exception in %s", WORD, exc_info=error)
    assert WORD not in log.getvalue()
    assert log.getvalue().count(type(error).__qualname__) >= 5
    assert "Traceback (most recent call last)" in log.getvalue()


def test_the_numbers_of_an_exception_are_shown() -> None:
    assert describe(_an_answer_of_discord()) == "discord.errors.HTTPException (status 400, code 50035)"
    assert describe(OSError(28, "No space left", WORD)) == "OSError (errno 28)"
    assert describe(_a_driver_error()).endswith("OperationalError (sqlite_errorname SQLITE_ERROR)")
    assert describe(_one_after_another()) == "bot.store.store.StoreError from ValueError"


def test_what_another_handler_made_of_an_exception_is_not_used() -> None:
    """`logging` keeps the text of an exception in the record, for the next formatter."""
    error = _a_key_error()
    with logged() as log:
        record = logging.getLogger("bot").makeRecord(
            "bot", logging.ERROR, __file__, 1, "Failed", (), (type(error), error, error.__traceback__)
        )
        logging.Formatter().format(record)
        assert WORD in str(record.exc_text)
        logging.getLogger("bot").handle(record)
    assert "Failed" in log.getvalue()
    assert WORD not in log.getvalue()


def test_a_trace_names_the_place() -> None:
    told = trace(_one_after_another())
    assert "_one_after_another" in told
    assert told.count("Traceback (most recent call last)") == 2
    assert told.endswith("bot.store.store.StoreError")


def test_what_cannot_be_formatted_is_not_shown_instead() -> None:
    with logged() as log:
        logging.getLogger("bot.somewhere").info("Needs a number: %d", WORD)
    assert log.getvalue() == "A line of bot.somewhere could not be logged (TypeError)\n"


def test_json_is_one_object_a_line() -> None:
    with logged("INFO", "json") as log:
        logging.getLogger("bot.somewhere").error("Two\nlines", exc_info=_a_key_error())
    (line,) = log.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["what"] == "Two\nlines"
    assert entry["fault"].endswith("KeyError")


def test_what_python_would_print_by_itself_goes_through_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    with logged() as log:
        catch_the_rest()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                logging._showwarning(f"about {WORD}", UserWarning, "here.py", 1)  # type: ignore[attr-defined]
            thread = threading.Thread(target=lambda: NOTHING[WORD])
            thread.start()
            thread.join()
            sys.unraisablehook(SimpleNamespace(exc_value=_a_key_error(), err_msg=WORD, object=WORD))
        finally:
            logging.captureWarnings(False)
    assert WORD not in log.getvalue()
    assert log.getvalue().count("KeyError") == 2
    assert "py.warnings" in log.getvalue()


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_a_statement_is_never_logged_and_no_failing_one_shows_its_values(
    tmp_path: Path, level: Any
) -> None:
    with logged(level) as log:
        store = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
        try:
            circle = {"guild_xid": XID, "name": WORD}
            await store.write(lambda db: db.execute(q.add_circle, circle).rowcount)
            with pytest.raises(Exception, match="UNIQUE") as caught:
                await store.write(lambda db: db.execute(q.add_circle, circle).rowcount)
            assert WORD not in str(caught.value), "it may be shown elsewhere"
            logging.getLogger("bot").error("A circle could not be added", exc_info=caught.value)
            await store.read(lambda db: db.execute(q.circle_id, circle).scalar())
            await store.read_long(lambda db: db.execute(q.circle_id, circle).scalar())
        finally:
            await store.close()
    assert WORD not in log.getvalue()
    assert str(XID) not in log.getvalue()
    assert "IntegrityError" in log.getvalue()
