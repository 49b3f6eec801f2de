"""`config.toml` as `story-circle init` writes it: the example with its comments, and what was answered in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tomlkit
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from bot.settings import ROOT, Settings, SettingsError
from bot.whole_files import write_whole

EXAMPLE = ROOT / "config.example.toml"
KEY, DATABASE = "seal.key", "story-circle.db"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered. None: it stays as it is.

    Args:
        token: the bot's token.
        folder: where the data is kept.
        language: the language where a reader's own is not there.
        contact: how people reach whoever runs the bot.
    """

    token: str | None
    folder: Path | None
    language: str
    contact: str


class SettingsFile:
    """The file with settings, and what it says now."""

    def __init__(self, path: Path) -> None:
        """Read it; the example where there is none yet.

        Raises:
            SettingsError: there is one that cannot be read.
        """
        self.path = path
        self.is_new = not path.exists()
        try:
            text = (EXAMPLE if self.is_new else path).read_bytes().decode("utf-8-sig")
            self._document: TOMLDocument = tomlkit.parse(text)
        except OSError as error:
            raise SettingsError(f"{path}: this file cannot be read: {error.strerror}.") from None
        except (TOMLKitError, UnicodeDecodeError):
            raise SettingsError(f"{path}: this is not TOML. Mend it, or give it another name.") from None

    def value(self, section: str, key: str) -> str:
        """What it says; empty if nothing, or no text."""
        found = self._document.get(section)
        value = found.get(key, "") if isinstance(found, dict) else ""
        return str(value) if isinstance(value, str) else ""

    @property
    def folder(self) -> Path | None:
        """Where the data is kept; None if that is no folder on this machine."""
        try:
            url = make_url(self.value("database", "url") or "sqlite:///data/var/story-circle.db")
        except ArgumentError:
            return None
        return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else None

    def write(self, answers: Answers) -> None:
        """Put the answers in, and keep everything else.

        Raises:
            SettingsError: it cannot be written, or what is in it cannot be used. The file is as it was.
        """
        if answers.token is not None:
            self.put("discord", "token", answers.token)
        if answers.folder is not None and (self.is_new or answers.folder != self.folder):
            self.put("database", "url", f"sqlite:///{answers.folder / DATABASE}")
            self.put("privacy", "key_file", str(answers.folder / KEY))
        self.put("language", "default", answers.language)
        self.put("privacy", "contact", answers.contact)
        self.save()

    def save(self) -> None:
        """Write the file, for its owner only.

        Raises:
            SettingsError: it cannot be written, or what is in it cannot be used. The file is as it was.
        """
        data = tomlkit.dumps(self._document).encode()
        trial = self.path.with_name(self.path.name + ".trial")
        try:
            write_whole(trial, data)
            try:
                Settings.load(trial)
            finally:
                trial.unlink(missing_ok=True)
            write_whole(self.path, data)
        except OSError as error:
            raise SettingsError(f"{self.path}: this file cannot be written: {error.strerror}.") from None
        except SettingsError as error:
            raise SettingsError(str(error).replace(str(trial), str(self.path))) from None

    def put(self, section: str, key: str, value: str) -> None:
        """Let a setting have this value once it is saved."""
        if section not in self._document:
            self._document[section] = tomlkit.table()
        there = self._document[section]
        assert isinstance(there, dict)
        if there.get(key, "") != value:
            there[key] = value
