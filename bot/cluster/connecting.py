"""Connections to PostgreSQL that a process of a cluster has for itself, beside those of the store."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

import psycopg
from sqlalchemy import make_url

from bot.store.store import StoreError

ANSWERS_WITHIN_S = 2.5
"""How long an answer is waited for. It is less than a lease, so that whoever is cut off knows it in time."""
REACHED = (psycopg.Error, OSError, TimeoutError)
"""What is raised when the database does not answer, or no longer."""

RowValues = tuple[Any, ...]


class Connection:
    """One connection. Each statement is a transaction of its own."""

    def __init__(self, connection: psycopg.AsyncConnection[RowValues]) -> None:
        self.raw = connection
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *settings: str) -> Connection:
        """Connect.

        Args:
            url: the address of the database.
            settings: of PostgreSQL, for this connection.

        Raises:
            StoreError: the database cannot be reached.
        """
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                return cls(
                    await psycopg.AsyncConnection.connect(
                        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False),
                        autocommit=True,
                        application_name="story-circle",
                        tcp_user_timeout=3000,
                        keepalives_idle=2,
                        keepalives_interval=1,
                        keepalives_count=2,
                        options=" ".join(f"-c {setting}" for setting in settings),
                    )
                )
        except REACHED as error:
            raise StoreError(f"The PostgreSQL database cannot be reached: {type(error).__name__}.") from None

    async def ask(self, statement: str, *values: object) -> list[RowValues]:
        """Run one statement. Returns its rows; none, if it is of a kind that has none.

        Raises:
            psycopg.Error, OSError, TimeoutError: the database does not answer, or no longer.
        """
        async with self._lock, asyncio.timeout(ANSWERS_WITHIN_S):
            done = await self.raw.execute(statement.encode(), values)
            return await done.fetchall() if done.description else []

    async def close(self) -> None:
        """Let go of it, and of everything it holds."""
        await self.raw.close()

    async def __aenter__(self) -> Connection:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self.close()
