"""The use cases of care: the places to turn to that a server's admins wrote down."""
