"""All the desks that the rest of the bot works at, one for each subject."""

from __future__ import annotations

from dataclasses import dataclass

from .absence.desk import AbsenceDesk
from .care.desk import CareDesk
from .circle.desk import CircleDesk
from .deliveries.desk import DeliveryDesk
from .formats.desk import FormatsDesk
from .gathering.desk import GatheringDesk
from .harvest.desk import HarvestDesk
from .participation.desk import ParticipationDesk
from .prompts.desk import PromptsDesk
from .rights.desk import RightsDesk
from .rooms.desk import RoomsDesk
from .schedule.desk import ScheduleDesk
from .settings.desk import SettingsDesk
from .timing.desk import TimingDesk
from .unit_of_work import Transactions


@dataclass(frozen=True, slots=True)
class Desks:
    """A desk has the use cases of one subject, each as one awaitable call that is saved before it returns."""

    transactions: Transactions
    circle: CircleDesk
    schedule: ScheduleDesk
    prompts: PromptsDesk
    formats: FormatsDesk
    gathering: GatheringDesk
    harvest: HarvestDesk
    care: CareDesk
    settings: SettingsDesk
    rooms: RoomsDesk
    delivery: DeliveryDesk
    timing: TimingDesk
    absence: AbsenceDesk
    rights: RightsDesk
    participation: ParticipationDesk


def open_desks(transactions: Transactions) -> Desks:
    """Every desk, over the same database."""
    return Desks(
        transactions,
        circle=CircleDesk(transactions),
        schedule=ScheduleDesk(transactions),
        prompts=PromptsDesk(transactions),
        formats=FormatsDesk(transactions),
        gathering=GatheringDesk(transactions),
        harvest=HarvestDesk(transactions),
        care=CareDesk(transactions),
        settings=SettingsDesk(transactions),
        rooms=RoomsDesk(transactions),
        delivery=DeliveryDesk(transactions),
        timing=TimingDesk(transactions),
        absence=AbsenceDesk(transactions),
        rights=RightsDesk(transactions),
        participation=ParticipationDesk(transactions),
    )
