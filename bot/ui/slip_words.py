"""What is said of a slip for proof of attendance that somebody checks: at the shell, and on the page for it."""

from __future__ import annotations

from .i18n import N_

GENUINE = N_("This slip is genuine.")
NOT_GENUINE = N_("This slip could not be confirmed.")
COMPARE = N_(
    "Compare this with what stands on the slip: only this is signed. The name is not. Whoever has a slip can copy it."
)
WHY_NOT = {
    "no code": N_("There is no code of a slip in it. One begins with SC1."),
    "strange": N_("There is a 0, 1, 8 or 9 in the code. No code has one, so please read it once more."),
    "cut short": N_("The code is not whole. Please copy all of it, to its last group."),
    "too long": N_("The code has more letters than it says. Please copy it once more."),
    "other key": N_(
        "It names the key {mark}, and that is none of those here. It is of another group, or the key was changed since."
    ),
    "changed": N_(
        "The signature does not fit what it says. Something in it was changed, or one letter misread."
    ),
    "several": N_("There are several slips in it. Please check one at a time."),
}
"""A sentence for each reason why a text is no genuine slip, by its word (`bot.privacy.slips.WhyNot`)."""
