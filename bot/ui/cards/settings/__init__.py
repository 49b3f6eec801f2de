"""The private cards of a server's settings: everything in words, the steps of the setup, and what is missing."""
