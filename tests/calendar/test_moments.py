"""What people type for "when", with the exact instant or code that it means."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar.moments import Change, Moment, MomentCode, MomentError, parse_moment
from bot.calendar.wallclock import LocalTime
from bot.calendar.zones import find_zone, is_zone, nearest_zones

NOW = datetime(2026, 11, 25, 13, 0, 17, tzinfo=UTC)
"""Wednesday, 14:00:17 in Berlin, which is an hour ahead of UTC until 28 March."""

MEANT = [
    ("en", "Tuesday 19:00", "2026-12-01 19:00"),
    ("en", "tue 7pm", "2026-12-01 19:00"),
    ("en", "Wednesday 15:00", "2026-11-25 15:00"),  # today
    ("en", "Wednesday 13:00", "2026-12-02 13:00"),  # today it has passed
    ("en", "next wednesday 18:00", "2026-12-02 18:00"),
    ("en", "next friday 18:30", "2026-11-27 18:30"),
    ("en", "this Friday at 18.30", "2026-11-27 18:30"),
    ("en", "19:00", "2026-11-25 19:00"),
    ("en", "13:00", "2026-11-26 13:00"),
    ("en", "7pm", "2026-11-25 19:00"),
    ("en", "7:30 p.m.", "2026-11-25 19:30"),
    ("en", "12am", "2026-11-26 00:00"),
    ("en", "noon tomorrow", "2026-11-26 12:00"),
    ("en", "tomorrow 7pm", "2026-11-26 19:00"),
    ("en", "Tomorrow, 19h30!", "2026-11-26 19:30"),
    ("en", "tonight at 8pm", "2026-11-25 20:00"),
    ("en", "tonight 8:00", "2026-11-25 20:00"),
    ("en", "day after tomorrow 19:00", "2026-11-27 19:00"),
    ("en", "in 3 days at 19:00", "2026-11-28 19:00"),
    ("en", "in two weeks 19:00", "2026-12-09 19:00"),
    ("en", "in 20 minutes", "2026-11-25 14:20"),
    ("en", "in an hour", "2026-11-25 15:00"),
    ("en", "in 1 hour and 30 minutes", "2026-11-25 15:30"),
    ("en", "in 24 hours", "2026-11-26 14:00"),
    ("en", "5 December 19:00", "2026-12-05 19:00"),
    ("en", "Dec 5th 7:30 pm", "2026-12-05 19:30"),
    ("en", "Saturday, December 5, 2026 at 19:00", "2026-12-05 19:00"),
    ("en", "May 5 19:00", "2027-05-05 19:00"),
    ("en", "29 feb 19:00", "2028-02-29 19:00"),
    ("en", "13/04 19:00", "2027-04-13 19:00"),
    ("en", "04/13/27 19:00", "2027-04-13 19:00"),
    ("en", "05/05 19:00", "2027-05-05 19:00"),
    ("en", "2026-12-01 7pm", "2026-12-01 19:00"),
    ("en", "2026-12-01 19:00", "2026-12-01 19:00"),
    ("en", "2026-12-01T19:00", "2026-12-01 19:00"),
    ("en", "2026-12-01T19:00:30", "2026-12-01 19:00:30"),
    ("en", "2026-12-01T19:00Z", "2026-12-01 20:00"),
    ("en", "2026-12-01T19:00:00.000+05:30", "2026-12-01 14:30"),
    ("en", "2026-12-01 19:00-0500", "2026-12-02 01:00"),
    ("en", "<t:1796151600>", "2026-12-01 20:00"),
    ("en", "<t:1796151600:F>", "2026-12-01 20:00"),
    ("en", "1796151600", "2026-12-01 20:00"),
    ("de", "Dienstag 19 Uhr", "2026-12-01 19:00"),
    ("de", "Di. 19:00 Uhr", "2026-12-01 19:00"),
    ("de", "nächsten Freitag 18:30", "2026-11-27 18:30"),
    ("de", "heute 20 Uhr", "2026-11-25 20:00"),
    ("de", "morgen um 19:30", "2026-11-26 19:30"),
    ("de", "übermorgen 19 Uhr", "2026-11-27 19:00"),
    ("de", "in 20 Minuten", "2026-11-25 14:20"),
    ("de", "in einer Stunde", "2026-11-25 15:00"),
    ("de", "in 2 Wochen um 19:00", "2026-12-09 19:00"),
    ("de", "5. Dezember 19 Uhr", "2026-12-05 19:00"),
    ("de", "Samstag, 5. Dezember 2026, 19 Uhr 30", "2026-12-05 19:30"),
    ("de", "19 Uhr 15. Dezember", "2026-12-15 19:00"),
    ("de", "5.12. 19.30 Uhr", "2026-12-05 19:30"),
    ("de", "3.4. 19:00", "2027-04-03 19:00"),
    ("de", "tomorrow 19:00", "2026-11-26 19:00"),
    ("fr", "mardi 19h", "2026-12-01 19:00"),
    ("fr", "mar. 19h30", "2026-12-01 19:30"),
    ("fr", "demain à 19 heures", "2026-11-26 19:00"),
    ("fr", "dans 2 heures", "2026-11-25 16:00"),
    ("fr", "le 1er décembre à 19h", "2026-12-01 19:00"),
    ("es-ES", "el próximo viernes 19:00", "2026-11-27 19:00"),
    ("es-ES", "mañana a las 19:00", "2026-11-26 19:00"),
    ("ja", "火曜日19時30分", "2026-12-01 19:30"),
    ("ja", "12月5日 19:00", "2026-12-05 19:00"),
    ("no", "i morgen 19:00", "2026-11-26 19:00"),
    ("xx", "tomorrow 19:00", "2026-11-26 19:00"),
]

REFUSED = [
    ("en", "", "unclear"),
    ("en", "soon", "unclear"),
    ("en", "may", "unclear"),
    ("en", "x" * 101, "unclear"),
    ("en", "Tuesday 25:00", "unclear"),
    ("en", "13pm", "unclear"),
    ("en", "19:00 to 20:00", "range"),
    ("en", "monday tuesday 19:00", "unclear"),
    ("en", "next week 19:00", "unclear"),
    ("en", "today tomorrow 19:00", "unclear"),
    ("de", "heute morgen 19:00", "unclear"),
    ("de", "nächste Woche 19:00", "unclear"),
    ("de", "halb 8 Uhr", "unclear"),
    ("de", "um 7 Uhr abends", "unclear"),
    ("es-ES", "mar 19:00", "unclear"),  # Tuesday, or March
    ("en", "03/04 19:00", "day_or_month"),
    ("de", "03/04 19:00", "day_or_month"),
    ("en", "3.4. 19:00", "day_or_month"),
    ("en", "friday 7.10", "date_or_time"),
    ("en", "tonight 3:00", "half_of_day"),
    ("en", "tomorrow morning 7pm", "half_of_day"),
    ("en", "friday midnight", "midnight"),
    ("en", "3 o'clock", "half_of_day"),
    ("en", "Monday 1 December 19:00", "mismatch"),
    ("en", "tomorrow friday 19:00", "mismatch"),
    ("en", "feb 30 19:00", "no_such_day"),
    ("en", "2026-13-01 19:00", "no_such_day"),
    ("en", "31/02 19:00", "no_such_day"),
    ("en", "Tuesday", "no_time"),
    ("en", "Tuesday 7", "half_of_day"),
    ("en", "tomorrow", "no_time"),
    ("en", "in 2 days", "no_time"),
    ("en", "2026-12-01", "no_time"),
    ("de", "5.12.", "no_time"),
    ("de", "Dienstag um 7", "half_of_day"),
    ("de", "in 2 Tagen", "no_time"),
    ("en", "2026-12-01T19:00+27:00", "offset"),
    ("en", "tuesday 19:00 EST", "offset"),
    ("en", "tuesday 19:00 +02:00", "offset"),
    ("en", "19:00 Europe/Paris", "offset"),
    ("en", "today 13:00", "past"),
    ("en", "yesterday 19:00", "past"),
    ("de", "gestern 19:00", "past"),
    ("en", "in 0 minutes", "past"),
    ("en", "2020-01-01 19:00", "past"),
    ("en", "<t:0>", "past"),
    ("en", "<t:-5>", "past"),
    ("en", "2029-12-01 19:00", "too_far"),
    ("en", "in 999999999 minutes", "too_far"),
    ("en", "<t:99999999999999999>", "too_far"),
    ("en", "2027-10-31T01:30Z", "second_pass"),
]


@pytest.mark.parametrize(("language", "text", "local"), MEANT)
def test_what_is_typed_means_one_moment(language: str, text: str, local: str) -> None:
    wall = datetime.fromisoformat(local)
    summer = datetime(2027, 3, 28) < wall < datetime(2027, 10, 31)
    at = wall.replace(tzinfo=UTC) - timedelta(hours=2 if summer else 1)
    assert parse_moment(text, NOW, "Europe/Berlin", language) == Moment(LocalTime(wall), at, None)


@pytest.mark.parametrize(("language", "text", "code"), REFUSED)
def test_what_is_not_certain_is_refused_with_a_code(language: str, text: str, code: str) -> None:
    with pytest.raises(MomentError) as refused:
        parse_moment(text, NOW, "Europe/Berlin", language)
    assert refused.value.code == code


def test_every_code_is_given_somewhere() -> None:
    assert {code for _, _, code in REFUSED} == set(MomentCode)


def test_what_a_clock_change_does_is_said() -> None:
    assert parse_moment("2027-03-28 02:30", NOW, "Europe/Berlin") == Moment(
        LocalTime(datetime(2027, 3, 28, 2, 30)), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), Change.GAP
    )
    assert parse_moment("31 Oct 2027 2:30", NOW, "Europe/Berlin") == Moment(
        LocalTime(datetime(2027, 10, 31, 2, 30)), datetime(2027, 10, 31, 0, 30, tzinfo=UTC), Change.TWICE
    )


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # Thursday 00:30 in Berlin, Wednesday 18:30 in New York
    assert parse_moment("today 19:00", late, "Europe/Berlin").local == datetime(2026, 11, 26, 19)
    assert parse_moment("today 19:00", late, "America/New_York").local == datetime(2026, 11, 25, 19)
    assert parse_moment("Wednesday 19:00", late, "Europe/Berlin").local == datetime(2026, 12, 2, 19)


def test_english_never_loads_dateparser() -> None:
    code = (
        "import sys; from datetime import UTC, datetime; from bot.calendar.moments import parse_moment;"
        "parse_moment('tomorrow 7pm', datetime(2026, 11, 25, tzinfo=UTC), 'Europe/Berlin', 'en-US');"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" America/New York ", "America/New_York"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("utc", "UTC"),
        ("berlin", None),
        ("EST", None),  # it exists, without summer time
        ("Factory", None),
        ("../etc/passwd", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_its_name(text: str, zone: str | None) -> None:
    assert find_zone(text) == zone
    assert is_zone(text) is (zone is not None)


@pytest.mark.parametrize(
    ("text", "language", "zone"),
    [
        ("berlin", "en", "Europe/Berlin"),
        ("Europe/Berln", "en", "Europe/Berlin"),
        ("new york", "en", "America/New_York"),
        ("EST", "en", "America/New_York"),
        ("India", "en", "Asia/Kolkata"),
        ("calcutta", "en", "Asia/Kolkata"),
        ("kolkatta", "en", "Asia/Kolkata"),
        ("germany", "en", "Europe/Berlin"),
        ("Wien", "de", "Europe/Vienna"),
        ("Österreich", "de", "Europe/Vienna"),
        ("australia", "en", "Australia/Sydney"),
        ("Lond", "en", "Europe/London"),
        ("utc", "en", "UTC"),
    ],
)
def test_the_nearest_zone_comes_first(text: str, language: str, zone: str) -> None:
    assert nearest_zones(text, 5, language)[0] == zone


def test_nothing_is_near_to_nonsense() -> None:
    assert nearest_zones("") == []
    assert nearest_zones("qqqqqq") == []
    assert nearest_zones("x" * 5000) == []
