"""The use cases of a server's own options."""
