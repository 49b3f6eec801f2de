"""What an operator does from the shell. Only the command line imports it."""
