"""The gestures towards a story stand below it, in a card of their own. They stood on the card of its turn: in every
circle that is under way that card is drawn anew, and what a story can still be answered with is posted."""

import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ADD = sa.text(
    "INSERT INTO delivery (session_id, kind, about, not_before, attempts, nonce) "
    "VALUES (:session_id, :kind, :about, 0, 0, :nonce)"
)


def upgrade() -> None:
    connection = op.get_bind()
    cards = sa.text(
        "SELECT card.session_id, card.slot FROM card JOIN session ON session.id = card.session_id "
        "WHERE session.phase = 'live' AND card.slot LIKE 'turn:%'"
    )
    for card in connection.execute(cards).all():
        number = card.slot.removeprefix("turn:")
        about = json.dumps({"turn": int(number)}, separators=(",", ":"))
        for kind in ("gestures", "refresh_turn"):
            row = {"session_id": card.session_id, "kind": kind, "about": about}
            connection.execute(ADD, {**row, "nonce": secrets.token_urlsafe(16)})
