"""The use cases of schedules: drafts, dates, and what people wish of reminders."""
