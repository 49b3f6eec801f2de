"""`story-circle`, as it is installed, but that Discord is at the address of a stub: `python -m tests.cluster.program
ORIGIN run`.
"""

from __future__ import annotations

import sys

import discord
import yarl

from bot.__main__ import main

if __name__ == "__main__":
    origin = sys.argv.pop(1)
    discord.http.Route.BASE = f"http://{origin}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{origin}/gateway")
    main()
