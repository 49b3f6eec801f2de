"""The statements for a server's own formats and their drafts, built once."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from .tables import own_format

_GUILD: BindParameter[int] = bindparam("of_guild")
_WHICH: BindParameter[int] = bindparam("of_id")
_KEPT = (own_format.c.guild_xid == _GUILD, own_format.c.is_draft.is_(False))
_DRAFT = (own_format.c.guild_xid == _GUILD, own_format.c.id == _WHICH, own_format.c.is_draft.is_(True))

kept = select(own_format).where(*_KEPT).order_by(own_format.c.id)
draft = select(own_format).where(*_DRAFT)
add = insert(own_format)
change = (
    update(own_format)
    .where(
        own_format.c.guild_xid == _GUILD,
        own_format.c.id == _WHICH,
        own_format.c.version == bindparam("seen"),
        own_format.c.is_draft == bindparam("was_draft", type_=own_format.c.is_draft.type),
    )
    .values(
        is_draft=bindparam("new_draft", type_=own_format.c.is_draft.type),
        version=own_format.c.version + 1,
        definition=bindparam("new_definition"),
        touched_at=bindparam("now", type_=own_format.c.touched_at.type),
    )
)
drop = delete(own_format).where(*_KEPT, own_format.c.id == _WHICH)
drop_draft = delete(own_format).where(*_DRAFT)
drop_old_drafts = delete(own_format).where(
    own_format.c.is_draft.is_(True),
    own_format.c.touched_at < bindparam("before", type_=own_format.c.touched_at.type),
)
