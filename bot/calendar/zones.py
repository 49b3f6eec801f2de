"""The names of time zones, and the nearest ones to what people type for them: cities, countries, abbreviations."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from .words import locale_of, plain

ABBREVIATIONS = {
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "eastern": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "ct": "America/Chicago",
    "central": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "mountain": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "gmt": "Europe/London",
    "bst": "Europe/London",
    "wet": "Europe/Lisbon",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "eet": "Europe/Athens",
    "eest": "Europe/Athens",
    "msk": "Europe/Moscow",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "acst": "Australia/Adelaide",
    "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
    "australia": "Australia/Sydney",
    "brazil": "America/Sao_Paulo",
    "canada": "America/Toronto",
    "russia": "Europe/Moscow",
    "usa": "America/New_York",
    "uk": "Europe/London",
    "england": "Europe/London",
}
"""What people call a zone by, and a place that keeps it. "EST" as a zone of its own has no summer time, so whoever
types it nearly always means the clocks of New York."""

_NEAR_ENOUGH = 0.6
_NO_SUMMER_TIME = frozenset({"EST", "MST", "HST"})
"""Zones of that name exist, without summer time: a trap, so they are not accepted as typed."""
_NO_PLACE = frozenset({"Factory", "localtime"})


def find_zone(text: str) -> str | None:
    """The IANA name that `text` spells, whatever its case, with spaces for underscores; None if there is none."""
    name = _by_name().get(plain(text).replace(" ", "_"))
    return None if name in _NO_SUMMER_TIME else name


def is_zone(text: str) -> bool:
    """Whether `find_zone` knows it."""
    return find_zone(text) is not None


_GENERIC = frozenset({"et", "ct", "pt", "eastern", "central", "mountain", "pacific"})
_SOMEBODYS_TIME = re.compile(
    r"\b(?:(?:local|my|our|your|server|discord|uk|us|british|central european|eastern european|german|french) time"
    r"|local)\b"
)
"""Whose that is cannot be told here."""
_BARE_CITY = re.compile(r"(?:\d|\bnoon|m\.?|\bin) ?[( ]?((?:[^\W\d]{3,} )?[^\W\d]{4,})\b")
"""Behind a time of day: "7pm Berlin", "19:00 (New York)", "7pm in London"."""
_ALSO_A_DAY = frozenset(("christmas", "easter", "midway", "center"))
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?")
_NAME = re.compile(r"[a-z_]+(?:/[a-z_]+)+")
_SHORT = frozenset(word for word in ABBREVIATIONS if 3 <= len(word) <= 4 and word[-1] in "tz") | {"utc", "z"}


def names_zone(text: str) -> tuple[str, list[str]]:
    """A text of words (as `plain` gives it) without those that name a zone, and these.

    "19:00 CET", "7pm London time", "19:00 +02:00".
    """
    zones: list[str] = []
    words: list[str] = []
    for word in text.replace(",", " , ").split():
        is_zone_name = bool(_NAME.fullmatch(word)) and is_zone(word)
        is_word = word in _SHORT or word in _GENERIC
        (zones if is_zone_name or is_word or _OFFSET.fullmatch(word) else words).append(word)
    rest = " ".join(words)
    found = re.search(r"((?:[^\W\d]{2,} )?[^\W\d]{3,}) time\b", rest)
    if found and (city := _city(found[1])):
        zones.append(city)
        rest = rest.replace(f"{city.replace('_', ' ')} time", " ")
    elif found := _SOMEBODYS_TIME.search(rest):
        zones.append(found[0])
        rest = rest.replace(found[0], " ")
    elif (found := _BARE_CITY.search(rest)) and (city := _city(found[1])) and city not in _ALSO_A_DAY:
        zones.append(city)
        rest = re.sub(rf"(?:\bin )?[( ]*\b{city.replace('_', ' ')}\b\)?", " ", rest)
    elif zones and words and words[-1] == "time":
        rest = rest.removesuffix("time")
    return rest, zones


def _city(words: str) -> str | None:
    """The city in one or two words, as the name of a zone ends."""
    cities = {name.rpartition("/")[2] for name in _by_name()}
    return next((c for w in (words, words.rpartition(" ")[2]) if (c := w.replace(" ", "_")) in cities), None)


def names_clock(name: str, local: datetime, zone: str) -> bool:
    """Whether what somebody calls a zone by means the clocks of `zone` at that local time."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    if found := _OFFSET.fullmatch(name):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return there.utcoffset() == (ahead if found[1] == "+" else -ahead)
    city = zone.rpartition("/")[2].casefold()
    return (
        name in ((there.tzname() or "").casefold(), zone.casefold(), city)
        or (name in _GENERIC and ABBREVIATIONS[name] == zone)
        or (name == "z" and zone == "UTC")
    )


def nearest_zones(text: str, n: int = 5, language: str = "en") -> list[str]:
    """Up to `n` zones that `text` may mean, best first: by name, city, country or abbreviation, or nearly so.

    City and country names are understood in English and in `language`. The first call in a language takes some
    milliseconds.
    """
    wanted = plain(text).replace("_", " ")
    if not wanted or len(wanted) > 60:
        return []
    scores: dict[str, float] = {}
    for word, zone in _words(language):
        score = _likeness(wanted, word)
        if score > scores.get(zone, _NEAR_ENOUGH):
            scores[zone] = score
    best = sorted(scores, key=lambda zone: -scores[zone])[:n]
    return [zone for zone in best if scores[zone] >= 1.0] or best


def _likeness(wanted: str, word: str) -> float:
    if wanted == word:
        return 2.0
    if word.startswith(wanted):
        return 1.5 + len(wanted) / len(word) / 2
    if len(wanted) > 3 and wanted in word:
        return 1.0 + len(wanted) / len(word) / 2
    matcher = SequenceMatcher(None, word, wanted)
    if matcher.real_quick_ratio() <= _NEAR_ENOUGH or matcher.quick_ratio() <= _NEAR_ENOUGH:
        return 0.0
    return matcher.ratio()


def forget_names() -> None:
    """Zones come from elsewhere now: what was read of their names is read anew."""
    _by_name.cache_clear()


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if name not in _NO_PLACE}


@lru_cache(maxsize=1)
def _by_country() -> tuple[tuple[str, str], ...]:
    """Pairs of country code and zone: one name a place, in its present spelling, the main zones of a country first."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((row[0], row[2]) for row in rows)


def _old_names() -> list[tuple[str, str]]:
    """Pairs of a zone in its present spelling and one it had before (Asia/Kolkata, Asia/Calcutta)."""
    present = {zone for _, zone in _by_country()}
    lines = files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text("utf-8").splitlines()
    links = (line.split() for line in lines if line.startswith("L "))
    return [(zone, old) for _, zone, old in links if zone in present and "/" in old]


@lru_cache(maxsize=16)
def _words(language: str) -> tuple[tuple[str, str], ...]:
    """Every word for a zone with that zone; what comes first wins among equals."""
    words = [*ABBREVIATIONS.items(), ("utc", "UTC"), ("zulu", "UTC")]
    for locale in {locale_of(language): None, locale_of("en"): None}:
        for country, zone in _by_country():
            words.append((plain(locale.territories.get(country, "")), zone))
            words.append((plain(locale.time_zones.get(zone, {}).get("city", "")), zone))
    for zone, name in [(zone, zone) for _, zone in _by_country()] + _old_names():
        name = plain(name).replace("_", " ")
        words += [(name, zone), (name.rpartition("/")[2], zone)]
    return tuple(dict.fromkeys((word, zone) for word, zone in words if word))
