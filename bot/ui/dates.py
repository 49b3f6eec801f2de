"""Dates and repetitions in words, in the reader's language. Discord's own timestamps are in `context.moment`."""

from __future__ import annotations

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_day_names

from bot.calendar.described import Kind, Repeat, describe
from bot.calendar.wallclock import Change, LocalTime, wall_time
from bot.circle.appointment import Appointment
from bot.services.schedule.schedules import ChangedDate

from .card_context import timestamp
from .i18n import N_, Translator
from .user_text import escaped

LAST = -1
_ORDINALS = {
    1: N_("first"),
    2: N_("second"),
    3: N_("third"),
    4: N_("fourth"),
    5: N_("fifth"),
    LAST: N_("last"),
}


def locale_of(t: Translator) -> Locale:
    """Babel's locale for a language of the bot."""
    try:
        return Locale.parse(t.language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def date_words(t: Translator, local: LocalTime) -> str:
    """A wall-clock time, such as `Tuesday, 1 December 2026, 19:00`."""
    return format_datetime(local, "EEEE, d MMMM y, HH:mm", locale=locale_of(t))


def change_words(t: Translator, change: Change | None) -> str:
    """What a clock change does to a date; empty when it does nothing."""
    if change is Change.GAP:
        return t("The clocks skip that hour that night, so it begins an hour later by the clock.")
    if change is Change.TWICE:
        return t("The clocks show that hour twice that night; the first one is meant.")
    return ""


def begins_words(t: Translator, appointment: Appointment) -> str:
    """When a date begins, for everyone in their own time zone, and that it was moved, if it was."""
    begins = timestamp(appointment.starts_at, "F")
    if appointment.instead_of is None:
        return begins
    return t("{when}, moved from {before}", when=begins, before=timestamp(appointment.instead_of, "F"))


def changed_words(t: Translator, changed: ChangedDate) -> str:
    """What became of a date that was skipped or moved."""
    if changed.moved_to is not None:
        return t("moved to {when}", when=timestamp(changed.moved_to, "F"))
    return t("left out: {reason}", reason=escaped(changed.note)) if changed.note else t("left out")


def changed_plainly(t: Translator, changed: ChangedDate, zone: str) -> str:
    """The same where Discord shows no times of its own, such as in a choice: by the clocks of that zone."""
    if changed.moved_to is None:
        return t("left out")
    return t("moved to {when}", when=date_words(t, wall_time(changed.moved_to, zone)))


def repeat_words(t: Translator, rule: str | None) -> str:
    """How often and for how long, such as `every 2 weeks on Tuesday, 6 times`."""
    repeat = describe(rule)
    rhythm = _rhythm_words(t, repeat, rule)
    if repeat.kind is Kind.OTHER:
        return rhythm  # the rule itself says its end
    if repeat.count is not None:
        return t.many("{rhythm}, {count} time", "{rhythm}, {count} times", repeat.count, rhythm=rhythm)
    if repeat.until is not None:
        return t("{rhythm}, until {date}", rhythm=rhythm, date=_last_day(t, repeat.until))
    return rhythm


def plain_repeat(t: Translator, rule: str | None) -> str:
    """The same as it stands in a form; a rule that has no words is said to stay as it is."""
    if describe(rule).kind is Kind.OTHER:
        return t("as it is now")
    return repeat_words(t, rule)


def _last_day(t: Translator, until: date) -> str:
    return format_date(until, "d MMMM y", locale=locale_of(t))


def _rhythm_words(t: Translator, repeat: Repeat, rule: str | None) -> str:
    days = ", ".join(weekday_name(t, weekday) for weekday in repeat.weekdays)
    match repeat.kind:
        case Kind.ONCE:
            return t("once")
        case Kind.DAILY:
            return t.many("every day", "every {count} days", repeat.interval)
        case Kind.WEEKLY:
            return t.many("every week on {days}", "every {count} weeks on {days}", repeat.interval, days=days)
        case Kind.MONTHLY_WEEKDAY:
            which = _which(t, repeat)
            return t.many(
                "every month on the {which}",
                "every {count} months on the {which}",
                repeat.interval,
                which=which,
            )
        case Kind.MONTHLY_DAY:
            dates = ", ".join(t("last") if day == LAST else str(day) for day in repeat.month_days)
            return t.many(
                "every month on day {dates}",
                "every {count} months on day {dates}",
                repeat.interval,
                dates=dates,
            )
    return t("by the rule {rule}", rule=rule)


def _which(t: Translator, repeat: Repeat) -> str:
    days = ", ".join(weekday_name(t, weekday) for weekday in repeat.weekdays)
    ordinals = ", ".join(t(_ORDINALS.get(number, str(number))) for number in repeat.ordinals)
    return f"{ordinals} {days}".strip()


def weekday_name(t: Translator, weekday: int) -> str:
    """What a day of the week is called; 0 is Monday."""
    names = get_day_names("wide", locale=locale_of(t))
    return str(names[weekday])
