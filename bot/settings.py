"""Typed settings: a TOML file, then `STORY_CIRCLE_...` from the environment, then what the caller overrides.

`config.example.toml` explains every one; a test loads that very file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as Unparsable
from sqlalchemy import URL, make_url

from .setting_values import DatabaseUrl, FilePath, FilePathIfAny, KeyPlaceIfAny, Permission, RoleId, Token

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = Path("config.toml")
PREFIX = "STORY_CIRCLE_"

NO_WHOLE_NUMBER = "is not a whole number"
NO_SWITCH = "is neither true nor false"
WHAT_IS_WRONG: Mapping[str, str] = {
    "bool_parsing": NO_SWITCH,
    "bool_type": NO_SWITCH,
    "extra_forbidden": "is not a setting; config.example.toml shows every one",
    "finite_number": NO_WHOLE_NUMBER,
    "greater_than_equal": "is too small; {ge} is the least",
    "int_from_float": NO_WHOLE_NUMBER,
    "int_parsing": NO_WHOLE_NUMBER,
    "int_parsing_size": NO_WHOLE_NUMBER,
    "int_type": NO_WHOLE_NUMBER,
    "less_than": "is too large to be a number of Discord's",
    "less_than_equal": "is too large; {le} is the most",
    "literal_error": "can only be {expected}",
    "missing": "is missing",
    "model_type": "is not a section; write its name in [ ], and its settings below",
    "path_type": "is not the name of a file; write it in quotation marks",
    "string_too_long": "is too long; {max_length} characters are the most",
    "string_too_short": "is empty",
    "string_type": "is not text; write it in quotation marks",
    "string_unicode": "is not text",
    "too_long": "has too many entries; {max_length} are the most",
    "tuple_type": "is not a list; write it in [ ]",
    "value_error": "{error}",
}
"""What is said of a setting, by what pydantic calls the error. Its own words are for programmers."""


class SettingsError(Exception):
    """Settings that cannot be used. The text names each key and never shows a value."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Discord(_Section):
    """The connection to Discord."""

    token: Token = SecretStr("")
    calls_per_second: int = Field(45, ge=1, le=50)
    sync_commands: bool = True


class Database(_Section):
    """Where the state is kept."""

    url: DatabaseUrl = "sqlite:///data/var/story-circle.db"


class Privacy(_Section):
    """What protects the people in it."""

    key_file: FilePath = Path("data/var/seal.key")
    key_database: KeyPlaceIfAny = ""
    contact: str = Field("", max_length=200)
    """How people reach whoever runs the bot: shown to everyone who asks."""

    @property
    def session_keys(self) -> Path | URL:
        """Where the keys of sessions are: a file, or a PostgreSQL database."""
        if "://" in self.key_database:
            return make_url(self.key_database)
        return Path(self.key_database or self.key_file.parent / "session-keys" / "keys.db")


class Backup(_Section):
    """Copies of the database, in case it is lost. No key is in them."""

    nightly: bool = True
    folder: FilePathIfAny = ""
    keep_days: int = Field(7, ge=1, le=365)


class People(_Section):
    """Who counts as a facilitator or an admin."""

    facilitator_permission: Permission = "manage_events"
    facilitator_roles: tuple[RoleId, ...] = ()
    admin_permission: Permission = "manage_guild"
    admin_roles: tuple[RoleId, ...] = ()


class Circles(_Section):
    """What a session is like unless its facilitator says otherwise."""

    format: str = "story-circle"
    open_per_server: int = Field(20, ge=1, le=500)
    scale: bool = False


class Rooms(_Section):
    """Where a session happens, and what becomes of the place."""

    at_end: Literal["delete", "archive", "keep"] = "delete"
    clears: bool = False
    linger_minutes: int = Field(10, ge=0, le=1440)

    @property
    def linger_s(self) -> float:
        """How long a room stays after its session has ended, in seconds."""
        return 60.0 * self.linger_minutes


class Cluster(_Section):
    """Several processes that share the work, on one PostgreSQL database. Off, as long as `shards` is 0."""

    shards: int = Field(0, ge=0, le=16_384)
    """Into how many connections Discord is to divide the servers, over all processes."""
    slots: int = Field(6, ge=1, le=256)
    """Into how many groups the shards are divided. A process takes whole groups."""

    @property
    def is_on(self) -> bool:
        """Whether several processes share the work."""
        return self.shards > 0

    @property
    def all_slots(self) -> range:
        """Every slot there is."""
        return range(min(self.slots, self.shards) or 1)

    def slot_of(self, guild_xid: int) -> int:
        """The slot of a server: that of the shard at which Discord tells of it."""
        return self._slot_of_shard((guild_xid >> 22) % self.shards) if self.shards else 0

    def shards_of(self, slot: int) -> list[int]:
        """The shards of a slot. They lie together, so that as many as possible may connect at once."""
        return [shard for shard in range(self.shards) if self._slot_of_shard(shard) == slot]

    def _slot_of_shard(self, shard: int) -> int:
        return shard * len(self.all_slots) // self.shards


class Keeping(_Section):
    """For how long what nobody uses any more is kept. `docs/privacy.md` has the whole table."""

    circle_months: int = Field(12, ge=1, le=60)
    """The name of a circle that met last so long ago, and which questions it has had."""
    note_days: int = Field(30, ge=1, le=365)
    """What an admin wrote of a date that is skipped, after that date."""
    draft_hours: int = Field(24, ge=1, le=168)
    """A schedule that nobody confirmed."""
    spark_years: int = Field(5, ge=2, le=10)
    """Where a spark of hope was posted, so that its giver can withdraw it."""
    wish_years: int = Field(3, ge=1, le=10)
    """What somebody wishes of reminders, after they said so."""
    question_weeks: int = Field(6, ge=1, le=26)
    """That somebody left a question unanswered which nobody has to answer: so long it is not asked again."""
    server_months: int = Field(12, ge=1, le=60)
    """What a server has set up, after the bot was taken out of it."""


class Language(_Section):
    """The language used where a reader's own is not known or not there."""

    default: str = "en"


class Resource(_Section):
    """One place to turn to, as the server's own people checked it."""

    title: str = Field(min_length=1, max_length=100)
    text: str = Field("", max_length=300)
    phone: str = Field("", max_length=60)
    link: str = Field("", max_length=200)


class Care(_Section):
    """What is shown to somebody who asks for support."""

    resources: tuple[Resource, ...] = Field((), max_length=10)


class Log(_Section):
    """What is written down of the bot's own work. Never what people say."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    style: Literal["text", "json"] = "text"


class Metrics(_Section):
    """Numbers about the bot's own work, for programs on this machine."""

    port: int = Field(0, ge=0, le=65535)


class _File(TomlConfigSettingsSource):
    """The file, with or without the mark that some editors put before UTF-8."""

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        return tomllib.loads(file_path.read_bytes().decode("utf-8-sig"))


class Settings(BaseSettings):
    """All settings of one bot."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
    )

    discord: Discord = Discord()
    database: Database = Database()
    privacy: Privacy = Privacy()
    backup: Backup = Backup()
    people: People = People()
    circles: Circles = Circles()
    rooms: Rooms = Rooms()
    keeping: Keeping = Keeping()
    cluster: Cluster = Cluster()
    language: Language = Language()
    care: Care = Care()
    log: Log = Log()
    metrics: Metrics = Metrics()

    @property
    def database_file(self) -> Path | None:
        """The file of the database; None on PostgreSQL."""
        url = make_url(self.database.url)
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    @property
    def backups(self) -> Path | None:
        """The folder where backups are kept; None on PostgreSQL, which has its own."""
        file = self.database_file
        return None if file is None else Path(self.backup.folder or file.parent / "backups")

    @classmethod
    def load(cls, path: Path | str | None = None, **overrides: Any) -> Settings:
        """Read the settings.

        Args:
            path: the TOML file. None: `config.toml` where the bot is started, if there is one.
            overrides: sections, as mappings, that win over the file and the environment.

        Raises:
            SettingsError: the file is missing or is not TOML, or a key is unknown or has a wrong value.
        """
        file = Path(path) if path is not None else DEFAULT_FILE
        _check_file(file, is_named=path is not None)
        _check_environment(cls.model_fields)
        try:
            sources = (InitSettingsSource(cls, overrides), EnvSettingsSource(cls), _File(cls, file))
            loaded = cls(_build_sources=(sources, overrides))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file}: this is not TOML: {error}") from None
        except UnicodeDecodeError:
            raise SettingsError(f"{file}: this is not a text file in UTF-8.") from None
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False)
            raise SettingsError(
                "\n".join([f"{_where(file)}: these settings cannot be used.", *map(_sentence, found)])
            ) from None
        except Unparsable:
            raise SettingsError(
                f"A {PREFIX}... variable in the environment has a list or a table that is not JSON."
            ) from None
        except OSError as error:
            raise SettingsError(f"{file}: this file cannot be read: {error.strerror}.") from None
        except (RecursionError, ValueError):
            # Python reads no number of more than 4,300 digits, and nothing that lies too deep.
            raise SettingsError(f"{_where(file)}: a number is too long, or a table lies too deep.") from None
        if loaded.cluster.is_on and loaded.database_file is not None:
            raise SettingsError(
                f"{_where(file)}: [cluster] is for several processes, and these need PostgreSQL. "
                "Only one process can run on a SQLite file. Set database.url to a postgresql:// address."
            )
        if loaded.cluster.is_on and isinstance(loaded.privacy.session_keys, Path):
            raise SettingsError(
                f"{_where(file)}: with [cluster] every process needs every key. "
                "Set privacy.key_database to the postgresql:// address of a second database."
            )
        return loaded


def _sentence(found: ErrorDetails) -> str:
    """One wrong setting, and what is wrong with it. Of what was written there nothing is shown."""
    key = ".".join(map(str, found["loc"]))
    return f"  {key} {WHAT_IS_WRONG.get(found['type'], 'cannot be used').format_map(found.get('ctx', {}))}."


def _check_file(file: Path, *, is_named: bool) -> None:
    """The file is there, if it was named, and is one."""
    try:
        if file.is_dir():
            raise SettingsError(f"{file}: this is a folder, and not a file with settings.")
        if is_named and not file.exists():
            raise SettingsError(f"{file}: there is no such file. `story-circle init` makes one.")
    except OSError as error:
        raise SettingsError(f"{file}: this file cannot be read: {error.strerror}.") from None
    except ValueError:
        raise SettingsError(
            "The name of the file with settings has a character that no file can have."
        ) from None


def _check_environment(sections: Container[str]) -> None:
    """No variable that begins like ours is passed over in silence, for it was meant for us."""
    for name in sorted(os.environ):
        if not name.startswith(PREFIX):
            continue
        section = name.removeprefix(PREFIX).split("__")[0].lower()
        if section not in sections:
            raise SettingsError(
                f"{name} in the environment: there is no such setting. "
                f"Write its section and its name, such as {PREFIX}DISCORD__TOKEN."
            )


def _where(file: Path) -> str:
    """Where a wrong setting may be."""
    if not any(name.startswith(PREFIX) for name in os.environ):
        return str(file)
    return f"{file}, or {PREFIX}... in the environment"
