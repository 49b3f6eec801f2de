"""Whole stories on the strict Discord: an evening, a weekly circle over four weeks, a harvest.

What everybody sees must be what they see in simulated Discord, also when the bot is stopped or killed, in turn, between
the steps. Every request is checked as `strict_house` says.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import harvest, script, weekly
from tests.journeys.crash import Step
from tests.journeys.house import house
from tests.journeys.playing import Playing
from tests.wire.strict_house import StrictHouse, play_in_strict_house


@dataclass(frozen=True)
class Story:
    """What is done, what comes of it, and after how many steps there is another bot."""

    steps: Sequence[Step]
    outcome: Callable[[Any], Any]
    restart_every: int


STORIES = {
    "an evening": Story([script.opened("thread"), *script.STEPS], script.outcome, 5),
    "an evening in a channel": Story([script.opened("channel"), *script.STEPS], script.outcome, 5),
    "an evening in a voice channel": Story([script.opened("voice"), *script.STEPS], script.outcome, 5),
    "a weekly circle over four weeks": Story(weekly.STEPS, weekly.outcome, 4),
    "a harvest": Story(harvest.STEPS, harvest.outcome, 3),
}


async def outcome_of(story: Story, h: Playing) -> Any:
    found = story.outcome(h)
    return await found if inspect.isawaitable(found) else found


async def in_simulated_discord(story: Story) -> Any:
    """What comes of it where Discord is kind and nothing is stopped."""
    async with house() as h:
        for step in story.steps:
            await step(h)
        return await outcome_of(story, h)


def in_any_order(outcome: Any) -> Any:
    """An invitation that Discord does not let change any more has a fresh one in its place, further down."""
    return replace(outcome, lobby=sorted(outcome.lobby)) if hasattr(outcome, "lobby") else outcome


@pytest.mark.threads
@pytest.mark.parametrize("name", STORIES)
def test_on_the_strict_discord_a_story_comes_out_as_in_the_simulated_one(name: str, tmp_path: Path) -> None:
    story = STORIES[name]

    async def play(h: StrictHouse) -> tuple[Any, int]:
        for number, step in enumerate(story.steps, 1):
            await step(h)
            if number % story.restart_every == 0:
                await h.restart(kill=h.restarts % 2 == 1)
        return await outcome_of(story, h), h.restarts

    outcome, count = play_in_strict_house(tmp_path, play)
    assert in_any_order(outcome) == in_any_order(asyncio.run(in_simulated_discord(story)))
    assert count == len(story.steps) // story.restart_every > 5
