"""Time is a row: the deadline table is the truth, and APScheduler only wakes whoever reads it."""
