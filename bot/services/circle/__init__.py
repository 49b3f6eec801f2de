"""The use cases of a circle's session: opening it, taking a seat, the piece, and who is where."""
