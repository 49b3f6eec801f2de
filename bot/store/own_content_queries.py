"""The statements for what a server's admins wrote themselves: questions, and places to turn to."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from .tables import own_prompt, resource

_GUILD: BindParameter[int] = bindparam("of_guild")
_WHICH: BindParameter[int] = bindparam("of_id")

prompts = select(own_prompt).where(own_prompt.c.guild_xid == _GUILD).order_by(own_prompt.c.id)
add_prompts = insert(own_prompt)
drop_prompt = delete(own_prompt).where(own_prompt.c.guild_xid == _GUILD, own_prompt.c.id == _WHICH)

resources = select(resource).where(resource.c.guild_xid == _GUILD).order_by(resource.c.id)
due_resources = select(func.count()).select_from(resource).where(resource.c.review_on <= bindparam("today"))
add_resource = insert(resource)
change_resource = (
    update(resource)
    .where(resource.c.guild_xid == _GUILD, resource.c.id == _WHICH)
    .values(
        {
            column: bindparam(f"new_{column.name}")
            for column in resource.c
            if column.name not in ("id", "guild_xid")
        }
    )
)
drop_resource = delete(resource).where(resource.c.guild_xid == _GUILD, resource.c.id == _WHICH)
