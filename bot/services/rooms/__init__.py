"""The use cases of the rooms in which sessions happen: who is let in, what is shown there, and a room that is gone."""
