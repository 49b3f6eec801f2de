"""What is said after erasing: also that copies of the database are kept for a while."""

from __future__ import annotations

from bot.services.rights.kept import Kept
from bot.settings import ROOT, Backup
from bot.ui.cards.privacy import erasing
from bot.ui.i18n import Catalogues

T = Catalogues.read(ROOT / "data" / "locales", "en").pick("en")


def _said(backup: Backup) -> str:
    card = erasing.erased(T, Kept((), (), None, None, 0), backup)
    return "\n".join(str(getattr(item, "content", "")) for item in card.walk_children())


def test_how_long_backups_have_it_is_said_where_there_are_any() -> None:
    assert "My nightly backups have what I kept about you, sealed, for 7 more days." in _said(Backup())
    assert "for 1 more day." in _said(Backup(keep_days=1))
    assert "backups" not in _said(Backup(nightly=False))
