"""What is said of rooms, and which permissions they need: a file for each kind of room."""
