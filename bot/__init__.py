"""Story Circle: a Discord bot that facilitates peer story circles."""
