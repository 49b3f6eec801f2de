"""Places where a session happens. Each turns deliveries into Discord calls; the sender decides which and when."""
