"""Several processes of the real program on one PostgreSQL server, against the strict stub with its gateway."""
