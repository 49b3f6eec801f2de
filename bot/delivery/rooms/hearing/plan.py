"""The reconciler: what is to be changed so that nobody but the holder is heard, and what is to be put back.

Pure. It knows no kind of room: each says which fields it wants to have which value (`wanted`), and Discord says what
they are now (`actual`). Restarts, lost connections, people who move and other bots are only differences between these
and the marks. What is not known is left alone; only what we did is undone, field by field.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.services.rooms.marks import EditKind, Field, Mark, Standing, Value

_HEARD = (Value.UNMUTED, Value.HEARD)
IN_BETWEEN = (Standing.MAKING, Standing.UNDOING)


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
    return mark.before if mark.standing is Standing.UNDOING else mark.ours


def done(mark: Mark) -> Mark | None:
    """The mark once that change has been made; None when it has been undone."""
    return None if mark.standing is Standing.UNDOING else replace(mark, standing=Standing.MADE)


def without_us(field: Field, actual: Mapping[Field, Value], ours: Mapping[Field, Mark]) -> Value | None:
    """What a field would be if we had done nothing; None when that is not known."""
    mark = ours.get(field)
    return actual.get(field) if mark is None or mark.standing is Standing.THEIRS else mark.before


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
        mark = ours.get(field)
        if mark is not None and mark.standing is Standing.THEIRS and field.place_xid not in held:
            over.append(field)
        now = actual.get(field)
        if now is None or (mark is not None and mark.standing is Standing.THEIRS):
            continue
        if now is Value.GONE:
            if mark is not None:
                over.append(field)
            continue
        if mark is not None and _is_foreign(mark, now):
            if field.place_xid in held:
                found.append(replace(mark, standing=Standing.THEIRS))
            else:
                over.append(field)
            continue
        next_mark = _next(field, wanted.get(field), now, mark)
        if next_mark is None:
            if mark is not None:
                over.append(field)
        elif next_mark.standing in IN_BETWEEN:
            calls.setdefault((field.kind, field.place_xid, field.target_xid), []).append(next_mark)
        elif next_mark != mark:
            found.append(next_mark)
    edits = tuple(Edit(*about, tuple(marks)) for about, marks in calls.items())
    return Plan(tuple(sorted(edits, key=lambda edit: not edit.is_urgent)), tuple(found), tuple(over))


def _is_foreign(mark: Mark, now: Value) -> bool:
    """Whether a field has a value that is none of our doing."""
    if now.meets(mark.ours):
        return False
    return not (mark.standing in IN_BETWEEN and now.meets(mark.before))


def _next(field: Field, want: Value | None, now: Value, mark: Mark | None) -> Mark | None:
    """The mark as it is to be: being made or undone, if there is something to do; None if there is to be none."""
    if mark is None:
        return None if want is None or now.meets(want) else Mark(field, now, want, Standing.MAKING)
    if want is None or want.meets(mark.before):
        return None if now.meets(mark.before) else replace(mark, standing=Standing.UNDOING)
    if not want.meets(mark.ours) and not now.meets(mark.before):
        # One thing at a time: were both values ours, a crash would leave one that looks like somebody else's.
        return replace(mark, standing=Standing.UNDOING)
    return replace(mark, ours=want, standing=Standing.MADE if now.meets(want) else Standing.MAKING)
