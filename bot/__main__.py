"""The command line, thin: `story-circle run | rehearse | check`. `python -m bot` is the same."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.app import create_bot
from bot.content import ContentError, load_content
from bot.logs import set_up_logging
from bot.privacy.sealing import SealError
from bot.settings import ROOT, Settings, SettingsError
from bot.store.migrate import MigrationError
from bot.store.store import StoreError

cli = typer.Typer(
    help="Story Circle: peer story circles in Discord.", no_args_is_help=True, add_completion=False
)
words = Console(stderr=True, highlight=False)

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="The settings; config.toml in this folder unless you say.")
]


def _settings(path: Path | None) -> Settings:
    try:
        return Settings.load(path)
    except SettingsError as error:
        words.print(str(error), markup=False)
        raise typer.Exit(2) from None


@cli.command()
def run(config: ConfigOption = None) -> None:
    """Run the bot."""
    settings = _settings(config)
    token = settings.discord.token.get_secret_value()
    if not token:
        words.print(
            "There is no token yet. Put it into STORY_CIRCLE_DISCORD__TOKEN, or into [discord] token in config.toml.\n"
            "Without one you can already try everything: make rehearse"
        )
        raise typer.Exit(2)
    set_up_logging(settings.log)
    try:
        asyncio.run(_run(settings, token))
    except (ContentError, SealError, StoreError, MigrationError) as error:
        words.print(str(error), markup=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _run(settings: Settings, token: str) -> None:
    async with create_bot(settings) as bot:
        await bot.start(token)


@cli.command()
def check(config: ConfigOption = None) -> None:
    """Look whether the settings and the content can be used, and change nothing."""
    settings = _settings(config)
    try:
        content = load_content(ROOT / "data")
    except ContentError as error:
        words.print(str(error), markup=False)
        raise typer.Exit(1) from None
    if settings.circles.format not in content.formats:
        words.print(f"circles.format: there is no format {settings.circles.format!r}.", markup=False)
        raise typer.Exit(1)
    words.print(f"All is well: {len(content.formats)} formats, {len(content.decks)} deck of prompts.")
    if not settings.discord.token.get_secret_value():
        words.print("There is no token yet, so the bot can be rehearsed but not run.")
    if not settings.care.resources:
        words.print(
            "No places to turn to are set ([[care.resources]]); members who need support are told so."
        )


@cli.command()
def rehearse(
    headless: Annotated[
        bool, typer.Option("--headless", help="In the terminal; so far the only form.")
    ] = False,
    speed: Annotated[
        float | None, typer.Option(min=0, help="Simulated seconds in a real one; 0 waits for nothing.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Wait for nothing, as where nobody watches.")] = False,
) -> None:
    """Watch a whole circle, played by simulated members, without Discord and without a token."""
    try:
        from bot.rehearsal.play import SPEED, play

        if speed is None:
            speed = SPEED if sys.stdout.isatty() else 0
        code = asyncio.run(play(0 if fast else speed))
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        words.print(
            "The rehearsal needs SimCord. `make rehearse` installs it, and so does the extra rehearse."
        )
        raise typer.Exit(2) from None
    except SettingsError as error:
        words.print(str(error), markup=False)
        raise typer.Exit(2) from None
    except ContentError as error:
        words.print(str(error), markup=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    raise typer.Exit(code)


def main() -> None:
    """The entry point of `story-circle`."""
    cli()


if __name__ == "__main__":
    main()
