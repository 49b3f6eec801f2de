"""A database that was kept is moved to PostgreSQL in mid-story, and its circles go on there as if nothing had been."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.operating import moving
from bot.services.starting import keys
from bot.settings import Settings
from bot.store.opening import open_store
from tests import postgres
from tests.kept.make import SETTINGS
from tests.kept.test_upgrade import (
    KEPT,
    Back,
    test_sparks_that_waited_are_posted_and_can_be_withdrawn,
    test_the_live_circle_goes_on_and_what_was_answered_before_counts,
    test_the_planned_date_can_be_joined_and_wishes_are_honoured,
    test_what_a_server_chose_is_still_there,
)
from tests.kept.world import HOME, returned

pytestmark = pytest.mark.postgresql
NAME = f"kept_{os.getpid()}"
__all__ = [
    "test_sparks_that_waited_are_posted_and_can_be_withdrawn",
    "test_the_live_circle_goes_on_and_what_was_answered_before_counts",
    "test_the_planned_date_can_be_joined_and_wishes_are_honoured",
    "test_what_a_server_chose_is_still_there",
]


@pytest.fixture
def kept() -> Path:
    """The newest."""
    return HOME / KEPT[-1]


@pytest.fixture
def back(kept: Path, tmp_path: Path) -> Iterator[Back]:
    """The bot of today on the database that it was moved to."""
    server = postgres.Server(Path(os.environ[postgres.ENVIRONMENT]))
    _do(server, f"CREATE DATABASE {NAME}", f"CREATE DATABASE {NAME}_keys")

    async def move(settings: Settings) -> Settings:
        store = await open_store(settings.database.url)
        (await keys.unlock(store, settings.privacy)).keys.close()
        await store.close()
        url, keys_url = server.url(NAME), server.url(f"{NAME}_keys")
        await moving.transfer(settings, make_url(url), make_url(keys_url))
        sections = {
            "database": settings.database.model_copy(update={"url": url}),
            "privacy": settings.privacy.model_copy(update={"key_database": keys_url}),
        }
        return settings.model_copy(update=sections)

    yield lambda: returned(kept, tmp_path, SETTINGS, move)
    _do(server, f"DROP DATABASE {NAME} WITH (FORCE)", f"DROP DATABASE {NAME}_keys WITH (FORCE)")


def _do(server: postgres.Server, *statements: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as db:
        for statement in statements:
            db.execute(statement)
