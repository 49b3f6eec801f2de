"""The cards of schedules, and of the dates that they announce."""
