"""The address of a PostgreSQL database, as it may be shown: without any password."""

from __future__ import annotations

from sqlalchemy.engine import URL

_SECRET = ("password", "sslpassword")


def without_password(url: URL) -> str:
    """An address that PostgreSQL's own tools take, and that gives nothing away."""
    shown = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query={name: value for name, value in url.query.items() if name not in _SECRET},
    )
    return shown.render_as_string(hide_password=False)
