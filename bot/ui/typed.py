"""Reading what people type for a circle and its times: the value, or the sentence that says what to change."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.calendar.moments import Moment, MomentCode, MomentError, find_zone, nearest_zones, parse_moment
from bot.calendar.repeats import RepeatCode, RepeatError, parse_repeat
from bot.circle.formats import Format, FormatError
from bot.content import Content

from .i18n import N_, Translator
from .words import NAME_LENGTH, clean, shown


class Unreadable(Exception):
    """What was typed cannot be used. The text is the sentence for whoever typed it."""


_MOMENTS = {
    MomentCode.AMBIGUOUS: N_(
        "I cannot tell the day from the month in that. Please write the date like 2026-12-01 19:00."
    ),
    MomentCode.MISMATCH: N_("That date is not on that weekday. Please check which of the two you mean."),
    MomentCode.NO_SUCH_DAY: N_("There is no such day in the calendar. Please check the date."),
    MomentCode.NO_TIME: N_("Please add the time of day, for example Tuesday 19:00."),
    MomentCode.OFFSET: N_("Please leave the time zone out here; it has a field of its own."),
    MomentCode.PAST: N_("That moment has passed already. Please choose one that is still to come."),
    MomentCode.SECOND_PASS: N_(
        "The clocks show that hour twice that night, and the second one cannot be named. Please choose another time."
    ),
    MomentCode.TOO_FAR: N_("That is more than two years away. Please choose a nearer date."),
    MomentCode.UNCLEAR: N_(
        "I could not read that time. You may write Tuesday 19:00, tomorrow 7pm, or 2026-12-01 19:00."
    ),
}
_REPEATS = {
    RepeatCode.AMBIGUOUS: N_(
        "That could mean every two weeks or once a month. Please write every two weeks, or second Tuesday."
    ),
    RepeatCode.BAD_INTERVAL: N_("Please choose a smaller number of days, weeks or months in between."),
    RepeatCode.NO_SUCH_DAY: N_("No month has that day. Please choose a day from 1 to 31."),
    RepeatCode.RULE: N_(
        "I cannot use that rule. It may meet daily, weekly, monthly or yearly, on days, and end on a date or after "
        "a number of times; the time of day comes from the first date."
    ),
    RepeatCode.TOO_LONG: N_("That is too long to be a rhythm. Please make it shorter."),
    RepeatCode.UNCLEAR: N_(
        "I could not read that rhythm. You may write once, weekly, every two weeks, weekly on Tue and Thu, "
        "second Tuesday, or last Friday."
    ),
}


def read_name(t: Translator, typed: str) -> str:
    """The name of a circle. Raises `Unreadable`."""
    name = clean(typed)
    if not name or len(name) > NAME_LENGTH:
        raise Unreadable(t("Please give the circle a name of 1 to {most} characters.", most=NAME_LENGTH))
    return name


def read_format(t: Translator, content: Content, typed: str) -> Format:
    """The format of that id. Raises `Unreadable`."""
    chosen = content.formats.get(typed)
    if chosen is None:
        names = ", ".join(sorted(content.formats))
        raise Unreadable(t("I do not know that format. There are: {names}.", names=names))
    return chosen


def misfit(t: Translator, error: FormatError) -> Unreadable:
    """What to change when a format cannot be adjusted as it was asked."""
    if error.where == "minimum":
        return Unreadable(t("The circle needs at least 3 people, and not more than it has seats."))
    if error.where == "capacity":
        return Unreadable(t("A circle has from 3 to 8 seats. Please choose a number in between."))
    return Unreadable(t("A story turn lasts from 1 to 60 minutes. Please choose a number in between."))


async def read_moment(t: Translator, typed: str, now: datetime, zone: str) -> Moment:
    """The moment that was typed. Raises `Unreadable`."""
    try:
        # Other languages may need a library that takes its time to load; nobody's clock waits for that.
        if t.language.split("-")[0] == "en":
            return parse_moment(typed, now, zone)
        return await asyncio.to_thread(parse_moment, typed, now, zone, t.language)
    except MomentError as error:
        raise Unreadable(t(_MOMENTS[error.code])) from None


def read_repeat(t: Translator, typed: str, start: datetime) -> str | None:
    """The rule that was typed; None for once. Raises `Unreadable`."""
    try:
        return parse_repeat(typed, start, t.language)
    except RepeatError as error:
        raise Unreadable(t(_REPEATS[error.code])) from None


def read_zone(t: Translator, typed: str) -> str:
    """The time zone that was typed. Raises `Unreadable`, with the nearest names."""
    zone = find_zone(typed)
    if zone is not None:
        return zone
    near = nearest_zones(typed, language=t.language)
    words = t("I do not know the time zone {typed}.", typed=shown(clean(typed)[:60]))
    if near:
        words += " " + t("Did you mean one of these: {names}?", names=", ".join(f"`{name}`" for name in near))
    else:
        words += " " + t("Its name is a region and a city, such as Europe/Berlin or America/New_York.")
    raise Unreadable(words)


def read_number(t: Translator, typed: str, least: int, most: int, what: str) -> int | None:
    """A whole number in a range; None when nothing was typed. Raises `Unreadable`."""
    text = clean(typed)
    if not text:
        return None
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Unreadable(
            t(
                "{what}: please write a whole number from {least} to {most}.",
                what=what,
                least=least,
                most=most,
            )
        )
    return int(text)
