"""The use cases of the harvest: offering a spark of hope, and its way until the last trace of it."""
