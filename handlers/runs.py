"""/runs: what is on its way and what was sent, and an admin's orders: pause, resume, cancel, send again.

Every tap is judged by handlers.gate. What may be done with a run in which state is mujaz.run's decision.
"""

from handlers import run_card, stale
from handlers.gate import admitted
from handlers.heard import Heard
from handlers.room import Room
from mujaz.delivery import DeliveryState
from mujaz.errors import RunElsewhere
from mujaz.run import Order
from mujaz.team import Right
from pipeline.again import send_again
from storage import outcomes, overview
from storage import runs as kept_runs

SHOWN = 10
DEAD_SHOWN = 20
SUSPECTS_SHOWN = 50

ORDERS = {"pause": Order.PAUSE, "resume": Order.RESUME, "really": Order.CANCEL}


async def show(room: Room, heard: Heard) -> None:
    """The newest runs."""
    if not await admitted(room, heard, Right.GOVERN, "runs"):
        return
    await heard.tell(*run_card.listing(await room.store.read(overview.newest, SHOWN), heard.voice))


async def back(room: Room, heard: Heard) -> None:
    """A tap that leads from a card to all runs («runs:all»)."""
    await heard.toast()
    await show(room, heard)


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of a run («run:12:pause»)."""
    number, _, verb = heard.data.partition(":")
    try:
        await _do(room, heard, int(number), verb)
    except KeyError:
        await stale.old_button(room, heard)


async def _do(room: Room, heard: Heard, run_id: int, verb: str) -> None:
    match verb:
        case "pause" | "resume" | "really":
            await _order(room, heard, run_id, ORDERS[verb])
        case "cancel":
            await _ask_cancel(room, heard, run_id)
        case "dead":
            await _show_dead(room, heard, run_id)
        case "twice":
            await _show_suspects(room, heard, run_id)
        case "again":
            await _send_again(room, heard, run_id)
        case _:
            await _redraw(room, heard, run_id)
            await heard.toast()


async def _order(room: Room, heard: Heard, run_id: int, order: Order) -> None:
    try:
        await room.courier.order(run_id, order)
        await heard.toast(heard.voice.label(f"run_done.{order}"))
    except RunElsewhere:
        run = await room.store.read(kept_runs.get, run_id)
        await heard.toast(run_card.elsewhere(run, heard.voice), alert=True)
    await _redraw(room, heard, run_id)


async def _ask_cancel(room: Room, heard: Heard, run_id: int) -> None:
    run = await room.store.read(kept_runs.get, run_id)
    await heard.toast()
    await heard.rewrite(*run_card.confirmation(run, heard.voice))


async def _show_dead(room: Room, heard: Heard, run_id: int) -> None:
    seen = await room.store.read(overview.of, run_id)
    found = await room.store.read(outcomes.dead_letters, run_id, DEAD_SHOWN)
    if not found:
        await heard.toast(heard.voice.label("run.no_dead"), alert=True)
        return
    await heard.toast()
    total = seen.tally.of(DeliveryState.DEAD)
    await heard.tell(*run_card.dead_letters(seen.run, found, total, heard.voice))


async def _show_suspects(room: Room, heard: Heard, run_id: int) -> None:
    seen = await room.store.read(overview.of, run_id)
    found = await room.store.read(outcomes.suspects, run_id, SUSPECTS_SHOWN)
    if not found:
        await heard.toast(heard.voice.label("run.no_twice"), alert=True)
        return
    await heard.toast()
    await heard.tell(run_card.suspects(found, seen.tally.suspects, heard.voice))


async def _send_again(room: Room, heard: Heard, run_id: int) -> None:
    count = await send_again(room.store, room.courier, room.clock, run_id)
    if count:
        told = heard.voice.count("count.messages", count)
        await heard.toast(heard.voice.label("run.sent_again", count=told))
    else:
        await heard.toast(heard.voice.label("run.none_again"), alert=True)
    await _redraw(room, heard, run_id)


async def _redraw(room: Room, heard: Heard, run_id: int) -> None:
    await heard.rewrite(*run_card.card(await room.store.read(overview.of, run_id), heard.voice))
