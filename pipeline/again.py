"""What was given up is put on its way again, because an admin asks for it. Sends nothing itself."""

from pipeline.clock import Clock
from pipeline.courier import Courier
from storage import outcomes
from storage.store import Store


async def send_again(store: Store, courier: Courier, clock: Clock, run_id: int) -> int:
    """Puts a run's dead letters on their way again, in portions; says how many."""
    total = 0
    while portion := await store.write(outcomes.requeue, run_id, clock()):
        total += portion
    courier.look_again(run_id)
    return total
