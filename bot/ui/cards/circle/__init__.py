"""The cards of a session, from its invitation to its end."""
