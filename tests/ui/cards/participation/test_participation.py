"""A report in words and as files: periods as people type them, numbers held back, names that are only names."""

from __future__ import annotations

import csv
import io
import re
from gettext import NullTranslations
from pathlib import Path

import pytest

from bot.ids import CircleId
from bot.services.participation.reports import FIGURES, Figures, Quarter, QuarterRow, Report, Series
from bot.settings import ROOT
from bot.ui.cards.participation import chart, fields, files, numbers, periods, report
from bot.ui.i18n import Translator

T = Translator("en", NullTranslations())
NOW = Quarter(2026, 3)
SHOWN = Figures(sessions=10, seats_taken=45, shared_tenths=8, first_timers=0, waited=0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-Q2", [(2026, 2)]),
        ("q2 2026", [(2026, 2)]),
        (" Q2/2026 ", [(2026, 2)]),
        ("2025", [(2025, n) for n in (1, 2, 3, 4)]),
        ("2026", [(2026, n) for n in (1, 2, 3)]),
        ("2026-Q4", None),
        ("0000", None),
        ("0000-Q1", None),
        ("2031", None),
        ("soon", None),
        ("Q2", None),
        ("2026-Q5", None),
        ("2026-03-01", None),
        ("", None),
    ],
)
def test_periods_are_read_as_people_type_them(typed: str, meant: list[tuple[int, int]] | None) -> None:
    found = periods.read(typed, NOW)
    assert found == (None if meant is None else tuple(Quarter(*one) for one in meant))


def test_what_is_offered_is_read_again() -> None:
    for _, value in periods.offered(T, [NOW, Quarter(2025, 4)]):
        assert periods.read(value, NOW)
    assert len(periods.usual(NOW)) == 4


def test_numbers_say_how_they_were_rounded() -> None:
    assert [numbers.count(T, number) for number in (None, 0, 5)] == [
        "too few to show",
        "fewer than 5",
        "at least 5",
    ]
    assert [numbers.in_ten(T, tenths) for tenths in (None, 1, 5, 9)] == [
        "too few to show",
        "at most 1 in 10",
        "about 5 in 10",
        "at least 9 in 10",
    ]
    assert numbers.level(T, 34) == "3.4"


def test_every_number_has_a_definition_in_the_order_of_the_files() -> None:
    assert tuple(fields.FIELDS) == FIGURES


def _report(name: str) -> Report:
    rows = (QuarterRow(NOW.back(1), True, SHOWN), QuarterRow(NOW, False, Figures()))
    return Report(Series(None, None, rows), (Series(CircleId(1), name, rows),))


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+41", "-1"])
def test_no_name_is_a_formula(name: str) -> None:
    lines = list(csv.DictReader(io.StringIO(files.table(T, _report(name)))))
    assert [line["circle"] for line in lines] == ["All circles", f"'{name}"]
    assert (lines[0]["seats_taken"], lines[0]["even_tenths"]) == ("45", ""), "what is held back is empty"


def test_a_name_is_only_a_name_on_the_page() -> None:
    found = _report("<script>alert(1)</script>")
    page = files.page(T, Report(None, found.circles), "<b>Kitchen</b>")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in page
    assert page.count("<h1>") == 1


def test_the_pictures_are_described_and_there_is_one_for_each_thing() -> None:
    found = chart.pictures(T, _report("Tuesday").circles[0].rows)
    assert [picture.name for picture in found] == ["participation-seats.png", "participation-shares.png"]
    assert found[0].described.startswith("Seats taken and sessions held. Q2 2026: at least 45 seats")
    assert "Q3 2026: too few to show" in found[0].described
    assert all(picture.png.startswith(b"\x89PNG") for picture in found)
    assert chart.pictures(T, [QuarterRow(NOW, False, Figures())]) == []


def test_a_circle_is_found_by_its_name_and_what_is_asked_for_first_has_numbers() -> None:
    found = _report("Tuesday circle")
    assert report.chosen(T, found, None) is found.whole
    assert report.chosen(T, found, " tuesday CIRCLE") is found.circles[0]
    assert report.chosen(T, found, "1") is found.circles[0]
    assert report.chosen(T, found, "Monday") is None
    empty = Series(CircleId(2), "Quiet", (QuarterRow(NOW, False, Figures()),))
    assert report.chosen(T, Report(None, (empty, *found.circles)), None) is found.circles[0]


def test_matplotlib_is_imported_only_when_a_picture_is_drawn() -> None:
    at_the_top = re.compile(r"^(?:from|import) matplotlib", re.M)
    sources = [path for top in ("bot", "cogs") for path in Path(ROOT / top).rglob("*.py")]
    assert [path for path in sources if at_the_top.search(path.read_text("utf-8"))] == []
