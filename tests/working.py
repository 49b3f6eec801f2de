"""What use cases work with, for tests that run one without a bot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.content import Content, load_content
from bot.privacy.sealing import Vault
from bot.services.unit_of_work import Transactions, Work
from bot.settings import ROOT, Circles, Rooms, Settings
from bot.store.store import Store

CONTENT = load_content(ROOT / "data")
SETTINGS = Settings(rooms=Rooms(linger_minutes=0), circles=Circles(open_per_server=500))


def transactions(
    store: Store,
    vault: Vault,
    clock: Clock | None = None,
    content: Content = CONTENT,
    settings: Settings = SETTINGS,
) -> Transactions:
    """Runs use cases on that store. Nobody waits for what they make due."""
    return Transactions(store, vault, clock or Clock(), content, settings)


def work(db: Connection, vault: Vault, now: datetime) -> Work:
    """One transaction under way."""
    return Work(db, vault, CONTENT, now, SETTINGS)
