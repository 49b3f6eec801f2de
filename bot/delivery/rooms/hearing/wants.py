"""Which fields each kind of room wants to have which value, so that nobody is heard but those who may be.

Pure. `heard` are the people who may be heard now; None: everyone, and then nothing is wanted at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value

from .plan import without_us

SEND = "send_messages"
TAKEN = (SEND, "send_messages_in_threads", "create_public_threads", "create_private_threads")
"""What is taken from everyone in a channel that is held. Reactions stay: they interrupt nobody."""

VIEW = "view_channel"
LOOKED_AT = (*TAKEN, VIEW)
"""What may be changed in a channel."""

Wanted = dict[Field, Value]


def of_channel(channel_xid: int, target_xid: int, name: str) -> Field:
    """One permission of one person or role in a channel."""
    return Field(EditKind.OVERWRITE, channel_xid, target_xid, name)


def in_channel(
    channel_xid: int,
    everyone_xid: int,
    me_xid: int,
    heard: Collection[int] | None,
    actual: Mapping[Field, Value],
    ours: Mapping[Field, Mark],
    denied: Collection[int] = (),
) -> Wanted:
    """In a text channel everyone's permission to write is taken, and given to the holder by name.

    A role or a person who was allowed to write by name would still be able to, so that is made neutral meanwhile. Where
    the holder was denied it by name, or by a role, that is somebody's decision, and stays.

    Args:
        everyone_xid: the role that everyone has.
        me_xid: the bot, which goes on writing its cards.
        denied: of whom a role takes it. A permission by name would give it back.
    """
    if heard is None:
        return {}

    def base(field: Field) -> Value:
        return without_us(field, actual, ours) or Value.NEUTRAL

    own = of_channel(channel_xid, me_xid, SEND)
    wanted = {own: Value.ALLOW}
    for person in sorted(heard):
        given = of_channel(channel_xid, person, SEND)
        if base(given) is Value.NEUTRAL and person not in denied:
            wanted[given] = Value.ALLOW
    wanted |= {of_channel(channel_xid, everyone_xid, name): Value.DENY for name in TAKEN}
    for field in sorted({*actual, *ours}):
        if field.kind is not EditKind.OVERWRITE or field.place_xid != channel_xid or field.name not in TAKEN:
            continue
        is_theirs = field.target_xid in heard and field.name == SEND
        if field not in wanted and field != own and not is_theirs and base(field) is Value.ALLOW:
            wanted[field] = Value.NEUTRAL
    return wanted


def let_in(
    channel_xid: int,
    everyone_xid: int,
    me_xid: int,
    inside: Collection[int] | None,
    actual: Mapping[Field, Value],
    ours: Mapping[Field, Mark],
    *,
    writes: bool,
    denied: Collection[int] = (),
) -> Wanted:
    """A channel that stays is seen by the people of a circle alone while that meets there: by everyone whom it was
    allowed by name it is not seen, and then it is as it was.

    Where somebody was denied it by name, that is somebody's decision, and stays.

    Args:
        inside: who may be in it; None: whoever was let in stays, and may write to take leave.
        writes: whether all of them may write.
        denied: of whom a role takes that.
    """

    def base(field: Field) -> Value:
        return without_us(field, actual, ours) or Value.NEUTRAL

    if inside is None:
        kept = {
            field: mark.ours
            for field, mark in ours.items()
            if field.kind is EditKind.OVERWRITE
            and field.place_xid == channel_xid
            and mark.ours is not Value.DENY
        }
        writing = (
            of_channel(channel_xid, person, SEND) for person in let_in_before(channel_xid, ours) - {*denied}
        )
        may_write = {field: Value.ALLOW for field in sorted(writing) if base(field) is Value.NEUTRAL}
        return kept | may_write | {of_channel(channel_xid, everyone_xid, VIEW): Value.DENY}

    # The bot first, which would not see it any more otherwise; then all others, before anybody comes in.
    wanted = {of_channel(channel_xid, me_xid, name): Value.ALLOW for name in (VIEW, SEND)}
    wanted[of_channel(channel_xid, everyone_xid, VIEW)] = Value.DENY
    for field in sorted({*actual, *ours}):
        is_here = field.kind is EditKind.OVERWRITE and field.place_xid == channel_xid and field.name == VIEW
        if is_here and field.target_xid not in inside and field not in wanted and base(field) is Value.ALLOW:
            wanted[field] = Value.NEUTRAL
    for person in sorted(inside):
        for name in (VIEW, SEND) if writes and person not in denied else (VIEW,):
            given = of_channel(channel_xid, person, name)
            if base(given) is Value.NEUTRAL:
                wanted[given] = Value.ALLOW
    return wanted


def let_in_before(channel_xid: int, ours: Mapping[Field, Mark]) -> set[int]:
    """Whom the bot has let into a channel that stays."""
    return {
        field.target_xid
        for field, mark in ours.items()
        if (field.kind, field.place_xid, field.name) == (EditKind.OVERWRITE, channel_xid, VIEW)
        and (mark.ours, mark.progress) == (Value.ALLOW, MarkProgress.MADE)
    }


def mute_of(guild_xid: int, person: int) -> Field:
    """Whether the server mutes a person, which is so in each of its voice channels."""
    return Field(EditKind.MUTE, guild_xid, person, EditKind.MUTE)


def in_voice(
    guild_xid: int,
    present: Iterable[int],
    heard: Collection[int] | None,
    ours: Mapping[Field, Mark],
    quiet: Collection[int] = (),
) -> Wanted:
    """In a voice channel everyone who is there is muted, save the holder, who comes first. Whoever goes elsewhere is
    muted no more.

    Whom others have muted before we came stays so: there is no mark of ours then.

    Args:
        quiet: who is muted although everyone may be heard.
    """
    there = sorted(set(present))
    silent = {p for p in there if p in quiet or (heard is not None and p not in heard)}
    free = [mute_of(guild_xid, person) for person in there if person not in silent]
    wanted = {one: Value.UNMUTED for one in free if one in ours and ours[one].before is Value.UNMUTED}
    return wanted | {mute_of(guild_xid, person): Value.MUTED for person in there if person in silent}


def place_of(stage_xid: int, person: int) -> Field:
    """Whether a person on a stage is in its audience."""
    return Field(EditKind.SUPPRESS, stage_xid, person, EditKind.SUPPRESS)


def on_stage(stage_xid: int, present: Iterable[int], heard: Collection[int] | None) -> Wanted:
    """On a stage everyone who is there is in the audience, and the holder is invited to speak, first of all."""
    if heard is None:
        return {}
    there = sorted(set(present))
    wanted = {place_of(stage_xid, person): Value.HEARD for person in there if person in heard}
    return wanted | {place_of(stage_xid, p): Value.SUPPRESSED for p in there if p not in heard}
