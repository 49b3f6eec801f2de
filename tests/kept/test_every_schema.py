"""The live circle of every other schema there was goes on too."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.store import migrate
from tests.journeys.house import house
from tests.kept.make import SETTINGS, tell
from tests.kept.test_upgrade import (
    KEPT,
    LIVE,
    OFTEN,
    back,
    test_the_live_circle_goes_on_and_what_was_answered_before_counts,
)
from tests.kept.world import HOME

__all__ = ["back", "test_the_live_circle_goes_on_and_what_was_answered_before_counts"]
FIRST = "0005"
"""The first that anybody could run."""
NEVER_ALONE = {"0024"}
"""What came together with the next one."""


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.exhaustive) for name in KEPT if name not in OFTEN]
)
def kept(request: pytest.FixtureRequest) -> Path:
    """Each of those that are not tried in every way."""
    return HOME / str(request.param)


def test_of_every_schema_but_the_newest_a_database_is_kept() -> None:
    _, *earlier = (found.revision for found in ScriptDirectory.from_config(migrate.config()).walk_revisions())
    lacking = {revision for revision in earlier if revision >= FIRST} - NEVER_ALONE - {*KEPT}
    assert not lacking, (
        f"check out the last commit with it, and keep one: python -m tests.kept.make ({lacking})"
    )


@pytest.mark.exhaustive
async def test_what_is_kept_of_the_next_one_can_still_be_played(tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db", **SETTINGS) as h:
        await tell(h)
        assert {one.name for one in await h.bot.desks.circle.open_in(h.guild_id)} >= {LIVE, "Quiet circle"}
