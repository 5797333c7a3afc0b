"""/broadcast: an announcement to all readers: its text, its preview, what it takes and costs, and the last word.

Every tap is judged by handlers.gate. A draft outlives restarts. What costs Stars is asked for twice.
"""

from decimal import Decimal

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import TelegramError

from handlers import run_card, stale
from handlers.gate import admitted, may
from handlers.heard import Heard
from handlers.menus import set_own_menu
from handlers.room import Room
from mujaz.announcement import lasts, price, stars
from mujaz.errors import BalanceUnknown, RunElsewhere, StarsShort
from mujaz.letter import Button, Keyboard
from mujaz.run import Order, RunState
from mujaz.team import Right
from pipeline import announce
from pipeline.pace import FREE_A_SECOND, PAID_A_SECOND
from storage import announcements, pastes, runs

NANO = Decimal(10) ** -9

log = structlog.get_logger(__name__)


async def broadcast(room: Room, heard: Heard) -> None:
    """/broadcast: what the admin sends next is an announcement, as is what stands after the command already."""
    if not await admitted(room, heard, Right.GOVERN, "broadcast"):
        return
    await room.store.write(pastes.stop_waiting, heard.user.id)
    draft = await room.store.write(announcements.begin, heard.user.id, room.clock())
    if heard.rest:
        await _take(room, heard, draft.id, heard.rest)
    else:
        await heard.answer(heard.voice.say("announce.ask"))
    await set_own_menu(heard.bot, heard.user.id, room.team.role(heard.user.id))


async def receive(room: Room, heard: Heard) -> bool:
    """Takes an admin's text as the announcement that was asked for; says whether it was one."""
    if not may(room, heard, Right.GOVERN) or heard.edited:
        return False
    draft_id = await room.store.read(announcements.waiting, heard.user.id, room.clock())
    if draft_id is None:
        await announce.refuse_rest(room.store, room.clock, heard.user.id)
        return False
    await _take(room, heard, draft_id, heard.text)
    return True


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of an announcement's draft («announce:12:free»)."""
    number, _, verb = heard.data.partition(":")
    run_id = int(number)
    try:
        await _do(room, heard, run_id, verb)
    except KeyError:
        await stale.old_button(room, heard)
    except RunElsewhere:
        await _tell_state(room, heard, run_id)


async def _do(room: Room, heard: Heard, run_id: int, verb: str) -> None:
    if verb in ("paid", "really") and not room.paid_broadcast:
        await stale.old_button(room, heard)
        return
    match verb:
        case "free":
            await _send(room, heard, run_id, paid=False)
        case "paid":
            await _ask_paid(room, heard, run_id)
        case "really":
            await _afford(room, heard.bot, run_id)
            await _send(room, heard, run_id, paid=True)
        case "discard":
            await room.store.write(runs.give, run_id, Order.CANCEL, room.clock())
            await heard.toast()
            await heard.rewrite(heard.voice.say("announce.discarded"))
        case _:
            await heard.toast()
            await heard.rewrite(*await _card(room, heard, run_id))


async def _take(room: Room, heard: Heard, run_id: int, text: str) -> None:
    preview = await announce.take(room.store, room.clock, run_id, text)
    await heard.answer(preview.html)
    await heard.answer(*await _card(room, heard, run_id))


async def _card(room: Room, heard: Heard, run_id: int) -> tuple[Markup, Keyboard]:
    readers = await room.store.read(announcements.how_many_readers, room.clock())
    messages = await room.store.read(announcements.how_many_messages, run_id, room.clock())
    tongue, balance = heard.voice, await _balance(heard.bot)
    lines = [
        tongue.say(
            "announce.card",
            readers=tongue.count("count.readers", readers),
            free=tongue.span(lasts(messages, FREE_A_SECOND)),
            paid=tongue.span(lasts(messages, PAID_A_SECOND)),
            price=stars(price(messages)),
        )
    ]
    if balance is not None:
        lines.append(tongue.say("announce.balance", balance=stars(balance)))
    if not room.paid_broadcast:
        lines.append(tongue.say("announce.paid_off"))
    verbs = ("free", "paid", "discard") if room.paid_broadcast else ("free", "discard")
    return Markup("\n").join(lines), _buttons(heard, run_id, verbs)


async def _ask_paid(room: Room, heard: Heard, run_id: int) -> None:
    run = await room.store.read(runs.get, run_id)
    if run.state is not RunState.DRAFT:
        raise RunElsewhere(run.state)
    cost, balance = await _afford(room, heard.bot, run_id)
    readers = await room.store.read(announcements.how_many_readers, room.clock())
    await heard.toast()
    await heard.rewrite(
        heard.voice.say(
            "announce.ask_paid",
            readers=heard.voice.count("count.readers", readers),
            price=stars(cost),
            balance=stars(balance),
        ),
        _buttons(heard, run_id, ("really", "back")),
    )


async def _send(room: Room, heard: Heard, run_id: int, *, paid: bool) -> None:
    await announce.send(room.store, room.courier, room.clock, run_id, paid=paid)
    readers = await room.store.read(announcements.how_many_readers, room.clock())
    await heard.toast(heard.voice.label("announce.sent_toast"))
    await heard.rewrite(
        heard.voice.say("announce.sent", number=run_id, readers=heard.voice.count("count.readers", readers)),
        heard.voice.rows([Button(heard.voice.label("announce.follow"), f"run:{run_id}:card")], across=1),
    )


async def _tell_state(room: Room, heard: Heard, run_id: int) -> None:
    """A second tap, or one that comes too late."""
    run = await room.store.read(runs.get, run_id)
    if run.state in (RunState.QUEUED, RunState.RUNNING):
        await heard.toast(heard.voice.label("announce.on_its_way"), alert=True)
    else:
        await heard.toast(run_card.elsewhere(run, heard.voice), alert=True)


async def _afford(room: Room, bot: Bot, run_id: int) -> tuple[Decimal, Decimal]:
    """What paid sending costs, and the bot's balance. Raises StarsShort, BalanceUnknown."""
    cost = price(await room.store.read(announcements.how_many_messages, run_id, room.clock()))
    balance = await _balance(bot)
    if balance is None:
        raise BalanceUnknown
    if balance < cost:
        raise StarsShort(stars(cost), stars(balance))
    return cost, balance


async def _balance(bot: Bot) -> Decimal | None:
    """The bot's Stars; None where Telegram does not tell."""
    try:
        told = await bot.get_my_star_balance()
    except TelegramError as error:
        log.info("balance_not_told", reason=error.message)
        return None
    return told.amount + (told.nanostar_amount or 0) * NANO


def _buttons(heard: Heard, run_id: int, verbs: tuple[str, ...]) -> Keyboard:
    buttons = [Button(heard.voice.label(f"announce.{verb}"), f"announce:{run_id}:{verb}") for verb in verbs]
    return heard.voice.rows(buttons, across=2)
