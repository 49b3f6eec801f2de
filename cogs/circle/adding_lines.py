"""Adding a line to the agreements that the group asked for, while the agreements are read."""

from __future__ import annotations

from bot.circle.agreements import AddLine, agreed_to
from bot.circle.formats import StageKind
from bot.circle.refusals import Code
from bot.ids import SessionId
from bot.ui.agreement_lines import LINE_LENGTH, read_line
from bot.ui.guards import require_lead
from bot.ui.modal import SafeModal, text_field
from bot.ui.request import Handler, Press, Request

from .panels import on_panel


class LineModal(SafeModal):
    """One field for one line."""

    def __init__(self, request: Request, session_id: SessionId) -> None:
        t = request.t
        super().__init__(title=t("A line for the agreements"), custom_id=f"sc:line:{session_id}")
        self.session_id = self.about_session = session_id
        self.field = text_field("sc:line:words", "", LINE_LENGTH, required=True)
        self.ask(t("What the group would like"), self.field, t("In its own words, such as: We may laugh."))

    async def submitted(self, request: Request) -> None:
        desk, t = request.bot.desks.circle, request.t
        session = await desk.get(self.session_id)
        line = read_line(t, self.field.value, agreed_to(session.state))
        asked = request.with_authority(AddLine(line=line))
        answer = request.granted(await desk.add_line(self.session_id, request.member_xid, asked))
        words = t("Thank you. Everyone can read it in the room now. Whoever had agreed is asked for it.")
        if answer.session.schedule_id is not None:
            words += " " + t("It stays for the later dates of this circle.")
        await request.say(words)


async def _add_line(press: Press) -> None:
    session, _ = await require_lead(press, press.session_id)
    stage = session.state.stage
    if stage is None or stage.kind is not StageKind.AGREEMENTS:
        raise press.refusal(Code.NOT_AGREEING)
    await press.open(LineModal(press, press.session_id))


HANDLERS: dict[str, Handler] = {"addline": on_panel(_add_line)}
