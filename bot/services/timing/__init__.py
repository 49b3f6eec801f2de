"""The use cases of the clock: what is due, and going on after the bot was away."""
