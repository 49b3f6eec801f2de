"""The migrations are one chain: two people who take the same number at the same time are told before it is shared."""

from __future__ import annotations

import re
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "bot" / "store" / "migrations" / "versions"


def test_each_migration_follows_the_one_before() -> None:
    before = None
    for path in sorted(VERSIONS.glob("0*.py")):
        text = path.read_text("utf-8")
        said = dict(re.findall(r'^(revision|down_revision) = (?:"(\d+)"|None)', text, re.M))
        assert said["revision"] == path.name[:4], f"{path.name} says that it is {said['revision']}"
        assert (said["down_revision"] or None) == before, (
            f"{path.name} follows {said['down_revision']}, and not {before}: give it the next free number"
        )
        before = said["revision"]
