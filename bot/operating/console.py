"""What the words of the command line share: reading the settings and the content, and saying things."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.content import Content, ContentError, load_content
from bot.settings import ROOT, Settings, SettingsError
from bot.ui.i18n import Catalogues

words = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
"""What is said. The terminal breaks lines and nobody else does, so that a path or a command can be copied whole."""

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="The settings; config.toml in this folder unless you say.")
]


def read_settings(path: Path | None) -> Settings:
    """The settings; what is wrong with them is said, and it stops."""
    try:
        return Settings.load(path)
    except SettingsError as error:
        words.print(str(error))
        raise typer.Exit(2) from None


def read_content(settings: Settings) -> Content:
    """What is in `data/`, with everything in it that the settings name; what is wrong with it is said, and it stops."""
    try:
        return content_of(settings)
    except ContentError as error:
        words.print(str(error))
        raise typer.Exit(1) from None


def content_of(settings: Settings) -> Content:
    """The same. Raises `ContentError`: what is wrong with it."""
    content = load_content(ROOT / "data")
    if settings.circles.format not in content.formats:
        raise ContentError(f"circles.format: there is no format {settings.circles.format!r}.")
    languages = Catalogues.read(ROOT / "data" / "locales", "en")
    if settings.language.default not in languages:
        names = ", ".join(sorted(languages))
        raise ContentError(f"language.default: there are no sentences in that language. There are: {names}.")
    return content


def plain(text: str) -> str:
    """Words of a card without Discord's signs."""
    dated = re.sub(
        r"<t:(\d+):F>", lambda at: f"{datetime.fromtimestamp(int(at[1]), UTC):%Y-%m-%d %H:%M} UTC", text
    )
    return dated.replace("**", "").replace("\\", "")


def this_program() -> str:
    """How to type this program again, from where it was typed."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return "python -m bot"
    on_path = shutil.which(program.name)
    if on_path is not None and program.exists() and program.samefile(on_path):
        return program.name
    whole = program.absolute()
    return str(whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole)
