"""Time zones are those of the locked package, whatever the machine has and however the bot is started."""

from __future__ import annotations

import os
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tzdata
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.calendar.wallclock import wall_time
from bot.calendar.zonedata import use_packaged_zones
from bot.calendar.zones import find_zone
from bot.settings import ROOT
from tests.zone_data import write_zones, zones_from

BERLIN_IN = "datetime(2026, 7, 1, 12, tzinfo=ZoneInfo('Europe/Berlin')).utcoffset()"
BEGINNINGS = {
    "the bot and the rehearsal": "from bot.app import create_bot; create_bot(Settings.load(None))",
    "check": "from bot.__main__ import check; check(None)",
    "the tests": "import tests.conftest",
}


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS.keys())
def test_the_machines_own_zones_never_win(beginning: str, tmp_path: Path) -> None:
    wrong = write_zones(tmp_path / "zones", {"Europe/Berlin": "Asia/Tokyo", "Nowhere/Land": "UTC"})
    code = (
        "from datetime import datetime; from zoneinfo import ZoneInfo, available_timezones;"
        "from bot.settings import Settings;"
        f"before = {BERLIN_IN}; {beginning};"
        f"print(before, {BERLIN_IN}, 'Nowhere/Land' in available_timezones())"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": str(wrong)},
    )
    assert outcome.stdout.split() == ["9:00:00", "2:00:00", "False"]


def test_check_says_which_zone_data_there_are() -> None:
    result = CliRunner().invoke(cli, ["check", "--config", str(ROOT / "config.example.toml")])
    assert f"Time zone data: {tzdata.IANA_VERSION}." in result.output


def test_what_was_read_before_is_read_anew(tmp_path: Path) -> None:
    wrong = write_zones(tmp_path, {"Europe/Berlin": "Asia/Tokyo", "Nowhere/Land": "UTC"})
    with zones_from(wrong):
        noon = datetime(2026, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("UTC"))
        assert wall_time(noon, "Europe/Berlin").hour == 21
        assert use_packaged_zones() == tzdata.IANA_VERSION
        assert wall_time(noon, "Europe/Berlin").hour == 14
        assert find_zone("nowhere/land") is None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("America/Vancouver", -7), ("America/Edmonton", -6), ("America/Inuvik", -6), ("Africa/Casablanca", 0)],
)
def test_this_years_laws_are_known(zone: str, hours: int) -> None:
    evening = datetime(2026, 12, 10, 19, tzinfo=zoneinfo.ZoneInfo(zone))
    assert evening.utcoffset() == timedelta(hours=hours)
