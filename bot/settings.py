"""Typed settings: a TOML file, then `STORY_CIRCLE_...` from the environment, then what the caller overrides.

`config.example.toml` explains every one; a test loads that very file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import discord
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = Path("config.toml")


class SettingsError(Exception):
    """Settings that cannot be used. The text names each key and never shows a value."""


def _permission(name: str) -> str:
    if name not in discord.Permissions.VALID_FLAGS:
        raise ValueError("is not the name of a Discord permission, such as manage_events")
    return name


Permission = Annotated[str, AfterValidator(_permission)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Discord(_Section):
    """The connection to Discord."""

    token: SecretStr = SecretStr("")
    calls_per_second: int = Field(45, ge=1, le=50)
    sync_commands: bool = True


class Database(_Section):
    """Where the state is kept."""

    url: str = "sqlite:///data/var/story-circle.db"


class Privacy(_Section):
    """What protects the people in it."""

    key_file: Path = Path("data/var/seal.key")


class People(_Section):
    """Who counts as a facilitator or an admin."""

    facilitator_permission: Permission = "manage_events"
    facilitator_roles: tuple[int, ...] = ()
    admin_permission: Permission = "manage_guild"
    admin_roles: tuple[int, ...] = ()


class Circles(_Section):
    """What a session is like unless its facilitator says otherwise."""

    format: str = "story-circle"
    open_per_server: int = Field(20, ge=1, le=500)
    scale: bool = False


class Rooms(_Section):
    """Where a session happens, and what becomes of the place."""

    at_end: Literal["delete", "archive"] = "delete"
    linger_minutes: int = Field(10, ge=0, le=1440)


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


class Settings(BaseSettings):
    """All settings of one bot."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        env_prefix="STORY_CIRCLE_",
        env_nested_delimiter="__",
    )

    discord: Discord = Discord()
    database: Database = Database()
    privacy: Privacy = Privacy()
    people: People = People()
    circles: Circles = Circles()
    rooms: Rooms = Rooms()
    language: Language = Language()
    care: Care = Care()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Overrides win over the environment, the environment over the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

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
        if path is not None and not file.is_file():
            raise SettingsError(f"{file}: there is no such file. Copy config.example.toml to it to begin.")
        bound = type(cls.__name__, (cls,), {"__module__": __name__, "model_config": {"toml_file": file}})
        try:
            loaded: Settings = bound(**overrides)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file}: this is not TOML: {error}") from None
        except UnicodeDecodeError:
            raise SettingsError(f"{file}: this is not a text file in UTF-8.") from None
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False, include_context=False)
            lines = (f"  {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in found)
            raise SettingsError("\n".join([f"{file}: these settings cannot be used.", *lines])) from None
        return loaded
