"""A panel that is open is drawn anew by way of the answer that showed it, for as long as that holds."""

from __future__ import annotations

import pytest

from tests.wire.line import ANN, BEN, CAT, FAY, Line, until
from tests.wire.stub import Fault, words


async def test_a_panel_is_drawn_anew_until_its_owner_closes_it(
    wire: Line, caplog: pytest.LogCaptureFixture
) -> None:
    await wire.slash(FAY, "circle open", name="Evening circle", format="check-in")
    await wire.settled(wire.lobby)
    invitation = wire.stub.posted(wire.lobby)[0]

    def drawn() -> list[str]:
        calls = [c for c in wire.stub.calls if c.method == "PATCH" and c.path.startswith("/webhooks/")]
        return [words(call.body) for call in calls]

    await wire.press(ANN, invitation, "Save me a seat")
    await until(lambda: len(drawn()) == 1, "it is drawn anew")
    assert "2 of 8 seats are taken." in drawn()[0]
    (panel,) = wire.stub.interactions.seen_by(FAY)
    assert "2 of 8 seats are taken." in words(panel)

    # What fails for a moment is made good with the next change.
    wire.stub.fail(Fault(status=503), "PATCH", r"/webhooks/.*")
    await wire.press(BEN, invitation, "Save me a seat")
    await until(lambda: len(drawn()) > 1, "it is tried")
    wire.stub.heal()
    await wire.press(CAT, invitation, "Save me a seat")
    await until(lambda: "4 of 8 seats are taken." in words(panel), "it is true again")

    # Whoever closed their panel has none: Discord says so once, and is not asked again.
    wire.stub.interactions.forget(panel)
    so_far = len(drawn())
    await wire.press(CAT, invitation, "Give up my seat")
    await until(lambda: len(drawn()) == so_far + 1, "it is tried once more")
    await wire.press(CAT, invitation, "Save me a seat")
    await wire.slash(FAY, "circle pause", wire.lobby)
    await wire.quiet()
    assert len(drawn()) == so_far + 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
