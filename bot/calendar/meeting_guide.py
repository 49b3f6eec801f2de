"""Weekly circles in the Meeting Guide JSON format, which finders of meetings read.

The format is published at https://github.com/code4recovery/spec: an array of meetings, each with a name and a slug that
stays the same. It is for what meets every week, and `day` counts from Sunday. Nobody is named: of all its fields about
contacts none is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .described import Kind, describe
from .recurrence import Series

LONGEST_NAME, LONGEST_SLUG = 255, 64
_DAYS = 7
_LANGUAGES = {
    **{"am": "AM", "da": "DA", "de": "DE", "el": "EL", "en": "EN", "es": "S", "fa": "FA", "fr": "FR"},
    **{"he": "HE", "hi": "HI", "hr": "HR", "hu": "HU", "it": "ITA", "ja": "JA", "ko": "KOR", "lt": "LT"},
    **{"ml": "ML", "nb": "NO", "no": "NO", "pa": "PUN", "pl": "POL", "pt": "POR", "ru": "RUS", "sk": "SK"},
    **{"sv": "SV", "th": "TH", "tl": "TL", "uk": "UK"},
}
"""The format's types for languages. Of its other types, none is certain to be so of a circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyMeeting:
    """A circle that meets every week, as it is listed."""

    name: str
    slug: str
    """The same whenever it is listed, and safe in an address."""
    series: Series
    minutes: int
    """How long one date lasts."""
    link: str
    """Where those who are members of the server find it."""
    link_notes: str
    group: str
    """What the server is called."""
    notes: str
    language: str
    """The tag of the language in which it meets."""


def weekdays_of(series: Series) -> tuple[int, ...] | None:
    """The days of the week on which something meets every week, Monday being 0; None when it does not.

    Raises:
        RuleError: the rule is not one that `parse_rule` gives.
    """
    repeat = describe(series.rule)
    if repeat.interval != 1:
        return None
    if repeat.kind is Kind.DAILY:
        return tuple(range(_DAYS))
    if repeat.kind is Kind.WEEKLY:
        return repeat.weekdays or (series.start.weekday(),)
    return None


def meeting_guide(meetings: Iterable[WeeklyMeeting], now: datetime) -> bytes:
    """The file that lists these circles, UTF-8.

    Args:
        meetings: what is listed.
        now: the present, aware.

    Raises:
        ValueError: one of them does not meet every week.
    """
    updated = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    listed = [{**_fields(meeting), "updated": updated} for meeting in meetings]
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()


def _fields(meeting: WeeklyMeeting) -> dict[str, Any]:
    days = weekdays_of(meeting.series)
    if days is None:
        raise ValueError("only what meets every week can be listed")
    from_sunday = sorted((day + 1) % _DAYS for day in days)
    begins = meeting.series.start
    fields: dict[str, Any] = {
        "name": meeting.name[:LONGEST_NAME],
        "slug": meeting.slug[:LONGEST_SLUG],
        "day": from_sunday[0] if len(from_sunday) == 1 else from_sunday,
        "time": f"{begins:%H:%M}",
        "end_time": f"{begins + timedelta(minutes=meeting.minutes):%H:%M}",
        "timezone": meeting.series.zone,
        "conference_url": meeting.link,
        "conference_url_notes": meeting.link_notes,
        "group": meeting.group,
        "notes": meeting.notes,
    }
    known = _LANGUAGES.get(meeting.language.split("-")[0])
    return fields if known is None else {**fields, "types": [known]}
