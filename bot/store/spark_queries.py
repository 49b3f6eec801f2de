"""The statements about sparks of hope, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from .tables import absence, spark

_SESSION: BindParameter[int] = bindparam("of_session")
_KEY: BindParameter[bytes] = bindparam("of_key")
_SLOT: BindParameter[int] = bindparam("of_slot")

add_spark = insert(spark)
spark_by_key = select(spark).where(spark.c.key == _KEY)
sparks_of_guild = select(spark.c.key, spark.c.session_id).where(spark.c.guild_xid == bindparam("of_guild"))
sparks_of_session = select(spark).where(spark.c.session_id == _SESSION)
drop_sparks_of_session = delete(spark).where(spark.c.session_id == _SESSION)
drop_spark = delete(spark).where(spark.c.key == _KEY)
drop_sparks_in_channel = delete(spark).where(spark.c.channel_xid == bindparam("of_channel"))
_SPARK_IS_REACHED = spark.c.guild_xid.not_in(select(absence.c.guild_xid))
due_sparks = (
    select(spark.c.key)
    .where(spark.c.slot == _SLOT, spark.c.post_at <= bindparam("now"), _SPARK_IS_REACHED)
    .order_by(spark.c.post_at)
    .limit(100)
)
drop_due_sparks = delete(spark).where(spark.c.slot == _SLOT, spark.c.post_at <= bindparam("now"))
next_spark = (
    select(spark.c.post_at)
    .where(spark.c.slot == _SLOT, spark.c.post_at.is_not(None), _SPARK_IS_REACHED)
    .order_by(spark.c.post_at)
    .limit(1)
)
try_spark = update(spark).where(spark.c.key == _KEY).values(attempts=spark.c.attempts + 1)
delay_spark = (
    update(spark)
    .where(spark.c.key == _KEY)
    .values(
        post_at=bindparam("new_post_at"), attempts=bindparam("new_attempts"), trouble=bindparam("new_trouble")
    )
)
spark_posted = (
    update(spark)
    .where(spark.c.key == _KEY)
    .values(
        words=None,
        post_at=None,
        drop_at=None,
        attempts=0,
        trouble=None,
        channel_xid=bindparam("new_channel_xid"),
        message_xid=bindparam("new_message_xid"),
    )
    .execution_options(destroys=True)
)
troubled_sparks = select(func.count()).where(
    spark.c.guild_xid == bindparam("of_guild"), spark.c.trouble.is_not(None)
)
