"""What a person at the page does: each action of the contract, as the call of SimCord that does it.

Everything is checked as Discord would check it, and refused in one sentence. How typed values become what
SimCord wants is in `typed`, what time it is in `time_control`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from simcord import ChannelHandle, InteractionResult
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Message
from simcord.results import ResponseMessage

from ..observer import walk
from . import typed
from .community import Guest, number
from .lesson import SAID
from .lines import STAGE, VOICE
from .refused import Refused, plain
from .world import World

LONGEST = 2000
"""Characters Discord allows in a message."""

Action: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]

DONE: Answer = {"ok": True}


class Acting:
    """Does what is asked. Whoever calls it holds the world's lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._community = world.community
        self._kinds: dict[str, Callable[[Guest, Action], Awaitable[Answer]]] = {
            "send": self._send,
            "slash": self._slash,
            "autocomplete": self._autocomplete,
            "click": self._click,
            "select": self._select,
            "modal": self._modal,
            "modal_cancel": self._modal_cancel,
            "join": self._join,
            "leave": self._leave,
            "hand": self._hand,
            "answer": self._answer_invitation,
            "read": self._read,
        }

    async def do(self, action: Action) -> Answer:
        """Do it. Returns the answer for the page.

        Raises:
            Refused: it cannot be done now, or not so.
        """
        guest = self._community.guest(action.get("viewer"))
        kind = self._kinds.get(str(action.get("kind")))
        if kind is None:
            raise Refused("The room does not know that action.")
        try:
            return await kind(guest, action)
        except (SetupError, BackendError) as error:
            raise Refused(plain(error)) from error
        except TimeoutError as error:
            self._world.faults.add(f"The bot was too long about it: {str(error).splitlines()[0]}")
            raise Refused("The bot is still busy with that. Look again in a moment.") from error

    def act(self, action: Action) -> str:
        """What that action is to whoever watches: the label of a button, `/` and a command, or `said`."""
        match action.get("kind"):
            case "send":
                return SAID
            case "slash":
                return f"/{_command(action)}"
            case "click":
                return self._label(action)
        return ""

    # Words and commands

    async def _send(self, guest: Guest, action: Action) -> Answer:
        channel = self._channel(action)
        text = str(action.get("text", "")).strip()
        if not text:
            raise Refused("There are no words to send yet.")
        if len(text) > LONGEST:
            raise Refused(f"That is too long for Discord: {len(text)} characters of {LONGEST}.")
        if channel.guild is None:
            if self._community.backend.dm_channels.get(guest.id) != channel.id:
                raise Refused("This person cannot write there.")
            await guest.actor.send_dm(text)
        else:
            await guest.actor.send(channel, text)
        return DONE

    async def _slash(self, guest: Guest, action: Action) -> Answer:
        channel, name = self._channel(action), _command(action)
        options = typed.options(self._community, name, _mapping(action.get("options")))
        hand = self._community.hand(guest, channel)
        if isinstance(hand, MemberActor):
            return self._answered(guest, await hand.slash(channel, name, **options))
        return self._answered(guest, await hand.slash(name, **options))

    async def _autocomplete(self, guest: Guest, action: Action) -> Answer:
        channel, name = self._channel(action), _command(action)
        option, value = str(action.get("option", "")), str(action.get("value", ""))
        filled = typed.options(self._community, name, _mapping(action.get("options")), lenient=True)
        filled.pop(option, None)
        hand = self._community.hand(guest, channel)
        if isinstance(hand, MemberActor):
            choices = await hand.autocomplete(channel, name, option, value, **filled)
        else:
            choices = await hand.autocomplete(name, option, value, **filled)
        return {"choices": [{"name": choice["name"], "value": choice["value"]} for choice in choices]}

    # Cards

    async def _click(self, guest: Guest, action: Action) -> Answer:
        channel = self._channel(action)
        hand, message = self._community.hand(guest, channel), self._message(channel, action)
        return self._answered(guest, await hand.click(message, custom_id=self._custom_id(message, action)))

    async def _select(self, guest: Guest, action: Action) -> Answer:
        channel, values = self._channel(action), action.get("values")
        if not isinstance(values, list):
            raise Refused("Nothing was chosen.")
        hand, message = self._community.hand(guest, channel), self._message(channel, action)
        chosen = [typed.entity(self._community, value, action.get("ctype")) for value in values]
        result = await hand.select(message, chosen, custom_id=self._custom_id(message, action))
        return self._answered(guest, result)

    async def _modal(self, guest: Guest, action: Action) -> Answer:
        shown = self._world.modals.get(guest.id)
        if shown is None or shown.modal is None:
            raise Refused("There is no form open.")
        values = typed.modal(self._community, shown.modal, _mapping(action.get("values")))
        opened_in = self._world.handle(shown._interaction.channel_id)
        result = await self._community.hand(guest, opened_in).submit_modal(shown, values)
        if self._world.modals.get(guest.id) is shown:
            del self._world.modals[guest.id]
        return self._answered(guest, result)

    async def _modal_cancel(self, guest: Guest, action: Action) -> Answer:
        if self._world.modals.pop(guest.id, None) is not None:
            self._world.page_updates.touch()
        return DONE

    def _answered(self, guest: Guest, result: InteractionResult) -> Answer:
        if result.modal is not None:
            self._world.modals[guest.id] = result
        if not result.acknowledged:
            raise Refused("The bot did not answer. Discord would say: This interaction failed.")
        return DONE

    def _custom_id(self, message: ResponseMessage, action: Action) -> str:
        asked = str(action.get("custom_id"))
        return self._world.former_ids.current(message.id, message.components, asked)

    def _label(self, action: Action) -> str:
        """What stands on the button; nothing when there is none."""
        messages = self._community.backend.messages.get(number(action.get("channel")), {})
        stored = messages.get(number(action.get("message")))
        if stored is None:
            return ""
        asked = self._world.former_ids.current(stored.id, stored.components, str(action.get("custom_id")))
        return next((str(c["label"]) for c in walk(stored.components) if c.get("custom_id") == asked), "")

    def _channel(self, action: Action) -> ChannelHandle:
        return self._community.channel(action.get("channel"))

    def _message(self, channel: ChannelHandle, action: Action) -> ResponseMessage:
        stored = self._community.backend.messages.get(channel.id, {}).get(number(action.get("message")))
        if stored is None:
            raise Refused("That message is not there any more.")
        return ResponseMessage(self._world.env, stored)

    # Being somewhere

    async def _join(self, guest: Guest, action: Action) -> Answer:
        channel = self._channel(action)
        if channel.guild is None or channel._channel.type not in (VOICE, STAGE):
            raise Refused("That is not a channel one can be in.")
        await self._world.lines.join(guest, channel.id)
        return DONE

    async def _leave(self, guest: Guest, action: Action) -> Answer:
        await self._world.lines.leave(guest)
        return DONE

    async def _hand(self, guest: Guest, action: Action) -> Answer:
        await self._world.lines.raise_hand(guest, bool(action.get("on")))
        return DONE

    async def _answer_invitation(self, guest: Guest, action: Action) -> Answer:
        await self._world.lines.answer(guest, bool(action.get("on")))
        return DONE

    async def _read(self, guest: Guest, action: Action) -> Answer:
        channel = self._channel(action)
        messages: dict[int, Message] = self._community.backend.messages.get(channel.id, {})
        newest, key = max(messages, default=0), (guest.id, channel.id)
        if self._world.read.get(key, 0) < newest:
            self._world.read[key] = newest
            self._world.page_updates.touch()
        return DONE


def _command(action: Action) -> str:
    name = str(action.get("name", "")).strip().removeprefix("/")
    if not name:
        raise Refused("There is no command to use yet.")
    return name


def _mapping(value: object) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Refused("The room does not understand those values.")
    return value
