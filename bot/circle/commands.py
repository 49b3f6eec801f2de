"""All that may be asked of a session, from every slice, for whoever asks. `table` says when each is heard."""

from __future__ import annotations

from .agreements import Agree as Agree
from .agreements import Listen as Listen
from .clockwork import Tick as Tick
from .dates import CallOff as CallOff
from .dates import Refit as Refit
from .dates import Reschedule as Reschedule
from .facilitating import HandOver as HandOver
from .facilitating import TakeRole as TakeRole
from .feelings import Feel as Feel
from .harvest import OfferSpark as OfferSpark
from .holds import AskForPause as AskForPause
from .holds import HoldSilence as HoldSilence
from .holds import Pause as Pause
from .holds import Resume as Resume
from .moving_on import Next as Next
from .nominating import Nominate as Nominate
from .notes import GiveNotes as GiveNotes
from .order import Reorder as Reorder
from .outage import GiveBack as GiveBack
from .outage import Lapse as Lapse
from .prompts import SetPrompt as SetPrompt
from .resonance import ForgetEcho as ForgetEcho
from .resonance import Resonate as Resonate
from .seats import ComeBack as ComeBack
from .seats import Join as Join
from .seats import Leave as Leave
from .seats import Remove as Remove
from .seats import StepOut as StepOut
from .slices import Command as Command
from .stages import Begin as Begin
from .stages import End as End
from .turn_time import Extend as Extend
from .turns import Done as Done
from .turns import NotYet as NotYet
from .turns import Pass as Pass
from .turns import Receive as Receive
from .unseen import GoOn as GoOn
from .unseen import StandStill as StandStill
