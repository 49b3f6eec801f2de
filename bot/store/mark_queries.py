"""The statements about the marks of what the bot changed so that rooms hold the piece, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, insert, or_, select, true, union, update

from bot.circle.model import Phase

from .tables import mark, session

VOICE = "voice"
"""The kind of room in which one person may be muted, as it is kept."""
_GUILD: BindParameter[int] = bindparam("of_guild")
_ALIKE = (
    mark.c.guild_xid == _GUILD,
    mark.c.place_xid == bindparam("of_place"),
    mark.c.kind == bindparam("of_kind"),
    mark.c.name == bindparam("of_name"),
)
"""The marks of one place that differ only in whose they are."""
_FIELD = (*_ALIKE, mark.c.target == bindparam("of_target"))
_UNDER_WAY = (session.c.phase == Phase.LIVE, session.c.room_xid.is_not(None))
_HELD = (session.c.held == true(), *_UNDER_WAY)
_MAY_SILENCE = (or_(session.c.held == true(), session.c.room_kind == VOICE), *_UNDER_WAY)
"""Where the piece is held, or one person may be muted."""
_STANDS = session.c.standing_xid == session.c.room_xid
"""In a channel that stays. It is so until the session is forgotten, for its people are let out then."""

of_server = select(mark).where(mark.c.guild_xid == _GUILD)
targets = select(mark.c.target).where(*_ALIKE)
add = insert(mark)
change = (
    update(mark)
    .where(*_FIELD)
    .values(before=bindparam("new_before"), ours=bindparam("new_ours"), standing=bindparam("new_standing"))
)
drop = delete(mark).where(*_FIELD)
seal_anew = (
    update(mark).where(*_FIELD).values(target=bindparam("new_target")).execution_options(destroys=True)
)
drop_all = delete(mark).where(mark.c.guild_xid == _GUILD)
everything = select(mark)
held = select(session.c.id).where(session.c.guild_xid == _GUILD, *_HELD).order_by(session.c.id)
may_silence = select(session.c.id).where(session.c.guild_xid == _GUILD, *_MAY_SILENCE).order_by(session.c.id)
standing = select(session.c.id).where(session.c.guild_xid == _GUILD, _STANDS).order_by(session.c.id)
servers = union(
    select(mark.c.guild_xid),
    select(session.c.guild_xid).where(*_MAY_SILENCE),
    select(session.c.guild_xid).where(_STANDS),
)
