"""`story-circle doctor`: what it prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer

from bot.calendar.zonedata import use_packaged_zones

from ..console import ConfigOption, words
from .examining import examine
from .finding import Finding, State

cli = typer.Typer()
ALL_WELL, SOMETHING_TO_DO, NOT_ALL_CHECKED = 0, 1, 3


@cli.command()
def doctor(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look whether all is well, here and at Discord, and say what to do; also while the bot runs.

    It changes nothing. It ends with 0 if all is well, with 1 if something is to be done, and with 3 if something could
    not be checked."""
    use_packaged_zones()
    findings = asyncio.run(examine(config))
    if as_json:
        checks = [{"check": one.check, "state": one.state.value, "words": one.words} for one in findings]
        typer.echo(json.dumps({"well": ending(findings) == ALL_WELL, "checks": checks}, ensure_ascii=False))
    else:
        wide = max(len(one.check) for one in findings)
        for one in findings:
            words.print(f"{one.state:<11}  {one.check:<{wide}}  {one.words}")
    raise typer.Exit(ending(findings))


def ending(findings: list[Finding]) -> int:
    """How the command ends."""
    states = {one.state for one in findings}
    if State.TO_DO in states:
        return SOMETHING_TO_DO
    return NOT_ALL_CHECKED if State.UNKNOWN in states else ALL_WELL
