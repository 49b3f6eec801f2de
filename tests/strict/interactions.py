"""What people type and press, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .permissions import is_timed_out
from .shapes import APPLICATION, GROUP, Json, custom_ids, user
from .world import CannotAct

if TYPE_CHECKING:
    from .world import World

COMMAND, PRESS = 2, 3
"""Discord's types of an interaction that is a command, and of one that is a press or a choice. A form
that is sent (5) outlives its message."""


@dataclass
class Interaction:
    """One thing that somebody typed or pressed."""

    id: int
    token: str
    kind: int
    person: int
    channel: int
    at: datetime
    on: int | None = None
    """The message it was pressed on."""
    answers: list[Json] = field(default_factory=list)
    original: Json | None = None
    """The message it was answered with, as it is now."""


class Interactions:
    """All of them, by id and by token."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.every: dict[int, Interaction] = {}
        self.answers: dict[int, list[Json]] = {}
        self.private: dict[int, Json] = {}
        """The answers that only one person sees."""
        self.readers: dict[int, int] = {}
        """Who that is."""
        self._tokens: dict[str, int] = {}

    def begin(self, person: int, channel: int, kind: int, on: Json | None) -> Interaction:
        """Somebody acts."""
        xid = self._world.snowflake()
        made = Interaction(xid, f"token-{xid}", kind, person, channel, self._world.now())
        made.on = None if on is None else int(on["id"])
        self.every[xid] = made
        self.answers[xid] = made.answers
        self._tokens[made.token] = xid
        return made

    def by_token(self, token: str) -> Interaction | None:
        """The interaction that a webhook's token is of."""
        return self.every.get(self._tokens.get(token, 0))

    def message(self, xid: int) -> Json | None:
        """A message in a channel, or one that only one person sees."""
        return self._world.messages.get(xid) or self.private.get(xid)

    def keep(self, message: Json, person: int) -> None:
        """An answer that only this person sees."""
        self.private[int(message["id"])] = message
        self.readers[int(message["id"])] = person

    def forget(self, message: Json) -> None:
        """An answer is deleted."""
        self._world.messages.pop(int(message["id"]), None)
        self.private.pop(int(message["id"]), None)

    def seen_by(self, person: int, channel: int | None = None) -> list[Json]:
        """The private answers this person has, oldest first: in one channel, or anywhere."""
        mine = [message for xid, message in self.private.items() if self.readers[xid] == person]
        return [m for m in mine if channel is None or m["channel_id"] == str(channel)]

    def check(self, person: int, channel: int, kind: int, data: Json, on: Json | None) -> None:
        """What Discord itself refuses before a bot hears of it.

        Sources: Discord's docs, Message Components (a component interaction is of a component on that message);
        Permissions For Timed Out Members, and Use Application Commands; Threads (an archived one takes no commands).

        Raises:
            CannotAct: with the reason.
        """
        world, where = self._world, self._world.channels[channel]
        if on is not None:
            now = self.message(int(on["id"]))
            if now is None and kind == PRESS:
                raise CannotAct("the message is deleted")
            if kind == PRESS and data["custom_id"] not in custom_ids(now or {}):
                raise CannotAct(f"{data['custom_id']} is not on the message")
            if self.readers.get(int(on["id"]), person) != person:
                raise CannotAct("only somebody else sees this message")
        if "guild_id" not in where:
            if kind == COMMAND and where["type"] == GROUP:
                self._check_offered_among_people(str(data["name"]))
            return
        of = world.member(int(where["guild_id"]), person)
        if of is None:
            raise CannotAct("they have left the server")
        if is_timed_out(of, world.now()):
            raise CannotAct("they are timed out")
        if not world.sees(where, person):
            raise CannotAct("they do not see the channel")

    def _check_offered_among_people(self, name: str) -> None:
        """A conversation among people has only commands of applications that one of them has in their own account.

        Source: Discord's docs, Application Commands > Interaction Contexts, and Installation Contexts.

        Raises:
            CannotAct: it is not offered there.
        """
        (command,) = [one for one in self._world.commands if one["name"] == name]
        contexts = command.get("contexts")
        if 1 not in command["integration_types"] or (contexts is not None and 2 not in contexts):
            raise CannotAct(f"/{name} is not offered in a conversation among people")

    def payload(self, made: Interaction, data: Json, on: Json | None, may: int) -> Json:
        """What the gateway tells of it.

        Source: Discord's docs, Receiving and Responding > Interaction Structure; `app_permissions` and the member's
        `permissions` are those in that channel, overwrites included.
        """
        world, where = self._world, self._world.channels[made.channel]
        whole: Json = {
            "id": str(made.id),
            "application_id": str(APPLICATION),
            "type": made.kind,
            "token": made.token,
            "version": 1,
            "channel_id": str(made.channel),
            "channel": where,
            "locale": world.locales.get(made.person, "en-US"),
            "entitlements": [],
            "attachment_size_limit": 10_000_000,
            "data": data,
        }
        if "guild_id" in where:
            guild = where["guild_id"]
            person = world.member(int(guild), made.person)
            assert person is not None, "who has left cannot act"
            held = world.may(where, made.person).value | may
            whole |= {
                "guild_id": guild,
                "guild_locale": "en-US",
                "member": {**person, "permissions": str(held)},
                "app_permissions": str(world.may(where).value),
                "authorizing_integration_owners": {"0": guild},
                "context": 0,
            }
        else:
            among_people = where["type"] == GROUP
            whole |= {"user": user(made.person), "app_permissions": "0", "context": 2 if among_people else 1}
            whole["authorizing_integration_owners"] = {"1": str(made.person)} if among_people else {"0": "0"}
        if on is not None:
            whole["message"] = on
        return whole
