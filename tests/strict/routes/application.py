"""The application: who it is, its commands, where the gateway is."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..shapes import APPLICATION, BOT, application, user


def _commands(ask: Ask) -> Answer:
    return 200, ask.world.commands


def _sync(ask: Ask) -> Answer:
    world = ask.world
    world.syncs += 1
    more = {"application_id": str(APPLICATION), "version": "1"}
    world.commands = [
        {
            **command,
            "integration_types": command.get("integration_types") or [0],
            "id": str(world.snowflake()),
            **more,
        }
        for command in ask.call.body
    ]
    return 200, world.commands


ROUTES = [
    Route("GET", "/users/@me", lambda ask: (200, user(BOT, bot=True))),
    Route("GET", "/oauth2/applications/@me", lambda ask: (200, application())),
    Route("GET", "/applications/{application}/commands", _commands),
    Route("PUT", "/applications/{application}/commands", _sync),
]
