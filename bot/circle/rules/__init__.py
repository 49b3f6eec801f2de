"""What each command leads to: one function a command, `(draft, command) -> Refusal | None`."""
