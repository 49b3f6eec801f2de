"""Bringing the tables up to date at start, with Alembic, inside one transaction."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from .locks import Whole, be_patient, hold

HOME = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """The database belongs to a newer version of the bot."""


def config() -> Config:
    """Alembic's settings, without a file of their own."""
    settings = Config()
    settings.set_main_option("script_location", str(HOME))
    return settings


class SchemaAge(Enum):
    """How the tables of a database compare with those of this version."""

    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


def revision(db: Connection) -> str | None:
    """Which migration a database was last brought to; None if it is no database of ours."""
    return MigrationContext.configure(db).get_current_revision()


def schema_age(db: Connection) -> SchemaAge:
    """How a database compares with this version, with nothing changed."""
    current = revision(db)
    scripts = ScriptDirectory.from_config(config())
    if current == scripts.get_current_head():
        return SchemaAge.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaAge.OLDER if current is None or current in known else SchemaAge.NEWER


def upgrade(db: Connection) -> None:
    """Run the migrations that are missing.

    Raises:
        MigrationError: the database is newer than this bot.
    """
    settings = config()
    newest = ScriptDirectory.from_config(settings).get_current_head()
    if revision(db) == newest:
        return
    be_patient(db)
    hold(db, Whole.TABLES)
    if revision(db) == newest:
        return  # another process has done it meanwhile
    settings.attributes["connection"] = db
    try:
        command.upgrade(settings, "head")
    except CommandError as error:
        raise MigrationError(f"The database belongs to a newer version of Story Circle: {error}") from error
