"""What may be shown of the record: as words and a picture, and as files."""
