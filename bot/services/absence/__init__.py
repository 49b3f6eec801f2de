"""The use cases of servers that go away and come back."""
