"""The pure core: what a circle is and how its talking piece goes round.

Nothing here knows Discord, SQL, the clock or chance. Time comes in as an argument, chance as a seed.
"""
