"""Sessions that are planned for a date: what is true of them, what may be asked, and what their clock does."""
