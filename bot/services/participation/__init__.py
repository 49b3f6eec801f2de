"""The anonymous record: what sessions add to it, closing its quarters, and what may be shown of it."""
