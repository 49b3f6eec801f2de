"""The rehearsal room: the real bot in a simulated Discord. Only this package and the tests know SimCord."""
