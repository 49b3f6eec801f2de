"""What Discord refuses, by topic: each rule is one function that raises `Refused`, and names its source."""
