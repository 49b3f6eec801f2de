"""The reconciler: what is to be changed so that nobody but the holder is heard, and what is to be put back.

Pure. It knows no kind of room: each says which fields it wants to have which value (`wanted`), and Discord says what
they are now (`actual`). Restarts, lost connections, people who move and other bots are only differences between these
and the marks. What is not known is left alone; only what we did is undone, field by field.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value

_HEARD = (Value.UNMUTED, Value.HEARD, Value.INVITED)
OF_MEMBERS = (EditKind.MUTE, EditKind.SUPPRESS)
"""What changes a member, of which Discord allows so many in one server."""
IN_BETWEEN = (MarkProgress.MAKING, MarkProgress.UNDOING)
_ASKED = (Value.INVITED, Value.HEARD)


@dataclass(frozen=True, slots=True)
class Edit:
    """One call to Discord: what some fields of one person or role become. Its marks are kept before it is made."""

    kind: EditKind
    place_xid: int
    target_xid: int
    marks: tuple[Mark, ...]

    @property
    def values(self) -> dict[str, Value]:
        """What each field becomes, by its name."""
        return {mark.field.name: becomes(mark) for mark in self.marks}

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits to be heard again."""
        return any(becomes(mark) in _HEARD for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, and what has been found out."""

    edits: tuple[Edit, ...] = ()
    """The most pressing first: who is to be heard comes before who is to be silent."""
    found: tuple[Mark, ...] = ()
    """Marks that stand otherwise now: a change has arrived, or somebody else has taken the field."""
    over: tuple[Field, ...] = ()
    """Fields whose mark goes: they are as they were, or there is nothing left to undo."""


def becomes(mark: Mark) -> Value:
    """What a field is once the change under way has been made."""
    return mark.before if mark.progress is MarkProgress.UNDOING else mark.ours


def done(mark: Mark) -> Mark | None:
    """The mark once that change has been made; None when it has been undone.

    Giving back a place among the speakers of a stage is an invitation, and one that was made keeps its mark: so it is
    known of whoever accepts that they were asked.
    """
    if mark.progress is not MarkProgress.UNDOING:
        return replace(mark, progress=MarkProgress.MADE)
    return replace(mark, ours=Value.HEARD, progress=MarkProgress.MADE) if mark.before in _ASKED else None


def without_us(field: Field, actual: Mapping[Field, Value], ours: Mapping[Field, Mark]) -> Value | None:
    """What a field would be if we had done nothing; None when that is not known."""
    mark = ours.get(field)
    return actual.get(field) if mark is None or mark.progress is MarkProgress.THEIRS else mark.before


def with_own_last(ours: Mapping[Field, Mark], me_xid: int) -> dict[Field, Mark]:
    """The marks, those of the bot's own permissions last: what lets it into a channel is put back last, for otherwise
    it could not put back the rest."""
    return dict(sorted(ours.items(), key=lambda one: one[0].target_xid == me_xid))


def plan(
    wanted: Mapping[Field, Value],
    actual: Mapping[Field, Value],
    ours: Mapping[Field, Mark],
    held: Collection[int],
) -> Plan:
    """What is to be done.

    Args:
        wanted: the fields that are to have a certain value now, the most pressing first. All others are to be as they
            were.
        actual: what Discord says now. A field that is not in it is not known and is left alone.
        ours: the marks of what we did.
        held: the places that some session holds still. Where none does, claims of others are forgotten.
    """
    found: list[Mark] = []
    over: list[Field] = []
    calls: dict[tuple[EditKind, int, int], list[Mark]] = {}
    for field in dict.fromkeys((*wanted, *ours)):
        mark, want, now = ours.get(field), wanted.get(field), actual.get(field)
        if mark is not None and field.place_xid not in held and _is_for_good(mark, want):
            over.append(field)
            continue
        if mark is not None and mark.progress is MarkProgress.THEIRS:
            if not _is_another_matter(mark, want):
                continue
            over.append(field)
            mark = None
        if now is None:
            continue
        if now is Value.GONE:
            if mark is not None:
                over.append(field)
            continue
        if mark is not None and _is_foreign(mark, now):
            if field.place_xid in held:
                found.append(replace(mark, progress=MarkProgress.THEIRS))
            else:
                over.append(field)
            continue
        next_mark = _next(field, want, now, mark)
        if next_mark is None:
            if mark is not None:
                over.append(field)
        elif next_mark.progress in IN_BETWEEN:
            calls.setdefault((field.kind, field.place_xid, field.target_xid), []).append(next_mark)
        elif next_mark != mark:
            found.append(next_mark)
    edits = tuple(Edit(*about, tuple(marks)) for about, marks in calls.items())
    return Plan(tuple(sorted(edits, key=lambda edit: not edit.is_urgent)), tuple(found), tuple(over))


def _is_for_good(mark: Mark, want: Value | None) -> bool:
    """Whether there is nothing to undo of a mark once its place is not held: what others took, and an invitation, which
    took nothing from anybody."""
    return mark.progress is MarkProgress.THEIRS or (want is None and mark.ours is Value.HEARD)


def _is_another_matter(mark: Mark, want: Value | None) -> bool:
    """Whether what others did with a field was about another wish than the one there is now. On a stage it is about one
    turn: whoever declines an invitation is asked again in the next round."""
    return mark.field.kind is EditKind.SUPPRESS and want is not None and not want.meets(mark.ours)


def _is_foreign(mark: Mark, now: Value) -> bool:
    """Whether a field has a value that is none of our doing."""
    if now.meets(mark.ours):
        return False
    return not (mark.progress in IN_BETWEEN and now.meets(mark.before))


def _next(field: Field, want: Value | None, now: Value, mark: Mark | None) -> Mark | None:
    """The mark as it is to be: being made or undone, if there is something to do; None if there is to be none."""
    if mark is None:
        return None if want is None or now.meets(want) else Mark(field, now, want, MarkProgress.MAKING)
    if want is None and mark.ours is Value.HEARD:
        # Nobody is silenced so that something is as it was.
        return None if now.meets(mark.before) else replace(mark, progress=MarkProgress.MADE)
    if want is None or want.meets(mark.before):
        if not now.meets(mark.before):
            return replace(mark, progress=MarkProgress.UNDOING)
        was_asked = mark.ours is Value.HEARD or mark.progress is MarkProgress.UNDOING
        return done(replace(mark, progress=MarkProgress.UNDOING)) if want is not None and was_asked else None
    if not want.meets(mark.ours) and not now.meets(mark.before):
        # One thing at a time: were both values ours, a crash would leave one that looks like somebody else's.
        return replace(mark, progress=MarkProgress.UNDOING)
    return replace(mark, ours=want, progress=MarkProgress.MADE if now.meets(want) else MarkProgress.MAKING)


def affordable(edits: Sequence[Edit], left: int, spare: int) -> tuple[list[Edit], list[Edit]]:
    """The edits that can be made now, and those that wait. These get no mark yet: others may change the same meanwhile.

    Args:
        edits: the most pressing first.
        left: how many edits of members the server has now.
        spare: how many of these are kept for those who are to be heard.
    """
    due, late = list[Edit](), list[Edit]()
    for edit in edits:
        counts = edit.kind in OF_MEMBERS
        if counts and left <= (0 if edit.is_urgent else spare):
            late.append(edit)
            continue
        left -= counts
        due.append(edit)
    return due, late
