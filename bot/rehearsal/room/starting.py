"""Starting the room: finds a free port, opens the room, says where it is, and leaves nothing behind.

What is in the room is in `room`, what goes over the wire in `server`.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import sys
import webbrowser
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import web

from .faults import WHERE
from .guard import Address
from .http_runner import Runner
from .room import rehearsal
from .server import Server

PORT = 8765
TRIES = 50
CLOSING_S = 1.0

PEOPLE = 5


class PortTaken(Exception):
    """The port that was asked for is taken. Its text says what to do."""


async def open_room(port: int | None, people: int = PEOPLE, *, auto: bool = False) -> None:
    """Open the room until it is interrupted.

    Args:
        port: where; None for the usual one, or the next that is free.
        people: how many belong to circles, the facilitator included.
        auto: whether everybody plays themselves whom nobody has chosen to be.

    Raises:
        PortTaken: that port was asked for, and somebody else has it.
    """
    with _listening(port) as listener, _logging():
        address = Address.new(listener.getsockname()[1])
        async with rehearsal(people, auto=auto) as room:
            app = Server(room, address).app()
            runner = Runner(app, shutdown_timeout=CLOSING_S, handle_signals=False)
            await runner.setup()
            try:
                await web.SockSite(runner, listener).start()
                _say_where(address, is_another=port is None and address.port != PORT)
                if sys.stdout.isatty():
                    # In a thread: some browsers let whoever starts them wait for seconds.
                    asyncio.get_running_loop().run_in_executor(None, _browse, address.url)
                await _until_told(room.time_control.run())
            finally:
                await runner.cleanup()


@contextmanager
def _listening(port: int | None) -> Iterator[socket.socket]:
    """A listening socket that only this computer reaches."""
    wanted = PORT if port is None else port
    for number in range(wanted, min(wanted + TRIES, 65536)):
        found = _bound(number)
        if found is None:
            continue
        with found:
            if number != wanted and port is not None:
                raise PortTaken(
                    f"Port {wanted} is taken. Most likely another rehearsal is open in another terminal, or a local "
                    f"web server uses it.\nStop that one, or take the next free port: "
                    f"story-circle rehearse --port {number}"
                )
            yield found
            return
    raise PortTaken(f"Port {wanted} and the next {TRIES - 1} are taken. Choose another with --port.")


def _bound(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # There it would let two programs share a port; elsewhere it only forgets connections that are over.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise
    return listener


@contextmanager
def _logging() -> Iterator[None]:
    """What the room refuses, and what goes wrong in the bot, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger(WHERE)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def _say_where(address: Address, *, is_another: bool) -> None:
    if is_another:
        print(
            f"Port {PORT} is taken, most likely by another rehearsal or a local web server. "
            f"This room is at port {address.port} instead."
        )
    print(f"The rehearsal room is open: {address.url}")
    print("It is on this computer only and needs no token. Ctrl-C closes it.", flush=True)


def _browse(url: str) -> None:
    """Open the page in the person's browser, unless that is one that would take the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(url)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Do the work until the program is told to end. Ctrl-C is asyncio's own business; it cancels this."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    tasks = [asyncio.ensure_future(work), asyncio.ensure_future(told.wait())]
    with suppress(NotImplementedError, RuntimeError):
        # A polite request to end, as from a supervisor, leaves as little behind as Ctrl-C.
        loop.add_signal_handler(signal.SIGTERM, told.set)
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        with suppress(NotImplementedError, RuntimeError):
            loop.remove_signal_handler(signal.SIGTERM)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
