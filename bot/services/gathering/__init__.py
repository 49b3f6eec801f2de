"""Gathering: a circle that opens when enough people would like one now, and the facilitators who are on call."""
