"""Checks of a PostgreSQL server. Nothing is changed, also while a bot runs on it."""

from __future__ import annotations

from bot.store.postgres_server import Server, server, what_is_in_the_way
from bot.store.store import Store, StoreError

from .finding import Finding, to_do, well


async def look(store: Store) -> list[Finding]:
    """Whether the server can be reached, is new enough, and lets the bot do what it has to."""
    try:
        found = await store.read(server)
    except StoreError as error:
        words = f"{error} Look whether it runs, and whether url under [database] is right."
        return [to_do("server", words)]
    return [_server(found), _backups()]


def _server(found: Server) -> Finding:
    if why := what_is_in_the_way(found):
        return to_do("server", why)
    return well("server", f"PostgreSQL {found.version}, and {found.user} may do there what is needed.")


def _backups() -> Finding:
    words = (
        "How old they are is not known here: PostgreSQL's are yours to make. story-circle backup says how."
    )
    return well("backups", words)
