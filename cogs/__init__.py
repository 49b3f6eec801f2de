"""One package a feature. A cog acknowledges, calls one use case, and shows what came of it."""
