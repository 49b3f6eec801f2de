"""The table of commands: complete, and what is not heard before a session begins."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from bot.circle import (
    agreements,
    asking_in,
    clockwork,
    dates,
    doors,
    facilitating,
    feelings,
    first_time,
    harvest,
    holds,
    late_comers,
    looking_back,
    moving_on,
    nominating,
    notes,
    optional_questions,
    order,
    outage,
    prompts,
    quieting,
    resonance,
    seats,
    stages,
    turn_time,
    turns,
    unseen,
    waiting,
    writing,
)
from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.commands import TABLE, CommandRow, When
from bot.circle.evolve import FOLDS
from bot.circle.model import (
    Prompt,
)
from bot.circle.refusals import Code

from .planned import Date
from .table import AGREEMENTS, CHECK_IN, CLOSING, Table, a_format

AGREEING = a_format(AGREEMENTS, CHECK_IN, CLOSING)

ROOT = Path(__file__).resolve().parents[2]
SLICES = (
    *(
        agreements,
        asking_in,
        clockwork,
        dates,
        doors,
        facilitating,
        feelings,
        first_time,
        harvest,
        holds,
        looking_back,
        moving_on,
    ),
    *(
        late_comers,
        nominating,
        notes,
        optional_questions,
        order,
        outage,
        prompts,
        quieting,
        resonance,
        seats,
        stages,
        turn_time,
        turns,
        unseen,
        waiting,
        writing,
    ),
)


def test_nothing_of_a_live_session_can_be_asked_before_the_doors_open() -> None:
    date = Date(3)
    assert date.no(c.Begin(seat=1)) is Code.NOT_YET_OPEN
    assert date.no(c.Pause(seat=1)) is Code.NOT_STARTED
    assert date.no(c.Receive(seat=1)) is Code.NOT_STARTED
    date.do(c.SetPrompt(seat=1, prompt=Prompt(id="story-01")))
    assert dict(date.state.prompts) == {0: Prompt(id="story-01")}


@pytest.mark.parametrize("verb", [c.Receive, c.Pass, c.NotYet, c.Done, c.Agree, c.Listen, c.TakeRole])
def test_nothing_is_passed_or_agreed_before_the_beginning(verb: type[c.Command]) -> None:
    table = Table(3, AGREEING, begun=False)
    assert table.no(verb(seat=1)) == Code.NOT_STARTED


def test_nothing_is_led_before_the_beginning() -> None:
    table = Table(3, begun=False)
    for verb in (c.Next, c.Pause, c.HoldSilence, c.Resume):
        assert table.no(verb(seat=1)) == Code.NOT_STARTED
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_STARTED


def _named(module: ModuleType, base: type) -> set[type]:
    return {
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base) and value is not base
    }


def test_the_table_has_every_command_of_the_slices() -> None:
    of_the_slices = set().union(*(_named(module, c.Command) for module in SLICES))
    assert set(TABLE) == _named(c, c.Command) == of_the_slices
    assert all(row.command is command for command, row in TABLE.items())
    assert all(set(row.answers) == set(When) for row in TABLE.values())


def test_every_event_of_the_slices_is_folded_and_the_list_of_events_has_no_other() -> None:
    of_the_slices = set().union(*(_named(module, e.Event) for module in SLICES))
    assert set(FOLDS) == of_the_slices
    assert _named(e, e.Event) <= of_the_slices


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.command.__name__)
def test_every_rule_says_what_it_is_and_where_it_comes_from(row: CommandRow) -> None:
    rule = row.rule
    assert isinstance(rule, FunctionType)
    module = sys.modules[rule.__module__]
    assert rule.__doc__, f"{rule.__name__} does not say its rule"
    said = " ".join(f"{rule.__doc__} {module.__doc__}".split())
    cited = re.findall(r"docs/method\.md, \"([^\"]+)\"", said)
    assert cited, f"neither {rule.__name__} nor its module says where the rule comes from"


def test_what_is_cited_can_be_read() -> None:
    headings = set(re.findall(r"^## (.+)$", (ROOT / "docs/method.md").read_text("utf-8"), re.M))
    for path in sorted((ROOT / "bot/circle").glob("*.py")):
        said = " ".join(path.read_text("utf-8").split())
        for heading in re.findall(r"docs/method\.md, \"([^\"]+)\"", said):
            assert heading in headings, f"{path.name} cites {heading}, which docs/method.md does not have"
