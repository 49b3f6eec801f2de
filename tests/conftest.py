"""Shared by all tests."""

from bot.calendar.zonedata import use_packaged_zones

# Times in tests are those of the locked zone data too, whatever this machine has; collecting a test may read some.
use_packaged_zones()
