"""A format as a table of plain values, as files have it: read and checked, and written.

What each key means is in `data/formats/format.schema.json`. A test holds the two against each other, both ways.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, TypeVar

from .formats import (
    LARGEST_CIRCLE,
    LARGEST_WRITTEN_FACTOR,
    LONGEST_BREATH_S,
    PROMPTED,
    SMALLEST_CIRCLE,
    USUAL_WRITTEN_FACTOR,
    Flaw,
    Format,
    FormatError,
    LateComers,
    NotePolicy,
    PassPolicy,
    PromptKind,
    SpeakingOrder,
    Stage,
    StageKind,
    Timing,
)

E = TypeVar("E", bound=StrEnum)

MOST_STAGES, MOST_ITEMS = 20, 12
ID_LENGTH, TITLE_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH, ITEM_LENGTH = 40, 60, 240, 1000, 100
"""In characters."""
STAGE_S = range(10, 7_201)
"""How many seconds a stage, or a turn of a round, can have."""
TIMING_S = range(86_401)

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def parse_format(table: Mapping[str, Any], *, is_whole: bool = True) -> Format:
    """Turn a parsed table into a `Format`.

    Args:
        table: what was parsed.
        is_whole: whether it is to be held. Somebody's draft may have no stages yet, or no round.

    Raises:
        FormatError: a key is missing, unknown, of the wrong type or out of range. The message names it.
    """
    _only(
        table,
        "",
        {"id", "title", "summary", "minimum", "capacity", "order", "pass_policy", "timing", "stage"}
        | {"content_notes", "scale", "late_comers", "written_factor"},
    )
    rows = table.get("stage", [])
    if not isinstance(rows, list):
        raise FormatError("stage", "needs a [[stage]] table for each stage", Flaw.TABLE)
    if len(rows) > MOST_STAGES:
        raise FormatError("stage", f"has {len(rows)}; {MOST_STAGES} are the most", Flaw.MANY_STAGES)
    capacity = _whole(table, "capacity", LARGEST_CIRCLE, SMALLEST_CIRCLE, LARGEST_CIRCLE)
    made = Format(
        id=_id(table),
        title=_line(table, "title", TITLE_LENGTH),
        summary=_line(table, "summary", SUMMARY_LENGTH),
        minimum=_whole(table, "minimum", SMALLEST_CIRCLE, SMALLEST_CIRCLE, capacity),
        capacity=capacity,
        order=_choice(table, "order", SpeakingOrder, SpeakingOrder.ROUND),
        pass_policy=_choice(table, "pass_policy", PassPolicy, PassPolicy.FREE),
        timing=_timing(table.get("timing", {})),
        content_notes=_choice(table, "content_notes", NotePolicy, NotePolicy.ASK),
        scale=_yes_or_no(table, "scale"),
        late_comers=_choice(table, "late_comers", LateComers, LateComers.AGREE_FIRST),
        written_factor=_factor(table, "written_factor"),
        stages=tuple(_stage(row, f"stage {i}") for i, row in enumerate(rows, 1)),
    )
    if is_whole:
        check_whole(made)
    return made


def check_whole(made: Format) -> None:
    """Look whether a format can be held. Raises `FormatError`."""
    if not made.stages:
        raise FormatError("stage", "needs at least one [[stage]]", Flaw.NO_STAGE)
    if not any(stage.kind is StageKind.ROUND for stage in made.stages):
        raise FormatError("stage", "needs a round: a stage in which everyone has a turn", Flaw.NO_ROUND)


def table_of(made: Format) -> dict[str, Any]:
    """The table of which `parse_format` makes the same format."""
    table: dict[str, Any] = {
        "id": made.id,
        "title": made.title,
        "summary": made.summary,
        "minimum": made.minimum,
        "capacity": made.capacity,
        "order": made.order.value,
        "pass_policy": made.pass_policy.value,
        "content_notes": made.content_notes.value,
        "scale": made.scale,
        "late_comers": made.late_comers.value,
        "written_factor": made.written_factor,
        "timing": asdict(made.timing),
    }
    table["stage"] = [_stage_table(stage) for stage in made.stages]
    return table


def _stage_table(stage: Stage) -> dict[str, Any]:
    values = {
        "kind": stage.kind.value,
        "title": stage.title,
        "text": stage.text,
        "seconds": stage.seconds,
        "breath_s": stage.breath_s,
        "prompt": None if stage.prompt is None else stage.prompt.value,
        "items": list(stage.items) or None,
        "exception": stage.exception or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _timing(table: Any) -> Timing:
    if not isinstance(table, Mapping):
        raise FormatError("timing", "needs a [timing] table", Flaw.TABLE)
    usual = asdict(Timing())
    _only(table, "timing", set(usual))
    most = TIMING_S[-1]
    return Timing(**{key: _whole(table, key, usual[key], 0, most, "timing.") for key in usual})


def _stage(table: Any, where: str) -> Stage:
    if not isinstance(table, Mapping):
        raise FormatError(where, "needs a [[stage]] table", Flaw.TABLE)
    _only(table, where, {"kind", "title", "text", "seconds", "prompt", "items", "exception", "breath_s"})
    kind = _choice(table, "kind", StageKind, None, where)
    prompt = _choice(table, "prompt", PromptKind, None, where) if "prompt" in table else None
    items = _items(table, where)
    exception = _text(table, "exception", where) if "exception" in table else ""
    if prompt is not None and kind not in PROMPTED:
        raise _not_here(f"{where} prompt", kind)
    if "breath_s" in table and kind is not StageKind.ROUND:
        raise _not_here(f"{where} breath_s", kind)
    if not (kind is StageKind.AGREEMENTS) == bool(items) == bool(exception):
        words = "agreements, and only agreements, have items and an exception"
        raise FormatError(where, words, Flaw.AGREEMENTS)
    return Stage(
        kind=kind,
        title=_line(table, "title", TITLE_LENGTH, where),
        text=_text(table, "text", where),
        seconds=_whole(table, "seconds", None, STAGE_S[0], STAGE_S[-1], where + " "),
        prompt=prompt,
        items=items,
        exception=exception,
        breath_s=_whole(table, "breath_s", None, 0, LONGEST_BREATH_S, where + " ")
        if "breath_s" in table
        else None,
    )


def _not_here(where: str, kind: StageKind) -> FormatError:
    return FormatError(where, f"does not belong in a stage of kind {kind}", Flaw.NOT_HERE, kind=kind.value)


def _items(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    items = table.get("items", [])
    where = f"{where} items"
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise FormatError(where, "holds one sentence each", Flaw.SENTENCES, most=MOST_ITEMS)
    lines = tuple(_line({where: item}, where, ITEM_LENGTH) for item in items)
    if len(lines) > MOST_ITEMS or len(set(lines)) < len(lines):
        words = f"holds {MOST_ITEMS} different sentences at most"
        raise FormatError(where, words, Flaw.SENTENCES, most=MOST_ITEMS)
    return lines


def _only(table: Mapping[str, Any], where: str, allowed: set[str]) -> None:
    for key in table:
        if key not in allowed:
            names = ", ".join(sorted(allowed))
            words = f"is not known; known here: {names}"
            raise FormatError(f"{where} {key}".strip(), words, Flaw.UNKNOWN, names=names)


def _id(table: Mapping[str, Any]) -> str:
    name = _line(table, "id", ID_LENGTH)
    if not _ID.fullmatch(name):
        raise FormatError("id", "is a short word in lower case, such as small-circle", Flaw.WORDS)
    return name


def _line(table: Mapping[str, Any], key: str, most: int, where: str = "") -> str:
    """Words on one line."""
    words = _text(table, key, where, most)
    if re.search(r"[\r\n]", words):
        raise FormatError(f"{where} {key}".strip(), "is one line", Flaw.LINE)
    return words


def _text(table: Mapping[str, Any], key: str, where: str = "", most: int = TEXT_LENGTH) -> str:
    value = table.get(key)
    name = f"{where} {key}".strip()
    if not isinstance(value, str) or not value.strip():
        raise FormatError(name, "needs some words", Flaw.WORDS)
    words = value.strip()
    if len(words) > most:
        problem = f"has {len(words)} characters; {most} are the most"
        raise FormatError(name, problem, Flaw.LONG, count=len(words), most=most)
    return words


def _whole(
    table: Mapping[str, Any], key: str, default: int | None, least: int, most: int, where: str = ""
) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        words = f"needs a whole number from {least} to {most}"
        raise FormatError(f"{where}{key}", words, Flaw.NUMBER, least=least, most=most)
    return value


def _factor(table: Mapping[str, Any], key: str) -> float:
    value = table.get(key, USUAL_WRITTEN_FACTOR)
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not 1 <= value <= LARGEST_WRITTEN_FACTOR
    ):
        words = f"needs a number from 1 to {LARGEST_WRITTEN_FACTOR:g}, such as 1.5"
        raise FormatError(key, words, Flaw.NUMBER, least=1, most=f"{LARGEST_WRITTEN_FACTOR:g}")
    return float(value)


def _yes_or_no(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise FormatError(key, "is true or false", Flaw.YES_OR_NO)
    return value


def _choice(table: Mapping[str, Any], key: str, kind: type[E], default: E | None, where: str = "") -> E:
    value = table.get(key, default)
    if not isinstance(value, str) or value not in set(kind):
        names = ", ".join(kind)
        raise FormatError(f"{where} {key}".strip(), f"is one of {names}", Flaw.ONE_OF, names=names)
    return kind(value)
