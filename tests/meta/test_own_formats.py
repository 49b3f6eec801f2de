"""Whoever asks for a format takes a server's own into account."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED_ONLY = re.compile(
    r"""\b(?:bot|work|self)\.content\.formats(?!\["story-circle"\])"""
    r"""|\b(?:read_choices|read_format|can_meet|shown_format|\.format)"""
    r"""\((?:[^()]*, )?(?:request\.)?(?:bot|work)\.content\b"""
)


def test_no_format_is_asked_of_the_shipped_ones_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("bot/services", "bot/ui", "cogs")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if SHIPPED_ONLY.search(line)
    ]
    assert not found, (
        "ask `content_here` (bot/ui/server_formats.py) or `content_for` (bot/services/formats):\n"
        + ("\n".join(found))
    )


def test_what_it_looks_for_is_found() -> None:
    for line in (
        "chosen = bot.content.formats.get(name)",
        "read_choices(self.t, request.bot.content, changed)",
        "kept.choices.can_meet(work.content)",
        "wanted.format(work.content)",
    ):
        assert SHIPPED_ONLY.search(line), line
    assert not SHIPPED_ONLY.search("read_choices(t, content, wanted)")
