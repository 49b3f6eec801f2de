"""What the page sends as text, ids and lists, as SimCord wants it: numbers, people, channels, choices.

It only converts and says no; nothing is done here.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from simcord.backend.errors import OptionError, SetupError
from simcord.builders import RoleHandle
from simcord.enums import SELECT_TYPES, ComponentType, OptionType
from simcord.interactions import parse_option_input, walk_to_subcommand

from ..observer import walk
from .community import Community, number
from .refused import Refused, plain

PEOPLE = (ComponentType.USER_SELECT, ComponentType.MENTIONABLE_SELECT)
LISTS = (*SELECT_TYPES, ComponentType.CHECKBOX_GROUP)


def options(
    community: Community, name: str, given: Mapping[str, Any], *, lenient: bool = False
) -> dict[str, Any]:
    """The options of a command. What is empty is left out.

    Args:
        community: where people and channels are found.
        name: the command with its subcommands.
        given: what was typed, by option.
        lenient: leave out what does not fit, as while somebody is still typing.

    Raises:
        Refused: there is no such command, or a value does not fit.
    """
    first, *rest = name.split()
    root = community.backend.find_command(first, community.guild.id) or community.backend.find_command(
        first, None
    )
    if root is None:
        raise Refused("There is no such command.")
    try:
        leaf, _ = walk_to_subcommand(root, rest)
    except SetupError as error:
        raise Refused(plain(error)) from error
    found: dict[str, Any] = {}
    for option in leaf.get("options") or []:
        value = given.get(option["name"])
        if value is None or value == "":
            continue
        try:
            found[option["name"]] = _option(community, name, option, value)
        except (Refused, OptionError) as error:
            if not lenient:
                raise error if isinstance(error, Refused) else Refused(plain(error)) from error
    return found


def _option(community: Community, name: str, option: dict[str, Any], value: Any) -> Any:
    match option["type"]:
        case OptionType.USER:
            return community.guest(value).actor
        case OptionType.CHANNEL:
            return community.channel(value)
        case OptionType.ROLE:
            return _role(community, value)
        case OptionType.MENTIONABLE:
            return _somebody(community, value)
        case OptionType.ATTACHMENT:
            return file(value)
        case OptionType.BOOLEAN:
            return value in (True, "true", "True")
        case OptionType.INTEGER | OptionType.NUMBER:
            try:
                return parse_option_input(name, option, str(value).strip().removeprefix("+"))
            except OptionError as error:
                if error.code == "option-type":
                    kind = "a whole number" if option["type"] == OptionType.INTEGER else "a number"
                    raise Refused(f"“{option['name']}” needs {kind}.") from None
                raise
    return parse_option_input(name, option, str(value))


def file(value: object) -> tuple[str, bytes]:
    """A file as the page hands it in: its name, and what is in it in base64."""
    try:
        assert isinstance(value, Mapping)
        return str(value["name"]), base64.b64decode(value["data"], validate=True)
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise Refused("That file did not arrive whole. Please choose it again.") from error


def entity(community: Community, value: object, component_type: object) -> Any:
    """What was chosen in a menu: a person, a role, a channel, or the text of a choice."""
    match component_type:
        case ComponentType.USER_SELECT:
            return community.guest(value).actor
        case ComponentType.ROLE_SELECT:
            return _role(community, value)
        case ComponentType.CHANNEL_SELECT:
            return community.channel(value)
        case ComponentType.MENTIONABLE_SELECT:
            return _somebody(community, value)
    return str(value)


def modal(community: Community, shown: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled into a form, by its fields. What was left empty is left out.

    Raises:
        Refused: a value does not fit its field.
    """
    fields = {c["custom_id"]: c for c in walk(_opened(shown)) if c.get("custom_id")}
    found: dict[str, Any] = {}
    for custom_id, value in given.items():
        field = fields.get(custom_id)
        if field is None:
            raise Refused("This form has changed. Please open it again.")
        if field["type"] in LISTS:
            chosen = value if isinstance(value, list) else [value] if value else []
            if chosen:
                found[custom_id] = [entity(community, item, field["type"]) for item in chosen]
        elif field["type"] == ComponentType.CHECKBOX:
            found[custom_id] = bool(value)
        elif field["type"] == ComponentType.FILE_UPLOAD:
            if value:
                found[custom_id] = [file(value)]
        elif value not in ("", None, []):
            found[custom_id] = str(value[0] if isinstance(value, list) else value)
    return found


def _opened(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The components of a form with those inside labels laid open."""
    return [c.get("component") or c for c in shown.get("components", ())]


def _role(community: Community, value: object) -> RoleHandle:
    found = community.backend.get_guild(community.guild.id).roles.get(number(value))
    if found is None:
        raise Refused("There is no such role.")
    return RoleHandle(community.env, community.guild, found)


def _somebody(community: Community, value: object) -> Any:
    if number(value) in community.guests:
        return community.guest(value).actor
    return _role(community, value)
