"""Python imports this at its start if its folder is in PYTHONPATH. Then discord.py talks to the strict Discord that
STRICT_DISCORD names, as `127.0.0.1:port`, and nothing else of the program is another."""

import os

import discord
import yarl

origin = os.environ["STRICT_DISCORD"]
discord.http.Route.BASE = f"http://{origin}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{origin}/gateway")
