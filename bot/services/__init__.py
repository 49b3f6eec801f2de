"""Use cases: plain functions of a database connection that load, decide, save and queue deliveries.

`circles.Circles` runs them for the rest of the bot. Nothing here knows Discord's objects or any sentence.
"""
