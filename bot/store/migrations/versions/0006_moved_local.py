"""A date that was moved keeps what the clocks of its place show, so that its instant can follow new zone data."""

import json
import sysconfig
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("changed_date", sa.Column("moved_local", sa.String(19)))
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT c.schedule_id, c.local, c.moved_to, s.terms FROM changed_date c"
            " JOIN schedule s ON s.id = c.schedule_id WHERE c.moved_to IS NOT NULL"
        )
    ).all()
    for row in rows:
        zone = _machines_zone(json.loads(row.terms)["series"]["zone"])
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=row.moved_to)
        there = at.astimezone(zone)
        if there.fold == 0:
            connection.execute(
                sa.text(
                    "UPDATE changed_date SET moved_local = :moved_local"
                    " WHERE schedule_id = :schedule_id AND local = :local"
                ),
                {
                    "moved_local": there.replace(tzinfo=None).isoformat(timespec="seconds"),
                    "schedule_id": row.schedule_id,
                    "local": row.local,
                },
            )


def _machines_zone(name: str) -> ZoneInfo:
    """The zone by the machine's own data, where it has any: until now those came first, so the instant is theirs."""
    for folder in (sysconfig.get_config_var("TZPATH") or "").split(":"):
        path = Path(folder) / name
        if folder and path.is_file():
            with path.open("rb") as file:
                return ZoneInfo.from_file(file, key=name)
    return ZoneInfo(name)
