"""What a machine needs to run the bot: the image, the service and the guide fit together, and with the bot."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from typer.main import get_command

from bot.__main__ import cli
from bot.operating.setting_up import COMPOSE, STARTED_BY
from bot.settings import ROOT, Settings
from tests.operating.dockerfile import is_let_through, read
from tests.operating.test_setting_up import TOKEN, run

DOCKERFILE = ROOT / "Dockerfile"
WORDS = set(get_command(cli).commands)  # type: ignore[attr-defined]


HADOLINT = Path(sys.executable).with_name("hadolint")


def instructions() -> list[tuple[str, str]]:
    """Every instruction of the Dockerfile and what follows it, on one line."""
    return [
        (one.word, one.rest) for stage in read(DOCKERFILE.read_text("utf-8")) for one in stage.instructions
    ]


def environment() -> dict[str, str]:
    """What the image sets of the bot's settings."""
    pairs = [pair for word, rest in instructions() if word == "ENV" for pair in shlex.split(rest)]
    return {
        name: value for name, _, value in (pair.partition("=") for pair in pairs) if name.startswith("STORY_")
    }


def test_what_the_image_sets_are_settings_and_lie_in_its_volumes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    loaded = Settings.load(None)
    ((_, volumes),) = [one for one in instructions() if one[0] == "VOLUME"]
    data, keys = re.findall(r'"([^"]+)"', volumes)
    assert str(loaded.database_file).startswith(f"{data}/")
    assert str(loaded.backups).startswith(f"{data}/")
    assert str(loaded.privacy.key_file).startswith(f"{keys}/")
    assert str(loaded.privacy.session_keys).startswith(f"{keys}/"), "never in a backup of the data"
    told = dict(instructions())
    assert f"127.0.0.1:{loaded.metrics.port}/healthz" in told["HEALTHCHECK"]
    assert re.findall(r'"(\w+)"', told["CMD"])[0] in WORDS
    assert told["USER"] == "10001:10001", "not as root; by number, so that whoever runs it can see that"
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    assert re.findall(r"^      - (?:data|keys):(\S+)$", compose, re.M) == [data, keys]
    assert "read_only: true" in compose


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is not here")
def test_the_dockerfile_is_linted() -> None:
    linted = subprocess.run([HADOLINT, "--no-color", DOCKERFILE], capture_output=True, text=True)
    assert linted.stdout + linted.stderr == ""


def test_only_what_the_image_runs_comes_to_docker() -> None:
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    inside = ("bot/app.py", "data/formats/check-in.toml", "pyproject.toml")
    outside = (
        "config.toml",
        ".git/config",
        "tests/conftest.py",
        "data/var/seal.key",
        "bot/ui/__pycache__/x.pyc",
    )
    assert all((ROOT / name).exists() for name in inside)
    assert [name for name in (*inside, *outside) if is_let_through(PurePosixPath(name), patterns)] == [
        *inside
    ]


def test_compose_keeps_what_the_image_sets_and_the_keys_on_a_server_of_their_own() -> None:
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    passed_on = dict(re.findall(r"^      (STORY_\w+): \$\{\1:-(.*)\}$", compose, re.M))
    assert passed_on == {
        "STORY_CIRCLE_DATABASE__URL": environment()["STORY_CIRCLE_DATABASE__URL"],
        "STORY_CIRCLE_PRIVACY__KEY_DATABASE": "",
    }
    services = {
        part.partition(":")[0]: part
        for part in re.split(r"^  (?=\w)", compose.partition("\nvolumes:")[0], flags=re.M)
    }
    assert "profiles:\n      - postgres\n" in services["postgres"]
    of_keys = services["postgres-keys"]
    assert "profiles:\n      - postgres\n" in of_keys
    assert "wal_level=minimal" in of_keys, "a destroyed key is not in its log"
    (volume,) = re.findall(r"^      - ([\w-]+):/var/lib/postgresql/data$", of_keys, re.M)
    assert volume == "postgres-keys"
    assert f"- {volume}:/" not in services["postgres"]


def test_what_the_image_copies_is_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from") and rest != ". .":
            for name in rest.split()[:-1]:
                assert (ROOT / name).exists()
                assert f"!{name}" in let_through
    needed = {"bot", "cogs", "data", "pyproject.toml", "README.md", "LICENSE", "config.example.toml"}
    assert {f"!{name}" for name in needed} <= set(let_through), "init makes config.toml of the example"


def test_the_driver_for_postgresql_is_cut_out_of_the_lock_whole() -> None:
    cut = next(rest for word, rest in instructions() if word == "RUN" and "psycopg" in rest).partition(" > ")[
        0
    ]
    assert f"@{cut.replace('$', '$$')} > " in (ROOT / "Makefile").read_text("utf-8"), "make postgres-driver"
    lines = subprocess.run(
        shlex.split(cut), capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.splitlines()
    packages = [line for line in lines if not line.strip().startswith("--hash=sha256:")]
    assert [line.partition("==")[0] for line in packages] == ["psycopg", "psycopg-binary"]
    assert lines[0] == packages[0]
    assert not lines[-1].endswith("\\")


WITHOUT_DRIVER = "import sys; sys.modules['psycopg'] = None; from bot.__main__ import cli; cli()"


def test_without_the_driver_for_postgresql_it_says_how_to_install_it(tmp_path: Path) -> None:
    """As in a fresh clone: only those who use PostgreSQL need it."""
    for section, key in (("database", "url"), ("privacy", "key_database")):
        config = tmp_path / "config.toml"
        config.write_text(f"[{section}]\n{key} = 'postgresql://somebody@localhost/circles'\n")
        asked = [sys.executable, "-c", WITHOUT_DRIVER, "doctor", "--config", str(config)]
        result = subprocess.run(asked, capture_output=True, text=True, cwd=tmp_path)
        assert result.returncode == 1, result.stderr
        assert "PostgreSQL needs one more package." in result.stderr
        assert "make postgres-driver" in result.stderr
    guide = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    assert (
        "`make postgres-driver`" in guide.partition("## When it grows")[2].partition("story-circle move")[0]
    )


def test_in_the_image_init_asks_for_no_folder_and_says_what_to_type_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    assert f"      {STARTED_BY}: {COMPOSE}\n" in (ROOT / "compose.yaml").read_text("utf-8")
    monkeypatch.setenv(STARTED_BY, COMPOSE)
    result = run("init", answers=f"{TOKEN}\nhelp@example.org\n")
    assert result.exit_code == 0
    assert "folder" not in result.output
    guide = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    for command in re.findall(r"^[23]\. .*: (docker .*)$", result.output, re.M):
        assert f"`{command}`" in guide
    assert result.output.count("docker compose") == 2
    assert Settings.load(tmp_path / "config.toml").privacy.contact == "help@example.org"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_the_service_is_valid_and_shut_in(tmp_path: Path) -> None:
    unit = (ROOT / "story-circle.service").read_text("utf-8")
    script = Path(sys.executable).with_name("story-circle")
    here = tmp_path / "story-circle.service"
    here.write_text(unit.replace("/opt/story-circle/.venv/bin/story-circle", str(script)))
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True)
    assert [line for line in verified.stderr.splitlines() if "story-circle" in line] == []
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", here],
        capture_output=True,
        text=True,
    )
    assert rated.returncode == 0, rated.stdout + rated.stderr


def test_the_guide_has_six_steps_and_names_words_that_there_are() -> None:
    guide = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    ways = [
        part for part in guide.split("\n## ") if part.startswith(("With Docker", "As a service", "By hand"))
    ]
    assert len(ways) == 3
    for way in ways:
        assert re.findall(r"^(\d)\. ", way, re.M) == ["2", "3", "4", "5", "6"], "the first is in the portal"
    assert set(re.findall(r"`[^`\n]*story-circle ([a-z][a-z-]+)", guide)) <= WORDS
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for word in set(re.findall(r"`(?:sudo )?make ([a-z-]+)", guide)):
        assert re.search(rf"^{word}:", makefile, re.M), f"make {word}"
