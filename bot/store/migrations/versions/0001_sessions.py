"""Circles, sessions, seats, deadlines, deliveries, cards, the record and the pulse."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "circle",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_circle"),
        sa.UniqueConstraint("guild_xid", "name", name="uq_circle_guild_xid_name"),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("circle_id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("parent_xid", sa.BigInteger, nullable=False),
        sa.Column("room_xid", sa.BigInteger),
        sa.Column("room_name", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name="fk_session_circle_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_session_guild_xid_phase", "session", ["guild_xid", "phase"])
    op.create_index("ix_session_room_xid", "session", ["room_xid"])
    op.create_table(
        "seat",
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "seat", name="pk_seat"),
        sa.UniqueConstraint("session_id", "member", name="uq_seat_session_id_member"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_seat_session_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "deadline",
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_deadline"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_deadline_session_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_deadline_due_at", "deadline", ["due_at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("nonce", sa.String(25), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_delivery_session_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_session_id", "delivery", ["session_id"])
    op.create_index("ix_delivery_not_before", "delivery", ["not_before"])
    op.create_table(
        "card",
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("slot", sa.String(24), nullable=False),
        sa.Column("message_xid", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "slot", name="pk_card"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_card_session_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "prompt_use",
        sa.Column("circle_id", sa.Integer, nullable=False),
        sa.Column("prompt_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("circle_id", "prompt_id", name="pk_prompt_use"),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name="fk_prompt_use_circle_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "record",
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("format", sa.String(64), nullable=False),
        sa.Column("size", sa.String(8), nullable=False),
        sa.Column("length", sa.String(8), nullable=False),
        sa.Column("spoke_quarters", sa.Integer, nullable=False),
        sa.Column("prompts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_record"),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alive_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pulse"),
    )
