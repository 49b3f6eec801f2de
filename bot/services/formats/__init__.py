"""Formats of a server's own: made, changed, carried in files, removed."""
