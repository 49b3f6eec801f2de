"""Settings: the example is true, the environment wins over the file, and a wrong key is named without its value."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.settings import ROOT, Settings, SettingsError

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


@pytest.mark.parametrize("content", [b"[discord", b"\xff\xfe"], ids=["not TOML", "not text"])
def test_a_file_that_is_not_toml_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="this is not"):
        Settings.load(file)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Copy config\.example\.toml"):
        Settings.load(tmp_path / "nowhere.toml")


def test_running_without_a_token_says_where_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    result = CliRunner().invoke(cli, ["run", "--config", str(file)])
    assert result.exit_code == 2
    assert "STORY_CIRCLE_DISCORD__TOKEN" in result.output
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


def test_checking_an_unknown_format_says_so(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[circles]\nformat = 'nope'\n")
    result = CliRunner().invoke(cli, ["check", "--config", str(file)])
    assert result.exit_code == 1
    assert "nope" in result.output
