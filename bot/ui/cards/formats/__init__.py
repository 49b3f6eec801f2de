"""The cards of formats: the list, one of them, and a draft of a server's own."""
