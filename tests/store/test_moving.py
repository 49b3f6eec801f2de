"""What SQLite keeps in its columns, made fit for PostgreSQL or refused; and what is compared afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.store import moving
from bot.store.moving import CannotMove, Content
from bot.store.tables import metadata

PLACE = (1, 7, "Title", "Text", "", "", "en", "", "2026-12-01")
CIRCLE = (1, (1 << 63) - 1, "Evening", None)


def fit(table: str, row: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
    fitting = moving._Fitting(metadata.tables[table])
    return fitting.fit(row), fitting.left_out


def test_every_kind_of_value_is_kept() -> None:
    assert fit("circle", CIRCLE) == (CIRCLE, 0)
    assert fit("resource", PLACE)[0][-1] == date(2026, 12, 1)
    assert fit("wish", (b"\0\xff", b"")) == ((b"\0\xff", b""), 0)
    assert fit("absence", (7, -62_135_596_800_000_000, 1, None))[0] == (
        7,
        -62_135_596_800_000_000,
        True,
        None,
    )


def test_a_sign_that_nobody_sees_and_postgresql_cannot_keep_is_left_out_and_counted() -> None:
    row, left_out = fit("resource", (1, 7, "Ti\0tle\0", "Te\0xt", *PLACE[4:]))
    assert (row[2:4], left_out) == (("Title", "Text"), 2)


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("circle", (1, 1 << 63, "Evening", None), "a number that is too large in its column guild_xid"),
        ("schedule", (1 << 31, *[None] * 14), "a number that is too large in its column id"),
        ("circle", (1, 7, b"Evening", None), "something of another kind in its column name"),
        ("circle", (1, "seven", "Evening", None), "something of another kind in its column guild_xid"),
        ("circle", (1, 7, "Secret" * 20, None), "more than 100 characters in its column name"),
        ("circle", (1, 7, "Secret\udcff", None), "text that is not Unicode in its column name"),
        ("resource", (*PLACE[:-1], "Secret"), "a day that is none in its column review_on"),
        ("absence", (7, 0, 2, None), "a number that is too large in its column is_removed"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_shown(table: str, row: tuple[Any, ...], why: str) -> None:
    with pytest.raises(CannotMove) as refused:
        fit(table, row)
    assert f"The table {table} has {why}" in str(refused.value)
    assert "Secret" not in str(refused.value)
    assert "seven" not in str(refused.value)


def test_contents_are_the_same_in_any_order_and_differ_by_one_bit() -> None:
    rows = [(1, b"\1", None), (2, b"\2", "x"), (1, b"\1", None)]
    whole = Content().with_rows(rows)
    assert Content().with_rows(rows[::-1]) == Content().with_rows(rows[:1]).with_rows(rows[1:]) == whole
    assert whole.rows == 3
    others = [
        rows[:2],
        [*rows[:2], (1, b"\1", "")],
        [*rows[:2], (1, b"\0", None)],
        [rows[1], rows[1], rows[0]],
    ]
    assert whole not in [Content().with_rows(other) for other in others]
