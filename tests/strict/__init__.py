"""A small, strict Discord on this machine: real HTTP and WebSocket, a world that people change, and Discord's rules.

It knows nothing of story circles. `server.Stub` is the way in; each rule is one small function in `rules/` whose
docstring says where it is written.
"""
