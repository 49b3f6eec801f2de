"""The use cases of questions: drawing them, and those that a server's admins wrote."""
