"""Sealing of member ids, and the anonymous record of participation."""
