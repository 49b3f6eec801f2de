"""What use cases work with, for tests that run one without a bot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.content import Content, load_content
from bot.privacy.sealing import Vault
from bot.services.unit_of_work import Limits, Transactions, Work
from bot.settings import ROOT
from bot.store.store import Store

CONTENT = load_content(ROOT / "data")
LIMITS = Limits(linger_s=0, most_open=1000)


def transactions(
    store: Store,
    vault: Vault,
    clock: Clock | None = None,
    content: Content = CONTENT,
    limits: Limits = LIMITS,
) -> Transactions:
    """Runs use cases on that store. Nobody waits for what they make due."""
    return Transactions(store, vault, clock or Clock(), content, limits)


def work(db: Connection, vault: Vault, now: datetime) -> Work:
    """One transaction under way."""
    return Work(db, vault, CONTENT, now, LIMITS)
