"""The cards of schedules: a draft with its next dates, the list, and asking once more before one is deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from discord import ButtonStyle

from bot.calendar.recurrence import Occurrence, occurrences
from bot.calendar.wallclock import LocalTime, instant_of
from bot.circle.choices import HOUR_S
from bot.circle.formats import Format
from bot.services.schedule.desk import Overview
from bot.services.schedule.schedules import ChangedDate, Schedule, Status

from ...card_context import timestamp
from ...choices import REMINDERS, WORDS, ticked
from ...dates import begins_words, change_words, changed_words, date_words, repeat_words
from ...i18n import Translator
from ...layout import CALM, CLOSED, Card
from ...paging import page_of
from ...press import VerbButton
from ...rooms.holding import held_words, holding_limits
from ...rooms.kinds import words_of
from ...rooms.standing import where_words
from ...user_text import escaped

DATES_SHOWN = 5
MOST_DATES = 3
"""How many announced dates, and how many changed ones, are listed of one circle. How many more there are is said."""
PAGE = 6
"""How many circles are on one page: a card holds 4,000 characters."""
ANEW = "schedanew"
"""The verb of the button below a closed series that is over."""
LIST = "schedlist"
"""The verb of the buttons to the other pages of the list."""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """A draft as its admin sees it."""

    t: Translator
    schedule: Schedule
    facilitators: Sequence[int]
    format: Format
    theme_title: str
    now: datetime
    remarks: Sequence[str] = field(default_factory=tuple)
    """What to know before saving: a missing permission, seats that are taken already."""
    last_format: str = ""
    """What the format of the last meeting of a closed series is called, if it has one of its own."""
    agreements: str = ""
    """What its people agree to, as they read it, where it has lines of its own."""
    changes: Mapping[LocalTime, ChangedDate] = field(default_factory=dict)
    """What was skipped or moved of the schedule that the draft is to change; it stays so, also at another hour."""


def draft(context: DraftContext) -> Card:
    """Everything about a schedule before it is saved, with its next dates in words."""
    t, kept, wanted = context.t, context.schedule, context.schedule.choices
    card = Card(CALM).say(f"## {escaped(wanted.name)}").say("\n".join(_dates(context)))
    card.line().say("\n".join(_choices(context)))
    if context.agreements:
        card.line().say(f"**{t('What its people agree to')}**\n{context.agreements}")
    if context.remarks:
        card.line().say("\n".join(context.remarks))
    if kept.replaces is None:
        card.say("-# " + t("Nothing is announced before you create it."))
        save = _button(kept, "schedok", t("Create it"), ButtonStyle.success)
    else:
        card.say("-# " + t("Nothing changes before you save it. Everyone keeps their seat."))
        save = _button(kept, "schedok", t("Save the changes"), ButtonStyle.success)
    card.row(
        _button(kept, "schedtime", t("Change the time")),
        _button(kept, "schedpeople", t("People and place")),
        _button(kept, "schedhow", t("How it goes")),
        _button(kept, "schedroom", t("The room")),
        _button(kept, "schedagree", t("Agreements")),
    )
    more = []
    if kept.replaces is None or wanted.closed:
        more.append(_button(kept, "schedseries", t("The same people")))
    if context.agreements:
        more.append(_button(kept, "schedusual", t("Back to the usual lines")))
    card.row(*more)
    return card.row(save, _button(kept, "schedno", t("Discard")))


def _button(kept: Schedule, verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    return VerbButton.new(verb, kept.id, kept.version, label, style)


def _dates(context: DraftContext) -> list[str]:
    t, kept = context.t, context.schedule
    # Of a series that runs, dates that were left out are made up for at the end.
    series = kept.choices.series if kept.replaces is None else kept.choices.dates
    found = list(islice(occurrences(series, context.now), DATES_SHOWN))
    rhythm = repeat_words(t, kept.choices.series.rule)
    lines = [t("It meets {rhythm}, by the clocks of {zone}.", rhythm=rhythm, zone=series.zone)]
    if not found:
        return [*lines, t("No date is to come.")]
    lines.append("**" + t.many("The next date:", "The next {count} dates:", len(found)) + "**")
    before: Occurrence | None = None
    by_day = {local.date(): changed for local, changed in context.changes.items()}
    for number, one in enumerate(found, 1):
        yours = t("for you {time}", time=timestamp(one.at, "s"))
        changed = by_day.get(one.local.date())
        if changed is None:
            lines.append(f"{number}. {date_words(t, one.local)} ({yours})")
        else:
            lines.append(f"{number}. ~~{date_words(t, one.local)}~~ · {changed_words(t, changed)}")
        if note := change_words(t, one.change) or _clocks_changed(t, before, one, series.zone):
            lines.append(f"-# {note}")
        before = one
    return lines


def _clocks_changed(t: Translator, before: Occurrence | None, one: Occurrence, zone: str) -> str:
    """A word when the clocks change between two dates: the hour on the clock stays."""
    here = ZoneInfo(zone)
    if before is None or before.at.astimezone(here).utcoffset() == one.at.astimezone(here).utcoffset():
        return ""
    return t("The clocks change before this date; by the clock it stays {time}.", time=f"{one.local:%H:%M}")


def _choices(context: DraftContext) -> list[str]:
    t, wanted, chosen = context.t, context.schedule.choices, context.format
    lines = [
        t("Place: {place}", place=f"<#{wanted.parent_xid}>"),
        t("Room: {room}", room=t(words_of(wanted.room.kind).TITLE)),
        t("Format: {format}", format=t.content(chosen.title)),
        t("Seats: {seats}, and at least {least} people", seats=chosen.capacity, least=chosen.minimum),
        t("Theme of the questions: {theme}", theme=context.theme_title),
    ]
    if (total := wanted.meetings) is not None:
        lines.append(t("A closed series: a seat is for all {total} meetings.", total=total))
        if context.last_format:
            lines.append(t("Format of the last meeting: {format}", format=context.last_format))
    people = " → ".join(f"<@{xid}>" for xid in context.facilitators)
    lines.append(
        t("Facilitating in turn: {people}", people=people)
        if people
        else t("Facilitating: the first facilitator to take a seat")
    )
    role = f"<@&{wanted.role_xid}>" if wanted.role_xid is not None else t("everyone who sees the invitation")
    lines.append(t("Who may join: {who}", who=role))
    reminders = ", ".join(
        t(REMINDERS.get(s, "{hours} h"), hours=s // HOUR_S) for s in wanted.session.reminders
    )
    lines.append(t("Reminders: {reminders}", reminders=reminders or t("none")))
    lines.append(t.many("Announced {count} day ahead", "Announced {count} days ahead", wanted.horizon_days))
    if where := where_words(t, wanted):
        lines.append(where)
    if held := held_words(t, wanted.room.kind, held=wanted.room.held):
        lines.append(held)
    if limits := holding_limits(t, wanted.room.kind, held=wanted.room.held):
        lines.append(limits)
    lines += [t(WORDS[name].said) for name in ticked(wanted.session)]
    return lines


def listing(
    t: Translator,
    found: Sequence[Overview],
    channels: Collection[int],
    without_format: Collection[int],
    now: datetime,
    number: int = 0,
) -> Card:
    """The schedules of a server: how often, what is next, how full it is, and whether its channel (of `channels`) and
    its format are still there. One page of them, counted from 0."""
    card = Card(CALM).say("### " + t("Circles that meet again and again"))
    page = page_of(found, number, PAGE)
    for overview in page.items:
        lines = _listed(t, overview, now)
        if overview.schedule.choices.parent_xid not in channels:
            lines.append(
                t(
                    "Its channel was deleted, so nobody sees its invitations. Choose another "
                    "channel with /schedule edit."
                )
            )
        if overview.schedule.id in without_format:
            lines.append(
                t(
                    "Its format is gone, or has fewer seats. No date is announced. Choose another "
                    "format with /schedule edit."
                )
            )
        card.line().say("\n".join(lines))
        if overview.course is not None and overview.course.is_over:
            anew = VerbButton.new(
                ANEW, overview.schedule.id, overview.schedule.version, t("Begin a new series")
            )
            card.row(anew)
    card.say(page.words(t))
    return card.row(*page.turns(t, lambda to, label: VerbButton.new(LIST, 0, to, label)))


def _listed(t: Translator, overview: Overview, now: datetime) -> list[str]:
    kept = overview.schedule
    series = kept.choices.series
    lines = [
        f"**{escaped(kept.choices.name)}** · <#{kept.choices.parent_xid}>",
        f"{repeat_words(t, series.rule)}, {series.start:%H:%M}, {series.zone}",
    ]
    if (so_far := overview.course) is not None:
        words = t.many(
            "A closed series: {count} of {total} meetings is over.",
            "A closed series: {count} of {total} meetings are over.",
            so_far.held,
            total=so_far.total,
        )
        lines.append(words)
        if so_far.is_over:
            return [*lines, t("It is over. I have forgotten who had a seat.")]
    if kept.status is Status.PAUSED:
        return [*lines, t("It rests. /schedule resume lets it go on.")]
    if kept.status is Status.AWAY:
        words = t("It rests: I was taken out of this server for a while. /schedule resume lets it go on.")
        lines.append(words)
        if not overview.planned:
            return lines
    for session in overview.planned[:MOST_DATES]:
        taken = t.many(
            "{count} of {seats} seats is taken",
            "{count} of {seats} seats are taken",
            len(session.state.seated),
            seats=session.state.format.capacity,
        )
        lines.append(f"{begins_words(t, session.state.date)} · {taken}")
    if (more := len(overview.planned) - MOST_DATES) > 0:
        lines.append(
            t.many(
                "{count} more date is announced; /circle upcoming shows it.",
                "{count} more dates are announced; /circle upcoming shows them.",
                more,
            )
        )
    lines += _changed(t, overview, now)
    if not overview.planned:
        upcoming = next_date(overview)
        lines.append(
            t("Next: {time}", time=timestamp(upcoming, "F"))
            if upcoming is not None
            else t("No date is to come.")
        )
    return lines


def _changed(t: Translator, overview: Overview, now: datetime) -> list[str]:
    """The dates to come that were skipped, or moved and are not announced yet: what was to be, and what is."""
    announced = {session.local for session in overview.planned}
    zone = overview.schedule.choices.series.zone
    lines = []
    for local, changed in sorted(overview.changes.items()):
        by_rule = instant_of(local, zone)[0]
        if local not in announced and (changed.moved_to or by_rule) > now:
            lines.append(f"~~{timestamp(by_rule, 'F')}~~ · {changed_words(t, changed)}")
    if len(lines) <= MOST_DATES:
        return lines
    more = len(lines) - MOST_DATES
    said = t.many("{count} more date was changed.", "{count} more dates were changed.", more)
    return [*lines[:MOST_DATES], said]


def next_date(overview: Overview) -> datetime | None:
    """The next date that is not announced yet, with what was skipped or moved in mind."""
    kept = overview.schedule
    if overview.course is not None:
        return overview.left[0].at if overview.left else None
    if kept.next_at is None:
        return None
    skipped = {local for local, change in overview.changes.items() if change.moved_to is None}
    coming = islice(occurrences(kept.choices.series, kept.next_at - timedelta(seconds=1)), len(skipped) + 1)
    for one in coming:
        change = overview.changes.get(one.local)
        if change is None or change.moved_to is not None:
            return one.at if change is None else change.moved_to
    return None


def confirm_delete(t: Translator, kept: Schedule) -> Card:
    """Asking once more before a schedule is deleted."""
    card = Card().say(
        t(
            "Delete **{name}** for good? I call off announced dates and tell everyone with a seat.",
            name=escaped(kept.choices.name),
        )
    )
    return card.row(_button(kept, "scheddel", t("Delete for good"), ButtonStyle.danger))


def closed(text: str) -> Card:
    """A card of a draft that is done with."""
    return Card(CLOSED).say(text)
