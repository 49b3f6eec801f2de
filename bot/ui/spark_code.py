"""The form that asks for the code of a spark of hope: below the posted spark, and for `/story withdraw`."""

from __future__ import annotations

from .i18n import Translator
from .modal import SafeModal, text_field

CODE_LENGTH = 20


class SparkCodeForm(SafeModal):
    """Asks for a code. Whoever inherits it says what becomes of it."""

    def __init__(self, t: Translator, title: str, custom_id: str, field_id: str) -> None:
        super().__init__(title=title, custom_id=custom_id)
        self.code = text_field(field_id, "", CODE_LENGTH, required=True)
        where = t("I showed it to you when you offered the spark. If I wrote to you, press Withdraw there.")
        self.ask(t("Your code"), self.code, where)
