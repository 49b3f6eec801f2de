"""From a token to a circle, as a new operator would: init, the link, a start, the doctor, and an invitation."""

from __future__ import annotations

from email.utils import format_datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.clock import Clock
from bot.operating.doctor import here
from bot.operating.doctor.examining import examine
from bot.operating.doctor.finding import State
from bot.settings import Settings
from bot.store.backup import backups_in
from tests.operating.test_setting_up import TOKEN
from tests.strict.faults import Fault
from tests.strict.server import Stub
from tests.wire.line import Line, impatient, until
from tests.wire.stub import words


async def test_three_answers_lead_to_a_circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(here, "MOUNTS", tmp_path / "none")
    result = CliRunner().invoke(cli, ["init"], f"{TOKEN}\n\nhelp@example.org\n")
    assert result.exit_code == 0, result.output
    assert "https://discord.com/oauth2/authorize?client_id=1234567890123456789" in result.stdout
    async with Stub() as stub:
        with stub.in_place(), impatient():
            wire = Line(stub, tmp_path)
            wire.settings = Settings.load(None)
            await wire.start()
            try:
                room = await wire.begin()
                await wire.reach_round(room)
                assert "Save me a seat" not in words(stub.posted(room)[-1])
                folder = wire.settings.backups
                assert folder is not None
                await until(lambda: backups_in(folder), "the first backup", 60)
                # The time here is virtual, and the server that answers does not know.
                now = {"Date": format_datetime(Clock().utcnow(), usegmt=True)}
                stub.fail(Fault(200, stub.gateway.address(), now), "GET", "/gateway/bot")
                findings = await examine(None)
                assert [one for one in findings if one.state is not State.WELL] == []
                assert any(one.words == "The bot runs." for one in findings)
            finally:
                await wire.stop()
