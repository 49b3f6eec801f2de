"""What is kept of one person, told to that person, and erased when they ask."""
