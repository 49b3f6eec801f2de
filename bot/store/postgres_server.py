"""What a PostgreSQL server is like, and what its user may do in a database, as the database itself tells it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, inspect

LEAST_VERSION = 14
"""The oldest PostgreSQL that has all that is used."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and one database of it.

    Args:
        system: the number that each server has of its own.
        version: such as 17.2.
        database: the name of the database.
        user: whoever is connected.
        encoding: how text is kept.
        may_create: whether that user may make tables there.
        tables: the names of the tables that are there.
        not_owned: one of them that belongs to somebody else; None if all are the user's own.
        only_reads: whether it is the replica of another server.
        log_has_all: whether its log has more in it than what a restart needs, or is kept elsewhere too.
    """

    system: int
    version: str
    database: str
    user: str
    encoding: str
    may_create: bool
    tables: tuple[str, ...]
    not_owned: str | None
    only_reads: bool
    log_has_all: bool

    @property
    def is_too_old(self) -> bool:
        """Whether it lacks something that is used."""
        return int(self.version.partition(".")[0]) < LEAST_VERSION

    def is_same_database(self, other: Server) -> bool:
        """Whether both are one database, by whatever names they were reached."""
        return (self.system, self.database) == (other.system, other.database)


_SERVER = """
SELECT (SELECT system_identifier FROM pg_control_system()) AS system,
    split_part(current_setting('server_version'), ' ', 1) AS version,
    current_database()::text AS database,
    current_user::text AS user,
    current_setting('server_encoding') AS encoding,
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
    (SELECT min(relname::text) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
        AND NOT pg_has_role(current_user, relowner, 'USAGE')) AS not_owned,
    pg_is_in_recovery() AS only_reads,
    (current_setting('wal_level') <> 'minimal' OR current_setting('archive_mode') <> 'off') AS log_has_all
"""


def server(db: Connection) -> Server:
    """The server of a connection."""
    row = db.exec_driver_sql(_SERVER).mappings().one()
    return Server(**row, tables=tuple(inspect(db).get_table_names()))


def what_is_in_the_way(found: Server) -> str | None:
    """Why Story Circle cannot keep its tables in that database, and what to do; None if it can."""
    name, user = found.database, found.user
    if found.is_too_old:
        return f"PostgreSQL {found.version} is too old. Update it to {LEAST_VERSION} or newer."
    if found.only_reads:
        return f"The database {name} is a replica, which can only be read. Name the server that it follows."
    if found.encoding != "UTF8":
        return (
            f"The database {name} keeps text as {found.encoding}, which lacks many letters. "
            f"Make it anew: createdb --encoding=UTF8 --template=template0 {name}"
        )
    if not found.may_create:
        return (
            f"The user {user} may not make tables in the database {name}. "
            f'As its administrator run: ALTER DATABASE "{name}" OWNER TO "{user}"'
        )
    if found.not_owned:
        return (
            f"The table {found.not_owned} in the database {name} belongs to somebody else, so updates would fail. "
            f'As its administrator run: ALTER TABLE "{found.not_owned}" OWNER TO "{user}"'
        )
    return None
