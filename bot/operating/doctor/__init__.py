"""`story-circle doctor`: small checks, each of which finds that all is well, or says what to do."""
