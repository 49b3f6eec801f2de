"""What groups need beside their circles. Each part says what it is for."""

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Every part adds its own tables and columns."""
