"""Starting the room: ports, what is printed, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.rehearsal.room import starting
from bot.rehearsal.room.starting import PortTaken, open_room
from bot.settings import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]


async def test_a_port_that_was_asked_for_and_is_taken_is_said_with_the_next_free_one(taken: int) -> None:
    with pytest.raises(PortTaken) as refused:
        await open_room(taken)
    said = str(refused.value)
    assert said.startswith(f"Port {taken} is taken.")
    assert "another rehearsal" in said
    free = int(said.rsplit(" ", 1)[1])
    assert free > taken
    with socket.create_server(("127.0.0.1", free)):
        pass


def test_the_command_ends_with_what_to_do_about_the_port(taken: int) -> None:
    result = CliRunner().invoke(cli, ["rehearse", "--port", str(taken)])
    assert result.exit_code == 2
    assert "story-circle rehearse --port" in result.output.replace("\n", " ")
    assert "Traceback" not in result.output


class Browser:
    """A browser that only remembers."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, url: str) -> None:
        self.opened.append(url)


async def test_the_usual_port_gives_way_to_the_next_free_one(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(starting, "PORT", taken)
    opened = asyncio.ensure_future(open_room(None, 3))
    said = ""
    while "Ctrl-C" not in said:
        await asyncio.sleep(0.02)
        assert not opened.done(), opened.exception()
        said += capsys.readouterr().out
    # Whoever asks the program politely to end is heard, too.
    os.kill(os.getpid(), signal.SIGTERM)
    await opened
    assert f"Port {taken} is taken, most likely by another rehearsal" in said
    assert "on this computer only and needs no token" in said
    assert f"http://127.0.0.1:{taken}/" not in said
    assert browser.opened == [word for word in said.split() if word.startswith("http")]


def test_a_browser_that_would_take_the_terminal_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", lambda self, url: opened.append(url))
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
    starting._browse("http://127.0.0.1/")

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    starting._browse("http://127.0.0.1/")
    assert opened == []


@pytest.mark.parametrize(
    "arguments", [["--members", "2"], ["--members", "13"], ["--port", "80"], ["--port", "x"]], ids=str
)
def test_the_command_takes_no_nonsense(arguments: list[str]) -> None:
    assert CliRunner().invoke(cli, ["rehearse", *arguments]).exit_code == 2


def _left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    port = unused_port()
    command = [sys.executable, "-m", "bot", "rehearse", "--port", str(port), "--members", "3", "--auto"]
    room = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        # Whatever runs in the background of a shell takes no notice of Ctrl+C, and hands that on.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert room.stdout is not None
    said = (await room.stdout.readline()).decode()
    assert said.startswith(f"The rehearsal room is open: http://127.0.0.1:{port}/")
    assert _left(tmp_path)
    async with ClientSession() as browser, browser.get(f"{said.split()[-1]}events") as page:
        assert page.status == 200
        room.send_signal(signal.SIGINT)
        out, err = await room.communicate()
    assert (room.returncode, err) == (0, b"")
    assert out.count(b"\n") == 1
    assert _left(tmp_path) == []
    with socket.create_server(("127.0.0.1", port)):
        pass
