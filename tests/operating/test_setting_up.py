"""The first evening: questions, a file with settings, and a link that invites the bot."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import time
import tomllib
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from bot.operating import settings_file
from bot.operating.console import this_program
from bot.operating.inviting import application_of, needed
from bot.services.rooms.kinds import RoomKind
from bot.settings import ROOT, Settings
from bot.ui.i18n import Catalogues
from tests.strict import shapes

APPLICATION = 1_234_567_890_123_456_789
TOKEN = urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("=") + ".GhIjKl." + "x" * 38


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STORY_CIRCLE_DISCORD__TOKEN", raising=False)


def run(*words: str, answers: str = "") -> Result:
    result = CliRunner().invoke(cli, words, answers)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert TOKEN not in result.output, "the token is not for the screen"
    assert not list(Path().glob("*.new")), "nothing is left beside it"
    assert not list(Path().glob("*.trial"))
    return result


def link_in(result: Result) -> tuple[int, discord.Permissions, set[str]]:
    """What the link says: of which application, with which permissions and scopes."""
    link = urlsplit(
        next(line for line in result.stdout.splitlines() if line.startswith("https://discord.com/"))
    )
    asks = parse_qs(link.query)
    return (
        int(asks["client_id"][0]),
        discord.Permissions(int(asks["permissions"][0])),
        {*asks["scope"][0].split()},
    )


def test_init_writes_the_settings_and_says_how_to_invite() -> None:
    result = run("init", answers=f"{TOKEN}\nkept\nhelp@example.org\n")
    assert result.exit_code == 0
    assert re.fullmatch(r"https://\S+\n", result.stdout), "the link alone, to be piped"
    file = Path("config.toml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    loaded = Settings.load(file)
    assert loaded.discord.token.get_secret_value() == TOKEN
    assert loaded.database.url == "sqlite:///kept/story-circle.db"
    assert loaded.privacy.key_file == Path("kept/seal.key")
    assert loaded.privacy.contact == "help@example.org"
    example = settings_file.EXAMPLE.read_text().splitlines()
    assert [line for line in file.read_text().splitlines() if line.startswith("#")] == [
        line for line in example if line.startswith("#")
    ], "the comments are kept"
    assert link_in(result) == (APPLICATION, needed(), {"bot", "applications.commands"})
    for next_step in (f"{this_program()} run", f"{this_program()} doctor", "/settings setup"):
        assert next_step in result.output
    assert link_in(run("invite")) == link_in(result)


def test_the_link_asks_for_what_the_bot_needs_and_no_more() -> None:
    assert needed() == shapes.EVERYTHING, "with that the strict Discord lets it do everything it does"
    few = needed([RoomKind.PRIVATE])
    assert few.create_private_threads
    assert not few.manage_roles
    assert not few.mute_members


def test_a_link_for_some_rooms_only() -> None:
    run("init", answers=f"{TOKEN}\nkept\n\n")
    _, asked, _ = link_in(run("invite", "--room", "thread", "--room", "channel"))
    assert asked == needed([RoomKind.PRIVATE, RoomKind.CHANNEL])
    wrong = run("invite", "--room", "cellar")
    assert wrong.exit_code == 2
    assert "cellar" in wrong.output
    assert not wrong.stdout


def test_what_is_no_token_is_asked_for_again() -> None:
    result = run("init", answers=f"\nhello\nabc.def.ghi\n{TOKEN}\nkept\n\n")
    assert result.exit_code == 0
    assert result.output.count("This is not a bot's token.") == 3
    # A token of which the first part is no number of Discord's.
    assert application_of("aGVsbG8gd29ybGQgaGVsbG8." + TOKEN.partition(".")[2]) is None


def test_what_can_be_no_folder_is_asked_for_again() -> None:
    Path("file").touch()
    wrong = ("file", "file/below", "what?", "~nobody-of-that-name/data")
    result = run("init", answers="\n".join([TOKEN, *wrong, "a b'%q#ü", "", ""]))
    assert result.exit_code == 0, result.output
    assert result.output.count("this cannot be a folder") == len(wrong)
    assert Settings.load("config.toml").database_file == Path("a b'%q#ü/story-circle.db")


def test_the_language_is_asked_for_once_there_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogues, "read", lambda *_: dict.fromkeys(("en", "de")))
    result = run("init", answers=f"{TOKEN}\nkept\nfr\nde\n\n")
    assert result.exit_code == 0, result.output
    assert "There are no sentences in that language. There are: de, en." in result.output
    assert Settings.load("config.toml").language.default == "de"


def test_answers_that_end_too_early_change_nothing() -> None:
    assert run("init", answers="").exit_code == 1
    assert not list(Path().iterdir())


def test_on_a_terminal_the_token_is_not_seen(tmp_path: Path) -> None:
    termios = pytest.importorskip("termios")
    screen, terminal = os.openpty()
    config = tmp_path / "config.toml"
    command = [sys.executable, "-m", "bot", "init", "--config", str(config)]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=ROOT) as asking:
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            assert asking.poll() is None
            time.sleep(0.01)
        os.close(terminal)
        seen = b""
        for question, answer in ((b"do not see it", TOKEN), (b"folder", str(tmp_path)), (b"reach you", "")):
            while question not in seen:
                seen += os.read(screen, 4096)
            os.write(screen, f"{answer}\n".encode())
        with suppress(OSError):
            while part := os.read(screen, 4096):
                seen += part
    os.close(screen)
    assert asking.returncode == 0
    assert TOKEN.encode() not in seen
    assert TOKEN in config.read_text()


def test_a_file_that_is_there_is_changed_only_when_that_is_wanted() -> None:
    file = Path("config.toml")
    file.write_text("# mine\n[discord]\ntoken = ''\n[circles]\nopen_per_server = 7 # seven\n")
    before = file.read_bytes()
    refused = run("init", answers="n\n")
    assert refused.exit_code == 0
    assert "Nothing has changed." in refused.output
    assert file.read_bytes() == before
    assert run("init", answers=f"y\n{TOKEN}\nkept\n\n").exit_code == 0
    text = file.read_text()
    assert text.startswith("# mine")
    assert "open_per_server = 7 # seven" in text
    assert tomllib.loads(text)["database"]["url"] == "sqlite:///kept/story-circle.db"
    # The second time the answers that are there are the usual ones, the token too.
    assert run("init", answers="y\n\n\n\n").exit_code == 0
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("this is no TOML", "this is not TOML"),
        ("[discord]\ntokenn = 'x'\n", "discord.tokenn is not a setting"),
    ],
)
def test_a_file_that_cannot_be_used_stays_as_it_is(content: str, said: str) -> None:
    Path("config.toml").write_text(content)
    result = run("init", answers=f"y\n{TOKEN}\nkept\n\n")
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert Path("config.toml").read_text() == content


def test_a_disk_that_takes_nothing_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", answers=f"{TOKEN}\nkept\n\n")
    before = Path("config.toml").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("init", answers="y\n\nelsewhere\n\n")
    assert result.exit_code == 2
    assert "No space left" in result.output
    assert Path("config.toml").read_bytes() == before


def test_a_token_of_the_environment_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORY_CIRCLE_DISCORD__TOKEN", TOKEN)
    result = run("init", answers="kept\n\n")
    assert link_in(result)[0] == APPLICATION
    assert tomllib.loads(Path("config.toml").read_text())["discord"]["token"] == ""


def test_without_a_token_there_is_no_link() -> None:
    result = run("invite")
    assert result.exit_code == 2
    assert "story-circle init" in result.output


def test_it_says_how_to_type_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "story-circle"
    program.parent.mkdir()
    program.touch(0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", [str(program)])
    assert this_program() == "bin/story-circle"
    monkeypatch.chdir("/")
    assert this_program() == str(program).removeprefix("/")
    monkeypatch.setenv("PATH", str(program.parent))
    assert this_program() == "story-circle"
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "__main__.py")])
    assert this_program() == "python -m bot"
