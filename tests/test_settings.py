"""Settings: the example is true, the environment wins over the file, and a wrong key is named without its value."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.privacy import keyfile
from bot.privacy.sealing import SealError
from bot.settings import ROOT, WHAT_IS_WRONG, Resource, Settings, SettingsError
from bot.store.lock import FileLock

EXAMPLE = ROOT / "config.example.toml"


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in [key for key in os.environ if key.startswith("STORY_CIRCLE_")]:
        monkeypatch.delenv(key)


def test_the_example_is_exactly_the_defaults() -> None:
    assert Settings.load(EXAMPLE).model_dump() == Settings.load(None).model_dump()


def test_the_example_names_every_setting() -> None:
    table = tomllib.loads(EXAMPLE.read_text("utf-8"))
    dumped = Settings.load(None).model_dump()
    for section, values in dumped.items():
        if section != "care":
            assert set(table[section]) == set(values), section
    assert "[[care.resources]]" in EXAMPLE.read_text("utf-8")


def test_no_token_like_string_is_in_the_example() -> None:
    assert tomllib.loads(EXAMPLE.read_text("utf-8"))["discord"]["token"] == ""


def test_the_environment_wins_over_the_file_and_overrides_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[rooms]\nlinger_minutes = 1\nat_end = "archive"\n[log]\nlevel = "ERROR"\n')
    monkeypatch.setenv("STORY_CIRCLE_ROOMS__LINGER_MINUTES", "2")
    monkeypatch.setenv("STORY_CIRCLE_DISCORD__TOKEN", "from-the-environment")
    settings = Settings.load(file, log={"level": "WARNING"})
    assert (settings.rooms.linger_minutes, settings.rooms.at_end) == (2, "archive")
    assert settings.discord.token.get_secret_value() == "from-the-environment"
    assert settings.log.level == "WARNING"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[discord]\ntokn = 'SECRET'", "discord.tokn"),
        ("[discord]\ncalls_per_second = 'SECRET'", "discord.calls_per_second"),
        ("[dscord]\ntoken = 'SECRET'", "dscord"),
        ("[people]\nfacilitator_permission = 'SECRET'", "people.facilitator_permission"),
        ("[rooms]\nat_end = 'SECRET'", "rooms.at_end"),
        ("[[care.resources]]\ntext = 'SECRET'", "care.resources.0.title"),
    ],
)
def test_a_wrong_key_or_value_is_named_and_no_value_is_shown(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        Settings.load(file)
    assert named in str(caught.value)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[rooms]\nlinger_minutes = 1.5", "rooms.linger_minutes is not a whole number."),
        ("[rooms]\nlinger_minutes = -1", "rooms.linger_minutes is too small; 0 is the least."),
        ("[circles]\nopen_per_server = 501", "circles.open_per_server is too large; 500 is the most."),
        ("[circles]\nscale = 'perhaps'", "circles.scale is neither true nor false."),
        ("[rooms]\nat_end = 'burn'", "rooms.at_end can only be 'delete', 'archive' or 'keep'."),
        ("[rooms]\nlinger = 3", "rooms.linger is not a setting; config.example.toml shows every one."),
        ("rooms = 3", "rooms is not a section; write its name in [ ], and its settings below."),
        ("[people]\nadmin_roles = 5", "people.admin_roles is not a list; write it in [ ]."),
        (
            "[privacy]\nkey_file = 5",
            "privacy.key_file is not the name of a file; write it in quotation marks.",
        ),
        ("[language]\ndefault = 5", "language.default is not text; write it in quotation marks."),
        ("[[care.resources]]\ntext = 'x'", "care.resources.0.title is missing."),
        (
            "[discord]\ntoken = 'a b'",
            "discord.token is not a token; copy it once more from Discord's developer portal.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        Settings.load(file)
    assert str(caught.value).splitlines() == [f"{file}: these settings cannot be used.", f"  {sentence}"]


JUNK: tuple[object, ...] = (
    True,
    3,
    -1,
    2**63,
    1.5,
    math.nan,
    "",
    "x" * 1000,
    "9" * 5000,
    "\ud800",
    b"\xff",
    [],
    [-1],
    {},
    [{}] * 20,
    None,
)
PLACE = {"title": "A place"}


def _wrong_settings() -> Iterator[dict[str, Any]]:
    """Everything that people, the environment or a program may write in the place of each setting."""
    for name, section in Settings.model_fields.items():
        for value in JUNK:
            yield {name: value}
            yield {name: {"nothing_of_ours": value}}
            yield from ({name: {key: value}} for key in getattr(section.annotation, "model_fields", ()))
    yield from (
        {"care": {"resources": [{**PLACE, key: value}]}} for key in Resource.model_fields for value in JUNK
    )
    yield {"care": {"resources": [PLACE] * 11}}
    yield {"people": {"admin_roles": [2**63]}}


def test_no_setting_is_refused_in_the_words_of_a_library() -> None:
    met = set()
    for wrong in _wrong_settings():
        try:
            Settings(**wrong)
        except ValidationError as error:
            met |= {one["type"] for one in error.errors()}
            with pytest.raises(SettingsError) as caught:
                Settings.load(None, **wrong)
            assert not re.search("[Ii]nput|valid|Value error|permitted|codec|[{}]", str(caught.value))
    assert met == set(WHAT_IS_WRONG)


@pytest.mark.parametrize("content", [b"[discord", b"\xff\xfe"], ids=["not TOML", "not text"])
def test_a_file_that_is_not_toml_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="this is not"):
        Settings.load(file)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="story-circle init"):
        Settings.load(tmp_path / "nowhere.toml")


def test_running_without_a_token_says_where_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    result = CliRunner().invoke(cli, ["run", "--config", str(file)])
    assert result.exit_code == 2
    assert "STORY_CIRCLE_DISCORD__TOKEN" in result.output
    assert "story-circle init" in " ".join(result.output.split())
    assert "make rehearse" in result.output


def test_a_wrong_key_ends_the_command_line_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[rooms]\nlinger = 3\n")
    result = CliRunner().invoke(cli, ["check", "--config", str(file)])
    assert result.exit_code == 2
    assert "rooms.linger" in result.output
    assert "Traceback" not in result.output


def test_checking_the_example_finds_all_well() -> None:
    result = CliRunner().invoke(cli, ["check", "--config", str(EXAMPLE)])
    assert result.exit_code == 0
    assert "All is well" in result.output
    assert "[[care.resources]]" in result.output


def test_checking_an_unknown_format_says_so(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[circles]\nformat = 'nope'\n")
    result = CliRunner().invoke(cli, ["check", "--config", str(file)])
    assert result.exit_code == 1
    assert "nope" in result.output


TOKEN = "NOT-A-REAL-TOKEN-BUT-A-SECRET"


def _told(args: list[str]) -> str:
    """What the command line says when it ends with a sentence, and not with a fault."""
    result = CliRunner().invoke(cli, args)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert TOKEN not in result.output
    return " ".join(result.output.split())


FILES = {
    "an empty address": (b"[database]\nurl = ''", "database.url"),
    "no address": (b"[database]\nurl = 'circle.db'", "database.url is not the address"),
    "an address with a bad port": (b"[database]\nurl = 'postgresql://h:x/db'", "database.url"),
    "another database": (b"[database]\nurl = 'mysql://u:SECRET@h/db'", "use sqlite or postgresql"),
    "keys in another kind": (b"[privacy]\nkey_database = 'sqlite:///k.db'", "is no place for keys"),
    "keys in no kind": (b"[privacy]\nkey_database = 'mysql://u:SECRET@h/db'", "use sqlite or postgresql"),
    "in memory": (b"[database]\nurl = 'sqlite://'", "has no file to keep circles in"),
    "in memory by name": (b"[database]\nurl = 'sqlite:///:memory:'", "has no file to keep circles in"),
    "in memory by query": (b"[database]\nurl = 'sqlite:///file:a?mode=memory&uri=true'", "has no file"),
    "a database with NUL": (b'[database]\nurl = "sqlite:///a\\u0000b.db"', "no name of a file can have"),
    "a key with NUL": (
        b'[privacy]\nkey_file = "a\\u0000b"',
        "privacy.key_file has a character",
    ),
    "no key": (b"[privacy]\nkey_file = ''", "privacy.key_file is empty"),
    "a long key": (b"[privacy]\nkey_file = '" + b"k" * 300 + b"'", "longer than the name of a file"),
    "a database with a password": (
        b"[database]\nurl = 'sqlite://u:SECRET@/x.db'",
        "more in it than the name",
    ),
    "a database with options": (
        b"[database]\nurl = 'sqlite:///x.db?timeout=long'",
        "more in it than the name",
    ),
    "a long database": (
        b"[database]\nurl = 'sqlite:///" + b"x" * 300 + b".db'",
        "longer than the name of a file",
    ),
    "a port that cannot be": (
        b"[database]\nurl = 'postgresql://u:SECRET@h:99999/x'",
        "ports are from 1 to 65535",
    ),
    "a role that cannot be": (b"[people]\nadmin_roles = [-1]", "people.admin_roles.0"),
    "a role of too many digits": (b"[people]\nadmin_roles = [99999999999999999999]", "people.admin_roles.0"),
    "a token with a break": (f'[discord]\ntoken = "{TOKEN}\\nMORE"'.encode(), "discord.token"),
    "a token of other letters": (f"[discord]\ntoken = '{TOKEN}é'".encode(), "discord.token"),
    "a token that is a number": (b"[discord]\ntoken = 17", "discord.token"),
    "deep lists": (b"a = " + b"[" * 5000 + b"]" * 5000, "lies too deep"),
    "deep tables": (b"x" + b".x" * 4000 + b" = 1", ""),
    "a long number": (b"[rooms]\nlinger_minutes = " + b"9" * 5000, "a number is too long"),
    "a long number in words": (b"[rooms]\nlinger_minutes = '" + b"9" * 5000 + b"'", "rooms.linger_minutes"),
    "a number with a sign": (b"[rooms]\nlinger_minutes = -1", "rooms.linger_minutes"),
    "no number": (b"[rooms]\nlinger_minutes = nan", "rooms.linger_minutes"),
    "a day that is none": (b"a = 2026-02-31", ""),
    "a list for a table": (b"discord = [1]", "discord"),
    "a table for a value": (b"[log.level]\na = 1", "log.level"),
    "an unknown key": (b"[rooms]\nlinger = 3", "rooms.linger"),
    "twice the same": (b"[rooms]\n[rooms]\n", "this is not TOML"),
    "UTF-16": ("[rooms]\n".encode("utf-16"), "UTF-8"),
    "NUL": (b"\0" * 100, "this is not TOML"),
}


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("name", FILES)
def test_every_wrong_setting_gets_a_sentence(name: str, command: str, tmp_path: Path) -> None:
    text, said = FILES[name]
    file = tmp_path / "config.toml"
    file.write_bytes(text)
    told = _told([command, "--config", str(file)])
    assert said in told
    assert "SECRET" not in told
    assert len(told) < 600


ENVIRONMENT = {
    "DATABASE__URL": ("", "database.url"),
    "PEOPLE__FACILITATOR_ROLES": ("[1, 2", "not JSON"),
    "PEOPLE": ("[" * 5000, ""),
    "CIRCLES__OPEN_PER_SERVER": ("9" * 5000, "circles.open_per_server"),
    "ROOMS__LINGER_MINUTES": ("٣٣٣٣٣", "rooms.linger_minutes"),
    "DISCORD__CALLS_PER_SECOND": (TOKEN, "discord.calls_per_second"),
    "TOKEN": (TOKEN, "STORY_CIRCLE_TOKEN in the environment: there is no such setting"),
    "DISCORD__TOKN": (TOKEN, "discord.tokn"),
    "LOG__LEVEL": ("loud", "log.level"),
    "DISCORD__TOKEN": (f"{TOKEN} {TOKEN}", "discord.token"),
}


@pytest.mark.parametrize("command", ["check", "let-go"])
@pytest.mark.parametrize(
    "address", ["postgresql://u:SECRET@127.0.0.1:1/x", "postgresql+other://u:SECRET@127.0.0.1:1/x"]
)
def test_a_database_that_cannot_be_reached_gets_a_sentence(
    address: str, command: str, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[database]\nurl = '{address}'\n[privacy]\nkey_file = '{tmp_path}/seal.key'\n")
    told = _told([command, "--config", str(file)])
    assert "PostgreSQL" in told
    assert "SECRET" not in told


def test_a_language_without_sentences_is_said(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[language]\ndefault = 'xx'\n")
    assert "language.default: there are no sentences" in _told(["check", "--config", str(file)])


def test_a_key_that_is_no_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    key = tmp_path / "seal.key"
    os.mkfifo(key, 0o600)
    with pytest.raises(SealError, match="not a file that a key can be kept in"):
        keyfile.read(key)


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("name", ENVIRONMENT)
def test_every_wrong_variable_gets_a_sentence(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    value, said = ENVIRONMENT[name]
    monkeypatch.setenv(f"STORY_CIRCLE_{name}", value)
    told = _told([command])
    assert said in told
    assert "STORY_CIRCLE_" in told, "it says where the value may come from"


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "this is a folder" in _told(["check", "--config", str(tmp_path)])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").mkdir()
    assert "this is a folder" in _told(["check"])


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # this test may be run by root, who may read everything
    assert "cannot be read: Permission denied" in _told(["check", "--config", str(file)])


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[rooms]\nlinger_minutes = 3\n")
    assert Settings.load(file).rooms.linger_minutes == 3


def test_a_token_may_have_space_around_it(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[discord]\ntoken = " {TOKEN}\\n"\n')
    assert Settings.load(file).discord.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(Settings.load(file))


def test_a_second_bot_is_refused_before_discord_is_asked_for_anything(tmp_path: Path) -> None:
    file, database = tmp_path / "config.toml", tmp_path / "circle.db"
    file.write_text(
        f"[database]\nurl = 'sqlite:///{database}'\n[privacy]\nkey_file = '{tmp_path}/seal.key'\n"
        f"[discord]\ntoken = '{TOKEN}'\n"
    )
    database.touch()
    first = FileLock(database)
    try:
        told = _told(["run", "--config", str(file)])
    finally:
        first.let_go()
    assert "Story Circle is running on this database already" in told


def test_several_processes_on_a_sqlite_file_are_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[cluster]\nshards = 4\n")
    with pytest.raises(SettingsError, match="these need PostgreSQL"):
        Settings.load(file)
    there = {"url": "postgresql://localhost/circle"}
    with pytest.raises(SettingsError, match="every process needs every key"):
        Settings.load(file, database=there)
    keys = {"key_database": "postgresql://localhost/keys"}
    assert Settings.load(file, database=there, privacy=keys).cluster.is_on
