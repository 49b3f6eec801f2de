"""The whole rehearsal, as somebody sees it who watches it in a terminal."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.content import load_content
from bot.rehearsal import evening as the_evening
from bot.rehearsal import play as played
from bot.rehearsal.database_search import look_for
from bot.rehearsal.scripted_people import scripted_people
from bot.settings import ROOT, SettingsError
from bot.ui.whispers import Whispers

SOMEBODY = 1_456_074_443_980_800_012


def flat(shown: str) -> str:
    """What is shown, without the marks at its left and the places where its lines were broken."""
    return re.sub(r"[\s▌┊│]+", " ", shown)


@pytest.fixture(scope="module")
def evening() -> tuple[int, str]:
    """The exit code and everything shown, of one evening for all tests here."""
    console = Console(file=io.StringIO(), width=80)
    code = asyncio.run(played.play(0, console))
    return code, console.file.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def seen(evening: tuple[int, str]) -> str:
    return flat(evening[1])


def in_order(seen: str, *expected: str) -> None:
    at = 0
    for words in expected:
        found = seen.find(words, at)
        assert found >= 0, f"after {seen[max(0, at - 120) : at]!r} there is no {words!r}"
        at = found + len(words)


def test_an_evening_is_played_from_the_first_question_to_what_remains(
    evening: tuple[int, str], seen: str
) -> None:
    code, _ = evening
    stages = {stage.kind.value: stage for stage in load_content(ROOT / "data").formats["story-circle"].stages}
    in_order(
        seen,
        "rehearsed",
        "It ends with",
        "# lobby",
        "Is there a circle tonight?",
        "Fay types /circle open",
        "[ Save me a seat ]",
        "a private room",
        "[ Begin ]",
        "Ana presses Save me a seat.",
        "only Ana sees this",
        "5 of 8 seats are taken.",
        "Fay presses Begin.",
        stages["announce"].title,
        stages["agreements"].title,
        stages["agreements"].items[0],
        "[ I agree ]",
        "Dev presses I agree.",
        "Check-in",
        "@Fay, the talking piece comes to you.",
        "Ana presses Pass.",
        "Ben presses Not yet.",
        "@Dev, the talking piece comes to you.",
        "@Ben, the talking piece comes to you.",
        "Like a coat that is still wet",
        "Stories",
        "Ana presses Not yet.",
        "Ben presses Receive.",
        "Could we stop for a moment?",
        "Fay presses Pause.",
        "The circle is paused.",
        "Fay presses Resume.",
        "Cleo presses Step out.",
        "only Cleo sees this",
        "@Dev, the talking piece comes to you.",
        "the piece is still with you",
        "Dev presses Receive.",
        "Cleo presses Come back in.",
        "only Dev sees this",
        "Your time ends in 1 minute.",
        "only Dev sees: Your time is over.",
        "Dev presses I'm done.",
        "@Cleo, the talking piece comes to you.",
        "@Ana, the talking piece comes to you.",
        "I have a small one.",
        stages["open"].title,
        stages["harvest"].title,
        stages["closing"].title,
        "The circle is closed.",
        "(10 minutes later)",
        "is deleted, with everything that was written in it.",
        "What remains",
        "quarter 2026-Q1 the quarter, not the day",
        "words ",
        "sealed, and equally long for every circle",
        "no id of the 5 people is there.",
    )
    assert code == 0


def test_the_readme_shows_what_is_played(evening: tuple[int, str]) -> None:
    excerpt = (ROOT / "README.md").read_text("utf-8").split("```text\n")[1].split("```")[0]
    assert excerpt in evening[1]


def test_one_more_minute_is_given_once_it_is_asked_for(seen: str) -> None:
    in_order(
        seen,
        "only Ben sees this",
        "Your time ends in 1 minute.",
        "Ben presses One more minute.",
        "ends in 2 minutes.",
    )


def test_a_pass_leaves_the_card_that_every_turn_leaves(seen: str) -> None:
    # The panel is for whoever holds the circle. It lists whose turn is over, told or passed alike.
    passed = seen.split("Ana presses Pass.")[1].split("Ben presses Not yet.")[0].split("only Fay sees")[0]
    assert "@Ben, the talking piece comes to you." in passed
    for said_to_everyone in ("[ Pass ]", "Pass: not this round."):
        passed = passed.replace(said_to_everyone, "")
    # The panel names everyone whose turn is over, told or passed alike.
    passed = re.sub(r"Turn over: .*? Still to come: [^.]*", "", passed)
    assert "The talking piece has moved on." in passed
    assert "Ana" not in passed
    assert "pass" not in passed.casefold()
    shared = seen.split("Fay presses I'm done.")[2].split("@Ana")[0]
    assert "The talking piece has moved on." in shared


def test_whoever_listens_writes_nothing_while_somebody_tells(evening: tuple[int, str]) -> None:
    stories = evening[1].split("  ▌ Stories")[1].split("  ▌ Reflection")[0]
    holder, paused = "", False
    for line in stories.splitlines():
        if found := re.match(r"    ↻ @(\w+) has the talking piece", line):
            holder = found[1]
        elif "has moved on." in line:
            holder = ""
        paused = "presses Pause" in line or (paused and "presses Resume" not in line)
        if found := re.match(r"(Fay|Ana|Ben|Cleo|Dev)  \d\d:\d\d$", line):
            assert found[1] == holder or paused


def test_no_id_of_discord_is_shown_and_nothing_but_text(evening: tuple[int, str]) -> None:
    _, shown = evening
    assert not re.search(r"\d{15}", shown)
    assert not re.search(r"<[@#t]", shown)
    assert "\x1b" not in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_a_mistake_of_the_bot_is_shown_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def tell(*_: object, **__: object) -> bool:
        raise RuntimeError("lost for words")

    monkeypatch.setattr(Whispers, "tell", tell)
    console = Console(file=io.StringIO(), width=80)
    assert asyncio.run(played.play(0, console)) == 1
    in_order(flat(console.file.getvalue()), "The bot made a mistake", "lost for words", "What remains")  # type: ignore[attr-defined]


def test_a_circle_that_does_not_end_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_evening, "LONGEST_S", 90)
    console = Console(file=io.StringIO(), width=80)
    assert asyncio.run(played.play(0, console)) == 1
    in_order(flat(console.file.getvalue()), "did not come to its end", "there are 0.")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "kept",
    [SOMEBODY, f"seat of {SOMEBODY}", SOMEBODY.to_bytes(8, "big"), str(SOMEBODY).encode()],
    ids=["number", "words", "eight bytes", "digits as bytes"],
)
def test_the_search_finds_an_id_however_it_is_kept(kept: object, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body)"))
        connection.execute(text("INSERT INTO note (body) VALUES (:body)"), {"body": kept})
    engine.dispose()
    assert "note.body" in look_for([SOMEBODY + 1, SOMEBODY], url).found
    assert look_for([SOMEBODY + 1], url).found == ()


def test_everybody_has_a_short_name_of_their_own() -> None:
    names = [person.name for person in scripted_people()]
    assert len(set(names)) == 5
    assert max(map(len, names)) <= 5


# The command


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The speeds the command asked for, with nothing played."""
    speeds: list[float] = []

    async def play(speed: float) -> int:
        speeds.append(speed)
        return 0

    monkeypatch.setattr(played, "play", play)
    return speeds


@pytest.mark.parametrize(
    ("arguments", "speed"),
    [
        (["--headless"], 0),
        (["--speed", "30"], 30),
        (["--speed", "0"], 0),
        (["--fast", "--speed", "30"], 0),
    ],
)
def test_the_command_waits_only_for_somebody_who_watches(
    arguments: list[str], speed: float, asked: list[float]
) -> None:
    assert CliRunner().invoke(cli, ["rehearse", *arguments]).exit_code == 0
    assert asked == [speed]


def _ends(with_: BaseException | int) -> Callable[[float], Coroutine[Any, Any, int]]:
    async def play(speed: float) -> int:
        if isinstance(with_, BaseException):
            raise with_
        return with_

    return play


@pytest.mark.parametrize(
    ("end", "code"), [(1, 1), (KeyboardInterrupt(), 0), (SettingsError("config.toml: no."), 2)], ids=str
)
def test_the_command_ends_quietly(
    end: BaseException | int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(played, "play", _ends(end))
    result = CliRunner().invoke(cli, ["rehearse", "--headless"])
    assert result.exit_code == code
    assert "Traceback" not in result.output
