"""What people see and press, shared by all cogs and by the sender. Words, cards, buttons, safe bases.

Nothing here decides anything and nothing here touches the database.
"""
