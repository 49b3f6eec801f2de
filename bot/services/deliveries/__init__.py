"""What has to be shown or done at Discord, kept with what it follows from: the outbox.

`table` has every delivery and says how it behaves, `planning` says which event leads to which, `rows` keeps them, and
`batch` is the outbox as the sender sees it.
"""
