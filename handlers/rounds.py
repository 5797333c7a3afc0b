"""The round-ups that readers wanted to come by themselves: who is due gets that of the week or month, at bulk's pace.

Each is noted as underway before anything of it is sent, and every message after it arrived: after a crash the message
between the two may come twice, and nobody is left out. Not corrected afterwards, as those that are asked for are not.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from handlers import picture
from handlers.company import name_of
from handlers.heard import voice_of
from handlers.room import Room
from mujaz.address import Address
from mujaz.charts.chart import Chart
from mujaz.letter import Keyboard
from mujaz.loss import loss
from mujaz.period import Period, period_before
from mujaz.rounds import held_until
from mujaz.subscriber import State
from mujaz.texts.catalogue import Voice
from pipeline.dispatcher import Dispatcher
from pipeline.replies import reply, reply_with_picture
from pipeline.roundup import Bulletin, bulletin
from storage import rounds, subscribers
from storage.rounds import Round

AT_ONCE = 64
"""Readers who are sent theirs side by side: at one message a second to each, enough for the whole pace."""
LOOK_SECONDS = 10.0
"""How late a round-up may be begun."""

Send = Callable[[], Coroutine[Any, Any, object]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """The way to a reader, at the pace of what nobody waits for."""

    room: Room
    bot: Bot
    dispatcher: Dispatcher
    address: Address
    voice: Voice

    async def answer(self, html: Markup, keyboard: Keyboard = ()) -> int:
        """Sends a message."""
        await self.dispatcher.bulk_turn(self.address.chat_id)
        return await reply(self.bot, self.address.chat_id, html, self._sealed(keyboard), self.address.topic)

    async def answer_with_picture(self, picture: bytes | str, caption: Markup, keyboard: Keyboard = ()) -> str:
        """Sends a picture; gives its file_id."""
        await self.dispatcher.bulk_turn(self.address.chat_id)
        chat_id, topic = self.address
        return await reply_with_picture(self.bot, chat_id, picture, caption, self._sealed(keyboard), topic)

    def _sealed(self, keyboard: Keyboard) -> Keyboard:
        return self.room.seals.on(keyboard, self.address.chat_id)


class Rounds:
    """Sends what is due, each chat one thing at a time."""

    def __init__(self, room: Room, bot: Bot, dispatcher: Dispatcher) -> None:
        self._room = room
        self._bot = bot
        self._dispatcher = dispatcher
        self._stopping = asyncio.Event()
        self._going = asyncio.Lock()
        self._uploading = asyncio.Lock()

    async def run(self) -> None:
        """Sends what falls due, until `stop`."""
        while not self._stopping.is_set():
            await self.go()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), LOOK_SECONDS)

    def stop(self) -> None:
        """Lets what is on the wire end and sends nothing more; the rest is underway still."""
        self._stopping.set()

    async def go(self) -> None:
        """Sends what is due, and what an earlier one left underway, until nothing is."""
        store, clock = self._room.store, self._room.clock
        async with self._going:  # two at once would send everything twice
            while not self._stopping.is_set():
                looked_at = await store.write(rounds.begin, clock(), AT_ONCE)
                found = await store.read(rounds.underway, clock(), AT_ONCE)
                if not looked_at and not found:
                    return
                await self._send_all(found)

    async def _send_all(self, found: Sequence[Round]) -> None:
        news = {key: await self._bulletin(*key) for key in {self._wanted(it) for it in found}}
        by_chat = sorted(found, key=lambda it: it.address.chat_id)
        async with asyncio.TaskGroup() as tasks:
            for _, its in groupby(by_chat, key=lambda it: it.address.chat_id):
                tasks.create_task(self._send_to_chat([(it, news[self._wanted(it)]) for it in its]))

    def _wanted(self, it: Round) -> tuple[Period, Voice]:
        """What decides over what is told: the same to all who are alike in that."""
        return period_before(it.span, it.day, it.reader.tz), voice_of(self._room, it.reader)

    async def _bulletin(self, period: Period, voice: Voice) -> Bulletin:
        return await bulletin(self._room.store, period, lambda company: name_of(self._room, company, voice), voice)

    async def _send_to_chat(self, its: Iterable[tuple[Round, Bulletin]]) -> None:
        for it, news in its:
            await self._send(it, news)

    async def _send(self, it: Round, news: Bulletin) -> None:
        store, now = self._room.store, self._room.clock()
        if it.reader.state is State.ACTIVE and (until := held_until(it.reader, now)) is not None:
            await store.write(rounds.put_off, it, until)
            return
        try:
            if it.reader.state is State.ACTIVE and not await self._send_parts(it, news):
                return
        except ChatMigrated as error:
            await store.write(subscribers.change_chat, it.address.chat_id, error.new_chat_id)
            return  # it is underway still, and found where the group is now
        except (BadRequest, Forbidden) as error:
            await self._refused(it, error)
        except TelegramError as error:
            again = await store.write(rounds.failed, it, now)
            log.warning("roundup_not_sent", chat=it.reader.chat_id, reason=error.message, again=again)
            return
        await store.write(rounds.over, it)

    async def _send_parts(self, it: Round, news: Bulletin) -> bool:
        """Sends what has not arrived yet; whether all has by then."""
        for number, send in enumerate(self._parts(it, news)[it.parts :], it.parts + 1):
            if self._stopping.is_set():
                return False
            await send()
            await self._room.store.write(rounds.arrived, it, number)
        return True

    def _parts(self, it: Round, news: Bulletin) -> list[Send]:
        """How each message is sent, in order; without news there is none. The first is the picture, where there is one:
        should it go away between two attempts, the others keep their numbers.
        """
        post = Post(self._room, self._bot, self._dispatcher, it.address, voice_of(self._room, it.reader))
        letters: list[Send] = [partial(post.answer, letter.html, letter.keyboard) for letter in news.letters]
        return [partial(self._show, post, news.chart), *letters] if letters else []

    async def _show(self, post: Post, chart: Chart | None) -> None:
        if chart is None:
            return
        async with self._uploading:  # the others wait until it is there: who is sent it next needs its file_id alone
            if isinstance(await self._room.pictures.of(chart), bytes):
                await picture.show(self._room, post, chart)
                return
        await picture.show(self._room, post, chart)

    async def _refused(self, it: Round, error: TelegramError) -> None:
        """Who is not there any more is no reader any more; whatever else Telegram refuses is over all the same."""
        log.warning("roundup_refused", chat=it.reader.chat_id, reason=error.message)
        if isinstance(error, Forbidden) or loss(error.message) is not None:
            now = self._room.clock()
            await self._room.store.write(subscribers.leave, it.reader.chat_id, State.GONE, now, error.message)
