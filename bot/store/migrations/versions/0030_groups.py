"""What groups need beside their circles. Each part says what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

AT_ONCE = (
    "autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0, "
    "vacuum_index_cleanup = on"
)
"""Rows of people that are deleted are cleared away within about a minute on PostgreSQL, as those of 0028 are."""


def upgrade() -> None:
    """Every part adds its own tables and columns."""
    questions_that_rest()
    words_for_the_next_day()
    greetings()
    agreements()
    add_gatherings()
    add_closed_series()
    add_own_formats()


def number() -> sa.types.TypeEngine[int]:
    """As large on PostgreSQL as on SQLite."""
    return sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def questions_that_rest() -> None:
    """A question that somebody left unanswered rests for some weeks. Until now none did."""
    op.create_table(
        "question_rest",
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("week", words(8), nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_question_rest"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE question_rest SET ({AT_ONCE})")


def words_for_the_next_day() -> None:
    """Whoever asks for it is written to once, on the day after a circle."""
    op.create_table(
        "next_day_word",
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("send_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", number(), nullable=False),
        sa.Column("slot", number(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("key", name="pk_next_day_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_next_day_word_guild_xid", "next_day_word", ["guild_xid"])
    op.create_index("ix_next_day_word_slot_send_at", "next_day_word", ["slot", "send_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE next_day_word SET ({AT_ONCE})")


def greetings() -> None:
    """Somebody who is new and asks for it is greeted in private."""
    op.create_table(
        "greeting",
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("stage", words(8), nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("look_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", number(), nullable=False),
        sa.Column("channel_xid", sa.BigInteger),
        sa.Column("message_xid", sa.BigInteger),
        sa.Column("slot", number(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("key", name="pk_greeting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_greeting_guild_xid", "greeting", ["guild_xid"])
    op.create_index("ix_greeting_channel_xid", "greeting", ["channel_xid"])
    op.create_index("ix_greeting_slot_look_at", "greeting", ["slot", "look_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE greeting SET ({AT_ONCE})")


def words(length: int) -> sa.types.TypeEngine[str]:
    """As long on PostgreSQL as on SQLite, which never looks."""
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def add_gatherings() -> None:
    """Gatherings of people who would like a circle now, with those in them sealed; and the facilitators on call."""
    op.create_table(
        "gathering",
        sa.Column("id", number(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("channel_xid", sa.BigInteger, nullable=False),
        sa.Column("choices", sa.Text, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("outcome", words(8), nullable=False),
        sa.Column("look_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", number(), nullable=False),
        sa.Column("nonce", words(25), nullable=False),
        sa.Column("message_xid", sa.BigInteger),
        sa.Column("shown", words(8), nullable=False),
        sa.Column("slot", number(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_gathering"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gathering_guild_xid", "gathering", ["guild_xid"])
    op.create_index("ix_gathering_slot_look_at", "gathering", ["slot", "look_at"])
    op.create_table(
        "gathered",
        sa.Column("gathering_id", number(), nullable=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("asked", words(8), nullable=False),
        sa.Column("language", words(16)),
        sa.PrimaryKeyConstraint("gathering_id", "member", name="pk_gathered"),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name="fk_gathered_gathering_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "on_call",
        sa.Column("guild_xid", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("guild_xid", "member", name="pk_on_call"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("gathered", "on_call"):
            op.execute(f"ALTER TABLE {table} SET ({AT_ONCE})")


def add_closed_series() -> None:
    """How far a closed series has come, and who has a seat in all its meetings, sealed under the series' own key."""
    op.create_table(
        "course",
        sa.Column("schedule_id", number(), nullable=False),
        sa.Column("held", number(), nullable=False),
        sa.Column("missed", number(), nullable=False),
        sa.Column("places", number()),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_course_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", name="pk_course"),
    )
    op.create_table(
        "series_seat",
        sa.Column("schedule_id", number(), nullable=False),
        sa.Column("place", number(), nullable=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_series_seat_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "place", name="pk_series_seat"),
        sa.UniqueConstraint("schedule_id", "member", name="uq_series_seat_schedule_id_member"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE series_seat SET ({AT_ONCE})")


def agreements() -> None:
    """What the people of a schedule agreed to at its last date, so that the next one can say what is new."""
    op.add_column("schedule", sa.Column("last_lines", sa.Text))


def add_own_formats() -> None:
    """The formats that a server's admins make, and their drafts."""
    op.create_table(
        "own_format",
        sa.Column("id", number(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("is_draft", sa.Boolean, nullable=False),
        sa.Column("replaces", number()),
        sa.Column("replaces_version", number()),
        sa.Column("version", number(), nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_own_format"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_format_guild_xid", "own_format", ["guild_xid"])
