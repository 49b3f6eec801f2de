"""The numbers by which things are known, each of a type of its own, so that none is taken for another.

What ends in `Id` is ours, a key of a table. What ends in `Xid` is Discord's. They are plain numbers at run time.
"""

from __future__ import annotations

from typing import NewType

CircleId = NewType("CircleId", int)
ScheduleId = NewType("ScheduleId", int)
SessionId = NewType("SessionId", int)

GuildXid = NewType("GuildXid", int)
"""A server's."""
ChannelXid = NewType("ChannelXid", int)
"""A channel's or a thread's."""
MessageXid = NewType("MessageXid", int)
MemberXid = NewType("MemberXid", int)
"""A person's. It is only ever in memory, in the moment in which it is needed."""
RoleXid = NewType("RoleXid", int)
EventXid = NewType("EventXid", int)
"""An entry's in Discord's own calendar of a server."""
