"""What is done at a start, before anybody is served: the key, what cannot be read, and what lies open."""
