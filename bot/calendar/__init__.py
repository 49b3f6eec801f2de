"""When a circle meets: repeating dates on the clock of a place, what people type for them, and `.ics` files.

Pure and synchronous: no Discord, no SQL, no reading of the clock (instants are passed in), nothing else of ours,
and no sentences for people, only codes.
"""
