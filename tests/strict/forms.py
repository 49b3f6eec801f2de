"""What a client sends when somebody types a command or fills in a form: values by their kinds, and what they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .shapes import Json, custom_ids

if TYPE_CHECKING:
    from .world import World

PERSON, CHANNEL, ROLE, MENTIONABLE = 6, 7, 8, 9
SELECTS = {5: PERSON, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
"""Which kind of thing each menu of Discord's own offers, by the type of the component."""

RADIO, CHECKBOXES, ATTACHMENT = 21, 22, 11
"""Groups of which one, or some, are ticked, by the type of the component; and the kind of an option that is a file."""


class Unknown(AssertionError):
    """There is no such command, option or field; Discord's client would not offer it."""


def command(world: World, guild: int, typed: str, options: Mapping[str, Any]) -> Json:
    """A command with its options, as the bot has registered them.

    Args:
        world: where the command is known, and who and what the options name.
        guild: the server it is typed in.
        typed: its name, with that of its group: `circle open`.
        options: what is filled in; people, channels and roles by id, or as something that has an `id`; a file as its
            name and what is in it.

    Raises:
        Unknown: the bot has registered no such command or option.
    """
    names = typed.split()
    schema = _of(world.commands, names[0])
    for name in names[1:]:
        schema = _of(schema["options"], name)
    resolved: Json = {}
    values: list[Json] = []
    for name, value in options.items():
        kind = _of(schema.get("options", ()), name)["type"]
        values.append({"name": name, "type": kind, "value": _value(world, guild, kind, value, resolved)})
    for name in reversed(names[1:]):
        values = [{"name": name, "type": 1 if name == names[-1] else 2, "options": values}]
    return {"id": "1", "name": names[0], "type": 1, "options": values, "resolved": resolved}


def filled(world: World, guild: int, form: Json, fields: Mapping[str, Any]) -> Json:
    """A form as it is sent.

    Args:
        world: who and what its fields name.
        guild: the server it is filled in in.
        form: the form, as the bot opened it.
        fields: what is typed or chosen, by custom id; what is not named stays as it is.

    Raises:
        Unknown: the form has no such field.
    """
    if unknown := set(fields) - custom_ids(form):
        raise Unknown(f"the form has no field {unknown}")
    resolved: Json = {}
    rows: list[Json] = []
    for row in form["components"]:
        inner = row.get("component") or next(iter(row.get("components") or ()), None)
        if inner is None or "custom_id" not in inner:
            rows.append({"type": row["type"], "id": 1})
            continue
        answer = _field(world, guild, inner, fields.get(inner["custom_id"]), resolved)
        how = {"component": answer} if "component" in row else {"components": [answer]}
        rows.append({"type": row["type"], "id": 1, **how})
    return {"custom_id": form["custom_id"], "components": rows, "resolved": resolved}


def chosen(world: World, guild: int, menu: Json, values: Sequence[Any]) -> Json:
    """What a client sends when somebody chooses in a menu of a card.

    Args:
        world: who and what is chosen.
        guild: the server the card is in.
        menu: the menu, as the bot has drawn it.
        values: what is chosen; roles and channels by id, or as something that has an `id`.
    """
    resolved: Json = {}
    answer = _field(world, guild, menu, values, resolved)
    told = {"custom_id": menu["custom_id"], "component_type": menu["type"]}
    told["values"] = [str(value) for value in answer["values"]]
    return told if menu["type"] == 3 else {**told, "resolved": resolved}  # words name nobody and nothing


def _of(some: Any, name: str) -> Any:
    found = next((one for one in some if one["name"] == name), None)
    if found is None:
        raise Unknown(f"there is no {name}")
    return found


def _field(world: World, guild: int, field: Json, given: Any, resolved: Json) -> Json:
    kept = {"type": field["type"], "id": 1, "custom_id": field["custom_id"]}
    if field["type"] == 4:
        return {**kept, "value": field.get("value") or "" if given is None else str(given)}
    if field["type"] == 3:
        usual = [option["value"] for option in field["options"] if option.get("default")]
        return {**kept, "values": usual if given is None else list(given)}
    if field["type"] in (RADIO, CHECKBOXES):
        return {**kept, **_ticked(field, given)}
    if field["type"] not in SELECTS:
        raise Unknown(f"nobody here can fill in a field of type {field['type']}")
    usual = [value["id"] for value in field.get("default_values") or ()]
    chosen = usual if given is None else given
    return {**kept, "values": [_value(world, guild, SELECTS[field["type"]], one, resolved) for one in chosen]}


def _ticked(field: Json, given: Any) -> Json:
    """What is ticked in a group: one value or null, or a list of values. What is required cannot be left out.

    Source: Discord's docs, Component Reference > Radio Group and Checkbox Group, Interaction Response Structure;
    `required` is true unless the form says otherwise.
    """
    usual = [option["value"] for option in field["options"] if option.get("default")]
    chosen = usual if given is None else [str(value) for value in given]
    if unknown := set(chosen) - {option["value"] for option in field["options"]}:
        raise Unknown(f"the field {field['custom_id']} has no {unknown}")
    if not chosen and field.get("required") is not False:
        raise Unknown(f"the field {field['custom_id']} has to be filled in")
    if field["type"] == CHECKBOXES:
        return {"values": chosen}
    return {"value": chosen[0] if chosen else None}


def _value(world: World, guild: int, kind: int, value: Any, resolved: Json) -> Any:
    """A value as Discord sends it; people, channels, roles and files are told beside it."""
    if kind == ATTACHMENT:
        told = world.upload(*value)
        resolved.setdefault("attachments", {})[told["id"]] = told
        return told["id"]
    if kind not in (PERSON, CHANNEL, ROLE, MENTIONABLE):
        return value
    xid = int(getattr(value, "id", value))
    if kind == MENTIONABLE:
        kind = ROLE if xid in world.servers[guild].roles else PERSON
    if kind == CHANNEL:
        may = str(world.may(world.channels[xid]).value)
        resolved.setdefault("channels", {})[str(xid)] = {**world.channels[xid], "permissions": may}
    elif kind == ROLE:
        told = next(role for role in world.roles(guild) if role["id"] == str(xid))
        resolved.setdefault("roles", {})[str(xid)] = told
    elif (of := world.member(guild, xid)) is not None:
        resolved.setdefault("users", {})[str(xid)] = of["user"]
        told = {**{name: value for name, value in of.items() if name != "user"}, "permissions": "0"}
        resolved.setdefault("members", {})[str(xid)] = told
    return str(xid)
