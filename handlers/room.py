"""What every conversation may use. Built once, in bot.wiring."""

from dataclasses import dataclass
from datetime import timedelta

from mujaz.companies.gazetteer import Gazetteer
from mujaz.flood import Flood
from mujaz.subscriber import Slot, Subscriber
from pipeline.admins import Admins
from pipeline.clippings import Clippings
from pipeline.clock import Clock
from pipeline.courier import Courier
from pipeline.intake import Intake
from pipeline.newsstand import Newsstand
from pipeline.pictures import Pictures
from pipeline.reads import Reads
from pipeline.seals import Seals
from pipeline.team import Team
from pipeline.together import Together
from pipeline.vault import Vault
from pipeline.watch import Watch
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Room:
    """The newsroom as its handlers see it. `slot` is the time of day that a new subscriber is given.

    `group_pace` tells who was answered in a group a moment ago. `paid_broadcast`: announcements may go out at the rate
    that costs Stars. `second_needed`: who wrote a draft does not publish it; what waits for that is shown in the
    `review_group`. `backups_kept`: how long a backup stays.
    """

    store: Store
    reads: Reads
    newsstand: Newsstand
    readers: Together[int, Subscriber]
    intake: Intake
    clippings: Clippings
    watch: Watch
    gazetteer: Gazetteer
    clock: Clock
    team: Team
    seals: Seals
    slot: Slot
    courier: Courier
    pictures: Pictures
    group_pace: Flood
    admins: frozenset[int]
    chat_admins: Admins
    paid_broadcast: bool
    second_needed: bool
    review_group: int | None
    backups_kept: timedelta
    vault: Vault
