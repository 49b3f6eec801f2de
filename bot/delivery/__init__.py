"""The outbox's way to Discord: what is sent, in which order, how often it is tried, and where it is shown."""
