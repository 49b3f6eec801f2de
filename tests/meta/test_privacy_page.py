"""The page about privacy says of every table of the database what is in it and for how long."""

from __future__ import annotations

import re

from bot.settings import ROOT, Backup, Keeping
from bot.store import tables

PAGE = (ROOT / "docs" / "privacy.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
IN_TABLES = {name for row in ROWS for name in re.findall(r"`(\w+)`", row)}


def test_every_table_of_the_database_is_in_the_tables_of_the_page() -> None:
    missing = set(tables.metadata.tables) - IN_TABLES
    assert not missing, "say in docs/privacy.md what is kept there, and until when"


def test_every_setting_of_how_long_is_there_with_its_default_and_its_span() -> None:
    units = {"weeks": "weeks", "months": "months", "years": "years", "days": "days", "hours": "hours"}
    for name, field in Keeping.model_fields.items():
        least, most = (getattr(limit, sign) for limit, sign in zip(field.metadata, ("ge", "le"), strict=True))
        said = f"(`{name}`, {least} to {most})"
        (row,) = [row for row in ROWS if said in row]
        assert f"{field.default} {units[name.rpartition('_')[2]]}" in row, f"the default of {name}"
        assert f"{name} = {field.default}\n" in (ROOT / "config.example.toml").read_text()


def test_the_texts_to_copy_have_the_times_that_are_usual() -> None:
    """Each stands in square brackets, for whoever copies them may have chosen others."""
    keeping = Keeping()
    usual = {
        "notice.md": {
            f"[{keeping.wish_years}] years",
            f"[{keeping.question_weeks}] weeks",
            f"[{keeping.spark_years}] years",
            f"[{Backup().keep_days}] more",
        },
        "record-of-processing.md": {
            f"[{keeping.draft_hours}] hours",
            f"[{keeping.wish_years}] years",
            f"[{keeping.question_weeks}] weeks",
            f"[{keeping.spark_years}] years",
            f"[{keeping.circle_months}] months",
            f"[{keeping.note_days}] days",
            f"[{Backup().keep_days}] days",
        },
        "impact-assessment.md": {f"[{keeping.wish_years}] years", f"[{keeping.question_weeks}] weeks"},
    }
    for name, expected in usual.items():
        text = (ROOT / "docs" / "privacy" / name).read_text()
        assert set(re.findall(r"\[\d+\] \w+", text)) == expected, name
        assert "It is not legal advice." in text
