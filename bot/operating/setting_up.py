"""`story-circle init | invite`: from a token to a file with settings and a link that invites the bot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import DEFAULT_FILE, PREFIX, ROOT, Settings, SettingsError
from bot.ui.i18n import Catalogues
from bot.ui.rooms.kinds import OFFERED

from .console import ConfigOption, read_settings, this_program, words
from .inviting import ROOM_WORDS, application_of, invite_link
from .settings_file import Answers, SettingsFile

cli = typer.Typer()
TOKEN = f"{PREFIX}DISCORD__TOKEN"
DATABASE = f"{PREFIX}DATABASE__URL"
STARTED_BY, COMPOSE = "STARTED_BY", "compose"
"""What compose.yaml sets in the environment: there, other words start the bot than inside the container."""
LOOK_AGAIN = (
    "This is not a bot's token. In Discord's developer portal, open your application, then Bot, "
    "then Reset Token, and copy all of it."
)

RoomOption = Annotated[
    list[str] | None,
    typer.Option(
        "--room",
        metavar="|".join(ROOM_WORDS),
        help="Only what circles in such rooms need; may be given more than once. Every kind unless you say.",
    ),
]


@cli.command()
def init(config: ConfigOption = None) -> None:
    """Ask what is needed, write the settings, and say how to invite the bot."""
    path = config or DEFAULT_FILE
    try:
        file = SettingsFile(path)
        if not file.is_new:
            words.print(f"{path} is there already.")
            if not typer.confirm("Put new answers into it, and keep everything else?", err=True):
                words.print("Nothing has changed.")
                raise typer.Exit(0)
        token = _ask_token(is_there=application_of(file.value("discord", "token")) is not None)
        folder = _ask_folder(file)
        language = _ask_language(file)
        contact = _ask(
            "How can people reach you? An e-mail address, or empty", file.value("privacy", "contact")
        )
        file.write(Answers(token, folder, language, contact))
        settings = Settings.load(path)
    except SettingsError as error:
        words.print(str(error))
        words.print("Nothing has changed.")
        raise typer.Exit(2) from None
    words.print(f"\nThe settings are in {path}, for you alone.")
    application_xid = application_of(settings.discord.token.get_secret_value())
    if application_xid is not None:
        words.print("Next:\n1. Open this link in a browser, and choose your server:")
        _print_link(invite_link(application_xid))
    start, look = _next_steps(config)
    words.print(
        f"2. Start the bot: {start}\n"
        f"3. Look whether all is well: {look}\n"
        "4. In your server, type /settings setup. It asks for places to turn to, too."
    )


def _next_steps(config: Path | None) -> tuple[str, str]:
    """What to type to start the bot, and to have it examined."""
    if os.environ.get(STARTED_BY) == COMPOSE:
        return "docker compose up --detach", "docker compose exec bot story-circle doctor"
    named, program = "" if config is None else f" --config {config}", this_program()
    return f"{program} run{named}", f"{program} doctor{named}"


@cli.command()
def invite(room: RoomOption = None, config: ConfigOption = None) -> None:
    """Print the link that invites the bot to a server, with the permissions it needs and no more."""
    wrong = [one for one in room or () if one not in ROOM_WORDS]
    if wrong:
        words.print(f"There is no room of the kind {wrong[0]!r}. There are: {', '.join(ROOM_WORDS)}.")
        raise typer.Exit(2)
    token = read_settings(config).discord.token.get_secret_value()
    if not token:
        words.print("There is no token yet, and the link depends on it. story-circle init asks for it.")
        raise typer.Exit(2)
    application_xid = application_of(token)
    if application_xid is None:
        words.print(LOOK_AGAIN)
        raise typer.Exit(2)
    kinds = [ROOM_WORDS[one] for one in room] if room else OFFERED
    _print_link(invite_link(application_xid, kinds))


def _print_link(link: str) -> None:
    """On standard output, whole on one line, so that it can be copied and piped."""
    typer.echo(link)


def _ask(question: str, usual: str) -> str:
    if not sys.stdin.isatty():
        return _read(f"{question} [{usual}]" if usual else question) or usual
    return str(typer.prompt(question, default=usual, show_default=bool(usual), err=True)).strip()


def _ask_hidden(question: str) -> str:
    if not sys.stdin.isatty():
        return _read(question)
    return str(typer.prompt(question, default="", show_default=False, hide_input=True, err=True)).strip()


def _read(question: str) -> str:
    """An answer from a file or another program. Asked as a terminal is, it would be warned of, as what is hidden is on
    no screen, and a space would come before the link on standard output."""
    typer.echo(f"{question}: ", err=True)
    if not (line := sys.stdin.readline()):
        raise typer.Abort
    return line.strip()


def _ask_token(*, is_there: bool) -> str | None:
    """The token; None if it stays where it is."""
    if os.environ.get(TOKEN):
        words.print(f"The token is in {TOKEN} already, and stays there.")
        return None
    words.print(
        "The bot needs a token. In https://discord.com/developers/applications make a New Application, "
        "open Bot, press Reset Token, and copy it."
    )
    question = "The token; you do not see it"
    if is_there:
        question += ". Press Enter to keep the one you have"
    while True:
        answer = _ask_hidden(question)
        if not answer and is_there:
            return None
        if application_of(answer) is not None:
            return answer
        words.print(LOOK_AGAIN)


def _ask_folder(file: SettingsFile) -> Path | None:
    if os.environ.get(DATABASE):
        words.print(f"Where the data is kept is in {DATABASE} already.")
        return None
    if file.folder is None:
        words.print("The database is not in a folder here, so where it is stays as it is.")
        return None
    while True:
        answer = _ask("The folder where the data is kept", str(file.folder))
        if (folder := _folder(answer)) is not None:
            return folder
        words.print(f"{answer}: this cannot be a folder. Name another one.")


def _folder(answer: str) -> Path | None:
    """The folder of that name, which need not be there yet; None if there can be none."""
    try:
        folder = Path(answer).expanduser()
        whole = folder.absolute()
        begins = next(one for one in (whole, *whole.parents) if one.exists())
    except (OSError, RuntimeError, ValueError):
        return None
    # In the address of a database what comes after such a sign is no part of a name.
    return None if "?" in str(folder) or not begins.is_dir() else folder


def _ask_language(file: SettingsFile) -> str:
    there = sorted(Catalogues.read(ROOT / "data" / "locales", "en"))
    if len(there) == 1:
        words.print(f"Language: {there[0]}. It is the only one there is.")
        return there[0]
    while True:
        answer = _ask(
            f"The language where a reader's own is not there: {', '.join(there)}",
            file.value("language", "default") or "en",
        )
        if answer in there:
            return answer
        words.print(f"There are no sentences in that language. There are: {', '.join(there)}.")
