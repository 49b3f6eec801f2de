"""Reading what people type for a circle and its times: the value, or the sentence that says what to change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar

from bot.calendar.moments import (
    Moment,
    MomentCode,
    MomentError,
    find_zone,
    nearest_zones,
    parse_day,
    parse_moment,
)
from bot.calendar.plans import PlanCode, PlanError, parse_plan, parse_when
from bot.calendar.quiet_hours import parse_hours
from bot.calendar.repeats import RepeatCode, RepeatError, parse_repeat
from bot.calendar.wallclock import LocalTime
from bot.circle.formats import Format, FormatError
from bot.content import Content
from bot.services.circle.choices import CircleChoices

from .i18n import N_, Translator
from .refused import Refused
from .user_text import NAME_LENGTH, clean, escaped

R = TypeVar("R")


_MOMENTS = {
    MomentCode.DATE_OR_TIME: N_(
        "That may be a time or a date. Please write times with a colon, such as 19:30."
    ),
    MomentCode.DAY_OR_MONTH: N_(
        "I cannot tell the day from the month in that. Please write the date like 2026-12-01 19:00."
    ),
    MomentCode.HALF_OF_DAY: N_(
        "I cannot tell the morning from the evening in that. Please write the time like 7pm or 19:00."
    ),
    MomentCode.MIDNIGHT: N_(
        "Midnight may be the beginning or the end of that day. Please write 00:00 and the day that it begins."
    ),
    MomentCode.MISMATCH: N_("That date is not on that weekday. Please check which of the two you mean."),
    MomentCode.NO_SUCH_DAY: N_("There is no such day in the calendar. Please check the date."),
    MomentCode.NO_TIME: N_("Please add the time of day, for example Tuesday 19:00."),
    MomentCode.PAST: N_("That moment has passed already. Please choose one that is still to come."),
    MomentCode.RANGE: N_("Please write only when it begins. How long it takes follows from its format."),
    MomentCode.SECOND_PASS: N_(
        "The clocks show that hour twice that night, and the second one cannot be named. Please choose another time."
    ),
    MomentCode.TOO_FAR: N_("That is more than two years away. Please choose a nearer date."),
    MomentCode.UNCLEAR: N_(
        "I could not read that time. You may write Tuesday 19:00, tomorrow 7pm, or 2026-12-01 19:00."
    ),
}
_OFFSETS = {
    "field": N_(
        "Please leave the time zone out here. The field Time zone below takes it, such as Europe/Berlin."
    ),
    "draft": N_(
        "Times here are by the clocks of {zone}. Please leave the time zone out. You can choose another in "
        "the next step, under Change the time."
    ),
    "schedule": N_("This circle meets by the clocks of {zone}. Please write the time that they show."),
}
_REPEATS = {
    RepeatCode.AMBIGUOUS: N_(
        "That could mean a number of weeks or once a month. Please write every two weeks, "
        "or second Tuesday of the month."
    ),
    RepeatCode.BAD_INTERVAL: N_("Please choose a smaller number of days, weeks or months in between."),
    RepeatCode.BIMONTHLY: N_(
        "That could mean every two months or twice a month. Please write every two months, "
        "or first and third Tuesday."
    ),
    RepeatCode.DATE: N_(
        "That is a date. Please write it as the first time, and here how often, such as monthly."
    ),
    RepeatCode.ENDING: N_(
        "I could not read when it ends. You may write for 6 weeks, 10 times, or until 31 March."
    ),
    RepeatCode.EXCEPT: N_(
        "Please name only the days on which it meets. Single dates are left out later, with /schedule skip."
    ),
    RepeatCode.LENGTH: N_(
        "That may say how often, or for how long. You may write every two weeks, or weekly for six weeks."
    ),
    RepeatCode.NO_SUCH_DAY: N_("No month has that day. Please choose a day from 1 to 31."),
    RepeatCode.OTHER_TIME: N_(
        "That is not the time of day of the first time. Please write the time in one place only."
    ),
    RepeatCode.RULE: N_(
        "I cannot use that rule. A circle can meet daily, weekly, monthly or yearly. It can end "
        "on a date, or after a number of times. The time of day comes from the first date."
    ),
    RepeatCode.TOO_LONG: N_("That is too long. Please make it shorter."),
    RepeatCode.TOO_OFTEN: N_(
        "A circle meets once a day at most. For two times a day, please make two schedules."
    ),
    RepeatCode.UNCLEAR: N_(
        "I could not read that rhythm. You may write once, weekly, every two weeks, second "
        "Tuesday, or last Friday."
    ),
    RepeatCode.WHICH_DAYS: N_(
        "On which days? You may write weekly on Tue and Thu, or first and third Tuesday of the month."
    ),
}
_PLANS = {
    PlanCode.TWO_RHYTHMS: N_("These name two different rhythms. Please write the rhythm in one place."),
}


def read_name(t: Translator, typed: str) -> str:
    """The name of a circle. Raises `Refused`."""
    name = clean(typed)
    if not name or len(name) > NAME_LENGTH:
        raise Refused(t("Please give the circle a name of 1 to {most} characters.", most=NAME_LENGTH))
    return name


def read_format(t: Translator, content: Content, typed: str) -> str:
    """The id of the format that was meant: its id or its title, as the reader or the file says it. Raises `Refused`."""
    meant = _plain(typed)
    for known in content.formats.values():
        if meant in {_plain(name) for name in (known.id, known.title, t.content(known.title))}:
            return known.id
    names = ", ".join(sorted(one.id if "/" not in one.id else one.title for one in content.formats.values()))
    raise Refused(t("I do not know that format. There are: {names}.", names=escaped(names)))


def _plain(name: str) -> str:
    return clean(name).casefold().replace("-", " ")


def read_choices(t: Translator, content: Content, wanted: CircleChoices) -> Format:
    """The format as it was chosen, if there is one and a circle can have that many seats. Raises `Refused`."""
    read_format(t, content, wanted.format_id)
    try:
        return wanted.format(content)
    except FormatError as error:
        raise _misfit(t, error) from None


def _misfit(t: Translator, error: FormatError) -> Refused:
    """What to change when a format cannot be adjusted as it was asked."""
    if error.where == "minimum":
        return Refused(t("The circle needs at least 3 people, and not more than it has seats."))
    if error.where == "capacity":
        return Refused(t("A circle has from 3 to 8 seats. Please choose a number in between."))
    return Refused(t("A story turn lasts from 1 to 60 minutes. Please choose a number in between."))


async def read_moment(t: Translator, typed: str, now: datetime, zone: str) -> Moment:
    """The moment that was typed for one date of a schedule in that zone. Raises `Refused`."""
    try:
        return await _reading(t, parse_moment, typed, now, zone)
    except MomentError as error:
        raise _moment_refused(t, error, zone, "schedule") from None


async def read_first(t: Translator, typed: str, now: datetime, zone: str) -> LocalTime | None:
    """The first date that was typed so far; None when it cannot be told yet."""
    try:
        first, _ = await _reading(t, parse_when, typed, now, zone)
    except (MomentError, RepeatError):
        return None
    return first.local


async def read_day(t: Translator, typed: str, now: datetime, zone: str) -> date:
    """The day that was typed, with or without a time. Raises `Refused`."""
    try:
        return await _reading(t, parse_day, typed, now, zone)
    except MomentError as error:
        raise _moment_refused(t, error, zone, "schedule") from None


async def read_plan(
    t: Translator, when: str, repeat: str, now: datetime, zone: str, *, has_zone_field: bool
) -> tuple[Moment, str | None]:
    """The first date and the rule that were typed, each in its field; no rule for once. Raises `Refused`.

    Args:
        t: the voice of the sentences.
        when: what was typed for the first time; a rhythm may be in it too.
        repeat: what was typed for how often.
        now: the present.
        zone: by whose clocks it is read.
        has_zone_field: whether the form has a field for another zone.
    """
    try:
        return await _reading(t, parse_plan, when, repeat, now, zone)
    except MomentError as error:
        raise _moment_refused(t, error, zone, "field" if has_zone_field else "draft") from None
    except RepeatError as error:
        raise Refused(t(_REPEATS[error.code])) from None
    except PlanError as error:
        raise Refused(t(_PLANS[error.code])) from None


def _moment_refused(t: Translator, error: MomentError, zone: str, where: str) -> Refused:
    if error.code is MomentCode.OFFSET:
        return Refused(t(_OFFSETS[where], zone=zone))
    return Refused(t(_MOMENTS[error.code]))


async def _reading(t: Translator, parse: Callable[..., R], *args: object) -> R:
    """What a parser makes of its words. Other languages may need a library that takes its time to load; nobody's
    clock waits for that."""
    if t.language.split("-")[0] == "en":
        return parse(*args)
    return await asyncio.to_thread(parse, *args, t.language)


def read_repeat(t: Translator, typed: str, start: datetime) -> str | None:
    """The rule that was typed; None for once. Raises `Refused`."""
    try:
        return parse_repeat(typed, start, t.language)
    except RepeatError as error:
        raise Refused(t(_REPEATS[error.code])) from None


def rhythm_as_typed(t: Translator, typed: str, start: datetime, rule: str | None) -> str:
    """What was typed for a rhythm, to be shown again when it is changed; nothing, unless it alone says that rule.

    A rule in the words of calendar programs is none that somebody reads.
    """
    words = clean(typed)
    if "=" in words:
        return ""
    try:
        return words if parse_repeat(words, start, t.language) == rule else ""
    except RepeatError:
        return ""


def read_hours(t: Translator, typed: str) -> tuple[time, time]:
    """The quiet hours that were typed. Raises `Refused`."""
    hours = parse_hours(typed)
    if hours is None:
        raise Refused(t("Please write the quiet hours like 22:00 - 07:00, or 10pm to 7am."))
    return hours


def read_zone(t: Translator, typed: str) -> str:
    """The time zone that was typed. Raises `Refused`, with the nearest names."""
    zone = find_zone(typed)
    if zone is not None:
        return zone
    named = clean(typed)[:60]
    if not named:
        raise Refused(t("Please write a time zone, such as Europe/Berlin or America/New_York."))
    near = nearest_zones(typed, language=t.language)
    words = t("I do not know the time zone {typed}.", typed=escaped(named))
    if near:
        words += " " + t("Did you mean {names}?", names=", ".join(f"`{name}`" for name in near))
    else:
        words += " " + t("Its name is a region and a city, such as Europe/Berlin or America/New_York.")
    raise Refused(words)


def read_number(t: Translator, typed: str, least: int, most: int, what: str) -> int | None:
    """A whole number in a range; None when nothing was typed. Raises `Refused`."""
    text = clean(typed)
    if not text:
        return None
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Refused(
            t(
                "{what}: please write a whole number from {least} to {most}.",
                what=what,
                least=least,
                most=most,
            )
        )
    return int(text)
