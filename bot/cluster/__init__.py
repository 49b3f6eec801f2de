"""Several processes on one PostgreSQL database: who has which slots, and what all of them share.

A process takes free slots (`claims`), goes on with what is in them (`joining`) and connects their shards (`client`).
What all may do only so often together is booked in the database (`bookings`, `shared_pace`). Everything else in the
bot asks `bot.slots` which slots are its own, and knows nothing of the others.
"""
