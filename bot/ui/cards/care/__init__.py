"""The cards of care: support for one person, places to turn to, and what helps in a hard moment."""
