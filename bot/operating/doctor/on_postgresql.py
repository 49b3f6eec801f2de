"""Checks of PostgreSQL servers. Nothing is changed, also while a bot runs on them."""

from __future__ import annotations

from sqlalchemy.engine import URL

from bot.settings import Settings
from bot.store.opening import look_into
from bot.store.postgres_server import Server, server, what_is_in_the_way
from bot.store.store import Store, StoreError

from .finding import Finding, to_do, well


async def look(store: Store, settings: Settings) -> list[Finding]:
    """Whether the servers can be reached, are new enough, and let the bot do what it has to."""
    try:
        found = await store.read(server)
    except StoreError as error:
        words = f"{error} Look whether url under [database] is right, and whether it runs."
        return [to_do("server", words)]
    place = settings.privacy.session_keys
    of_keys = [await _of_keys(place, found)] if isinstance(place, URL) else []
    return [_server(found), *of_keys, _backups()]


def _server(found: Server) -> Finding:
    if why := what_is_in_the_way(found):
        return to_do("server", why)
    return well("server", f"PostgreSQL {found.version}, and {found.user} may do there what is needed.")


async def _of_keys(place: URL, circles: Server) -> Finding:
    """The server with the keys: whether one that is destroyed is gone there."""
    check = "key server"
    store = look_into(place.render_as_string(hide_password=False))
    assert store is not None
    try:
        found = await store.read(server)
    except StoreError as error:
        return to_do(
            check, f"{error} Look whether key_database under [privacy] is right, and whether it runs."
        )
    finally:
        await store.close()
    if why := what_is_in_the_way(found):
        return to_do(check, why)
    if found.system == circles.system:
        return well(
            check, "It is the server of the circles too. Better is one of its own: a copy of this has both."
        )
    if found.log_has_all:
        return well(
            check,
            f"PostgreSQL {found.version}. Its log keeps destroyed keys for a while. Better is wal_level = minimal, "
            "without an archive.",
        )
    return well(check, f"PostgreSQL {found.version}. A destroyed key is nowhere in its files.")


def _backups() -> Finding:
    words = (
        "How old they are is not known here: PostgreSQL's are yours to make. story-circle backup says how."
    )
    return well("backups", words)
