"""Formats: the shipped ones parse, and one that cannot be used is refused by the name of the key."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.circle import commands as c
from bot.circle.format_table import parse_format
from bot.circle.formats import (
    Format,
    FormatError,
    PassPolicy,
    PromptKind,
    SpeakingOrder,
    StageKind,
    Timing,
)

from .table import CHECK_IN, CLOSING, Table, a_format

SHIPPED = sorted((Path(__file__).parents[2] / "data" / "formats").glob("*.toml"))
A_TABLE: dict[str, Any] = {
    "id": "small",
    "title": "Small",
    "summary": "A small circle.",
    "minimum": 3,
    "capacity": 6,
    "order": "volunteer",
    "pass_policy": "free",
    "timing": {"offer_s": 40},
    "stage": [
        {
            "kind": "agreements",
            "title": "A",
            "text": "a",
            "seconds": 60,
            "items": ["One."],
            "exception": "But.",
        },
        {"kind": "round", "title": "R", "text": "r", "seconds": 90, "prompt": "story"},
        {"kind": "harvest", "title": "H", "text": "h", "seconds": 60},
    ],
}


def _changed(where: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The table with one place of it put differently; `...` takes it away."""
    table = deepcopy(A_TABLE)
    inner: Any = table
    for step in where[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    return table


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_format_parses_and_can_be_held_to_its_end(path: Path) -> None:
    chosen = parse_format(tomllib.loads(path.read_text("utf-8")))
    assert chosen.id == path.stem
    assert chosen.asks_agreement
    kinds = [stage.kind for stage in chosen.stages]
    assert kinds.index(StageKind.AGREEMENTS) < kinds.index(StageKind.ROUND), "agreed to before anyone shares"
    table = Table(chosen.minimum, chosen)
    while not table.over:
        if table.offered is not None:
            table.shares(table.offered)
        else:
            table.tick()
    assert table.state.end_reason == "completed"
    assert table.state.spoke == tuple(range(1, chosen.minimum + 1))


def test_the_four_formats_that_others_rely_on_are_shipped() -> None:
    shipped = {path.stem for path in SHIPPED}
    assert shipped >= {"story-circle", "check-in", "talking-circle", "quick-circle"}


def test_a_quick_circle_is_one_round_of_two_minutes_a_turn() -> None:
    path = next(path for path in SHIPPED if path.stem == "quick-circle")
    chosen = parse_format(tomllib.loads(path.read_text("utf-8")))
    assert [stage.seconds for stage in chosen.stages if stage.kind is StageKind.ROUND] == [120]


def _shipped(name: str) -> Format:
    path = next(path for path in SHIPPED if path.stem == name)
    return parse_format(tomllib.loads(path.read_text("utf-8")))


def test_in_a_grief_circle_a_silence_follows_each_story_and_less_of_one_a_name() -> None:
    chosen = _shipped("grief-circle")
    table = Table(3, chosen)
    quiet: dict[str, set[float]] = {}
    while not table.over:
        if table.offered is not None:
            table.receive(table.offered)
            assert table.speaking is not None
            table.do(c.Done(seat=table.speaking, seen=table.state.version))
            quiet.setdefault(table.stage, set()).add(table.left)
            assert table.waits_for == "breath"
        else:
            table.tick()
    assert quiet == {"Whom we miss": {10.0}, "Stories": {45.0}, "Reflection": {20.0}}


def test_the_last_meeting_looks_back_and_says_goodbye_and_asks_for_no_new_story() -> None:
    chosen = _shipped("last-meeting")
    rounds = [stage.title for stage in chosen.stages if stage.kind is StageKind.ROUND]
    assert rounds == ["Looking back", "What I take with me", "Goodbye"]
    assert all(stage.prompt is None for stage in chosen.stages)


def test_newcomers_may_ask_before_the_end() -> None:
    kinds = [stage.kind for stage in _shipped("newcomers").stages]
    assert kinds[-2:] == [StageKind.OPEN, StageKind.CLOSING]


def test_a_table_becomes_a_format() -> None:
    chosen = parse_format(A_TABLE)
    assert (chosen.id, chosen.title, chosen.minimum, chosen.capacity) == ("small", "Small", 3, 6)
    assert (chosen.order, chosen.pass_policy) == (SpeakingOrder.VOLUNTEER, PassPolicy.FREE)
    assert chosen.timing == Timing(offer_s=40)
    assert (chosen.stages[0].items, chosen.stages[0].exception) == (("One.",), "But.")
    assert (chosen.stages[1].prompt, chosen.stages[1].seconds) == (PromptKind.STORY, 90)


def test_what_a_table_leaves_out_is_as_usual() -> None:
    table = {key: A_TABLE[key] for key in ("id", "title", "summary", "stage")}
    chosen = parse_format(table)
    assert (chosen.minimum, chosen.capacity) == (3, 8)
    assert (chosen.order, chosen.pass_policy) == (SpeakingOrder.ROUND, PassPolicy.FREE)
    assert chosen.timing == Timing()
    assert chosen.written_factor == 1.5


@pytest.mark.parametrize(
    ("where", "value", "named"),
    [
        (("id",), ..., "id"),
        (("title",), "  ", "title"),
        (("summary",), 5, "summary"),
        (("capacity",), 9, "capacity"),
        (("capacity",), 2, "capacity"),
        (("capacity",), "8", "capacity"),
        (("capacity",), True, "capacity"),
        (("minimum",), 7, "minimum"),
        (("minimum",), 2, "minimum"),
        (("order",), "clockwise", "order"),
        (("order",), ["round"], "order"),
        (("pass_policy",), "never", "pass_policy"),
        (("written_factor",), 0.5, "written_factor"),
        (("written_factor",), 3.5, "written_factor"),
        (("written_factor",), True, "written_factor"),
        (("written_factor",), "long", "written_factor"),
        (("written_factor",), float("nan"), "written_factor"),
        (("timing",), 60, "timing"),
        (("timing",), "slow", "timing"),
        (("timing", "offer_s"), -1, "timing.offer_s"),
        (("timing", "offer_s"), 86_401, "timing.offer_s"),
        (("timing", "offer_s"), 1.5, "timing.offer_s"),
        (("timing", "offer"), 60, "timing offer"),
        (("colour",), "blue", "colour"),
        (("stage",), ..., "stage"),
        (("stage",), [], "stage"),
        (("stage",), {}, "stage"),
        (("stage", 1), 5, "stage 2"),
        (("stage", 1), "round", "stage 2"),
        (("stage", 1, "kind"), ..., "stage 2 kind"),
        (("stage", 1, "kind"), "dance", "stage 2 kind"),
        (("stage", 1, "title"), "", "stage 2 title"),
        (("stage", 1, "text"), ..., "stage 2 text"),
        (("stage", 1, "seconds"), ..., "stage 2 seconds"),
        (("stage", 1, "seconds"), 9, "stage 2 seconds"),
        (("stage", 1, "seconds"), 7_201, "stage 2 seconds"),
        (("stage", 1, "prompt"), "joke", "stage 2 prompt"),
        (("stage", 2, "prompt"), "closing", "stage 3 prompt"),
        (("stage", 1, "minutes"), 3, "stage 2 minutes"),
        (("stage", 1, "breath_s"), -1, "stage 2 breath_s"),
        (("stage", 1, "breath_s"), 601, "stage 2 breath_s"),
        (("stage", 1, "breath_s"), "long", "stage 2 breath_s"),
        (("stage", 2, "breath_s"), 30, "stage 3 breath_s"),
        (("stage", 0, "items"), ..., "stage 1"),
        (("stage", 0, "items"), "One.", "stage 1 items"),
        (("stage", 0, "items"), [" "], "stage 1 items"),
        (("stage", 0, "items"), [7], "stage 1 items"),
        (("stage", 0, "exception"), ..., "stage 1"),
        (("stage", 0, "exception"), 7, "stage 1 exception"),
        (("stage", 1, "items"), ["One."], "stage 2"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused_by_the_name_of_the_key(
    where: tuple[str | int, ...], value: Any, named: str
) -> None:
    with pytest.raises(FormatError) as refused:
        parse_format(_changed(where, value))
    assert refused.value.where == named
    assert str(refused.value).startswith(named + " ")


def test_a_session_may_have_another_number_of_seats() -> None:
    chosen = a_format(minimum=5, capacity=8)
    assert chosen.adjusted(capacity=4).capacity == 4
    assert chosen.adjusted(capacity=4).minimum == 4, "nobody waits for more than there are seats"
    assert chosen.adjusted(capacity=6).minimum == 5
    for impossible in (2, 9):
        with pytest.raises(FormatError, match="capacity"):
            chosen.adjusted(capacity=impossible)


def test_a_session_may_have_longer_stories_and_nothing_else_is_longer() -> None:
    chosen = a_format().adjusted(story_s=240)
    assert [stage.seconds for stage in chosen.stages] == [CHECK_IN.seconds, 240, CLOSING.seconds]
    assert a_format().adjusted() == a_format()
    for impossible in (29, 3601):
        with pytest.raises(FormatError, match="seconds"):
            a_format().adjusted(story_s=impossible)


def test_in_writing_every_turn_is_longer_once_and_nothing_else_is() -> None:
    spoken = a_format(written_factor=1.5)
    written = spoken.adjusted(in_writing=True)
    assert [stage.seconds for stage in written.stages] == [150, 270, CLOSING.seconds]
    assert written.adjusted(in_writing=True) == written, "a second circle of a date is not longer still"
    assert spoken.adjusted() == spoken, "spoken turns are as the format says"


def test_minutes_that_are_typed_are_taken_as_they_are_also_in_writing() -> None:
    written = a_format(written_factor=1.5).adjusted(story_s=600, in_writing=True)
    assert [stage.seconds for stage in written.stages] == [150, 600, CLOSING.seconds]


def test_a_kept_format_that_names_no_factor_keeps_its_times() -> None:
    kept = TypeAdapter(Format).dump_json(a_format(), exclude_defaults=True)
    assert b"written_factor" not in kept
    assert b"pass_policy" not in kept
    again = TypeAdapter(Format).validate_json(kept)
    assert again.adjusted(in_writing=True).stages == a_format().stages
    assert again.pass_policy is PassPolicy.COME_BACK, "a circle that is under way goes on as it began"


def test_only_a_format_with_agreements_asks_for_them() -> None:
    assert not a_format().asks_agreement
    assert parse_format(A_TABLE).asks_agreement
    assert isinstance(parse_format(A_TABLE), Format)
