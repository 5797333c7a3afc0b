"""The one place that builds things: opened in order, closed in reverse order, nothing at import."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot import schedule
from bot.anchor import Anchor
from bot.door import Door, webhook
from bot.exits import BadSettings
from bot.letterbox import Letterbox
from bot.lookout import Lookout
from bot.measured import MeasuredRequest, MeasuredSender
from bot.metrics import Metrics
from bot.nightly import Nightly, backup_before_migrating
from bot.settings import Settings
from bot.supervisor import Supervisor
from bot.watch import Watch
from handlers import editor, groups, notices, publishing, report, silence
from handlers.errors import Errors
from handlers.flood import slow_down
from handlers.keeping import Keeping
from handlers.menus import set_menus
from handlers.room import Room
from handlers.rounds import Rounds
from handlers.routes import routes
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import DatabaseDamaged, DatabaseGone
from mujaz.notice import Notice
from mujaz.paste import WAIT_FOR_EDITOR
from pipeline import edition
from pipeline.admins import Admins
from pipeline.clippings import Clippings
from pipeline.clock import Clock, Stopwatch
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.fetch import Fetcher, open_fetcher
from pipeline.inbox import Conversations, Inbox
from pipeline.incoming import Judge
from pipeline.intake import Intake, Settled
from pipeline.newsstand import Newsstand
from pipeline.pictures import Pictures
from pipeline.polling import Polling, TokenInUse
from pipeline.reads import Reads
from pipeline.replies import Turns
from pipeline.rereading import read_again
from pipeline.robots import Robots
from pipeline.seals import Seals
from pipeline.sender import TokenRefused
from pipeline.sweep import Kept, sweep
from pipeline.team import Team
from pipeline.together import Together
from pipeline.vault import Vault
from pipeline.watch import Watch as FeedWatch
from pipeline.wire import AiohttpRequest, Patience
from storage import pastes, search, subscribers
from storage.store import Store, open_store
from storage.team import secret

STOP_SECONDS = 4.0
"""How long what is in flight may take to end after a stop was asked for."""

GREETING_PAUSE = 2.0

FATAL = (TokenRefused, TokenInUse, BadSettings, DatabaseDamaged, DatabaseGone)

Arrivals = Callable[[], Awaitable[None]]
"""Brings updates to the inbox until it is cancelled."""

App = Application[Any, Any, Any, Any, Any, Any]
Notices = asyncio.Queue[Notice]

log = structlog.get_logger(__name__)


class Stopped(Exception):
    """A stop was asked for before the bot was open."""


def utc_now() -> datetime:
    """The clock of everyday life."""
    return datetime.now(UTC)


class Mujaz:
    """The bot, built and not yet running."""

    def __init__(
        self,
        application: App,
        room: Room,
        inbox: Inbox,
        arrivals: Arrivals,
        notices: Notices,
        nightly: Nightly,
        lookout: Lookout,
        beside: Mapping[str, Callable[[], Awaitable[None]]],
        kept: Kept,
        dispatcher: Dispatcher,
    ) -> None:
        self.room = room
        self._application = application
        self._inbox = inbox
        self._arrivals = arrivals
        self._notices = notices
        self._nightly = nightly
        self._lookout = lookout
        self._beside = beside
        self._kept = kept
        self._tidying = asyncio.Lock()
        self.keeping = Keeping(room, application.bot)
        self.rounds = Rounds(room, application.bot, dispatcher)

    async def run(self, stop: asyncio.Event) -> None:
        """Lives until `stop` is set, then ends what is in flight. Raises what is in FATAL."""
        try:
            await self._live(stop)
        except ExceptionGroup as group:
            fatal = group.subgroup(FATAL)
            if fatal is None:
                raise
            raise _first(fatal) from None

    async def _live(self, stop: asyncio.Event) -> None:
        async with Supervisor(*FATAL) as tasks:
            tasks.keep("menus", self._set_menus)
            tasks.keep("clock", self._keep_jobs_in_step)
            tasks.keep("stories", self.room.intake.remember_stories)
            tasks.keep("search", self._index_what_is_not)
            tasks.keep("reading", self._read_what_an_older_one_read)
            handling = tasks.keep("inbox", self._inbox.run)
            arriving = tasks.keep("arrivals", self._arrivals)
            tasks.keep("notices", self._tell_admins)
            tasks.keep("feeds", self.room.watch.run)
            for name, work in self._beside.items():
                tasks.keep(name, work)
            courier = tasks.keep("courier", self.room.courier.run)
            rounds = tasks.keep("rounds", self.rounds.run)
            log.info("running", bot=self._application.bot.username)
            await stop.wait()
            arriving.cancel()
            self._inbox.stop()
            self.room.courier.stop()
            self.rounds.stop()
            await asyncio.wait([courier, rounds, handling], timeout=STOP_SECONDS)

    async def tick(self) -> None:
        """Digests and retries that fell due since the last tick."""
        await edition.open_due_runs(self.room.store, self.room.clock)
        self.room.courier.wake()

    async def tidy_desk(self) -> None:
        """Editors' pastes that are complete. Apart from the digests: whatever fails here holds up none of them."""
        async with self._tidying:  # two at once would show one draft twice
            for settled in await self.room.intake.settle_ready():
                await self._show(settled)
            await publishing.come_due(self.room, self._application.bot)

    async def _show(self, settled: Settled) -> None:
        """A card that Telegram does not take is due again in a while."""
        try:
            await editor.show_settled(self.room, self._application.bot, settled)
        except TelegramError as error:
            log.warning("card_not_shown", editor=settled.paste.editor_id, reason=error.message)
            if isinstance(error, Forbidden):
                until = self.room.clock() + WAIT_FOR_EDITOR
                await self.room.store.write(pastes.postpone, settled.paste, until)

    @property
    def steps(self) -> Mapping[str, schedule.Step]:
        """What is done again and again, by name."""
        return {
            "tick": self.tick,
            "desk": self.tidy_desk,
            "keepers": self.keeping.tell,
            "feeds": self.look_at_feeds,
            "lookout": self._lookout.look,
            "sweep": self.sweep,
            "night": self.night,
        }

    async def look_at_feeds(self) -> None:
        """Feeds that fell due."""
        self.room.watch.wake()

    async def sweep(self) -> None:
        """What is thrown away now and then; and who had nothing for long is told why."""
        await sweep(self.room.store, self.room.clock, self._kept)
        await silence.tell(self.room, self._application.bot)
        await report.tell(self.room, self._application.bot)

    async def night(self) -> None:
        """What is done once a night, if tonight's is still to be done."""
        self._nightly.wake()

    async def _tell_admins(self) -> None:
        while True:
            await notices.tell(self.room, self._application.bot, await self._notices.get())

    async def _index_what_is_not(self) -> None:
        while await self.room.store.write(search.catch_up):
            log.info("indexing_the_archive")

    async def _read_what_an_older_one_read(self) -> None:
        await read_again(self.room.store, self.room.gazetteer)

    async def _keep_jobs_in_step(self) -> None:
        assert self._application.job_queue is not None
        await schedule.keep_in_step(self._application.job_queue)

    async def _set_menus(self) -> None:
        await set_menus(self._application.bot, self.room.team)


def _first(group: ExceptionGroup[Exception]) -> Exception:
    error: Exception = group
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


@asynccontextmanager
async def open_mujaz(
    settings: Settings,
    clock: Clock = utc_now,
    stop: asyncio.Event | None = None,
    stopwatch: Stopwatch | None = None,
) -> AsyncIterator[Mujaz]:
    """The whole bot, for a token and a clock. Raises StorageError, TokenRefused, and Stopped if `stop` is set early."""
    dispatcher = Dispatcher(stopwatch)
    async with AsyncExitStack() as stack:
        before = partial(backup_before_migrating, settings, clock)
        store = await stack.enter_async_context(open_store(settings.database, before_migrating=before))
        metrics = Metrics(store, clock, settings.database, settings.backup_folder)
        request = _request(settings, metrics)
        application = await stack.enter_async_context(
            _application(settings, dispatcher, request, stop or asyncio.Event())
        )
        name = f"Mujaz (an Arabic news bot on Telegram: @{application.bot.username})"
        fetcher = await stack.enter_async_context(open_fetcher(name, clock, private=settings.private_links))
        team = Team(store, clock, settings.admins, settings.desk)
        await team.recall()
        seals = Seals(await store.read(secret))
        mujaz = _build(settings, clock, store, fetcher, dispatcher, application, request, metrics, team, seals)
        stack.callback(mujaz.room.pictures.close)
        assert application.job_queue is not None
        schedule.set_up(application.job_queue, mujaz.steps)
        await application.start()
        try:
            yield mujaz
        finally:
            await schedule.wind_up(application.job_queue)
            await application.stop()


def _build(
    settings: Settings,
    clock: Clock,
    store: Store,
    fetcher: Fetcher,
    dispatcher: Dispatcher,
    application: App,
    request: MeasuredRequest,
    metrics: Metrics,
    team: Team,
    seals: Seals,
) -> Mujaz:
    gazetteer = Gazetteer(catalogue.load())
    told: Notices = asyncio.Queue()
    sender = MeasuredSender(request, application.bot.base_url, metrics)
    intake = Intake(store, gazetteer, clock)
    clippings = Clippings(store, fetcher, clock)
    reads = Reads(store)
    room = Room(
        store=store,
        reads=reads,
        newsstand=Newsstand(reads),
        readers=Together(lambda chat_ids: store.read(subscribers.get_all, chat_ids)),
        intake=intake,
        clippings=clippings,
        watch=FeedWatch(
            store,
            fetcher,
            intake,
            clippings,
            Robots(fetcher, clock),
            clock,
            partial(_desk_of, settings, team),
            told.put_nowait,
        ),
        gazetteer=gazetteer,
        clock=clock,
        team=team,
        seals=seals,
        slot=settings.slot,
        courier=Courier(store, sender, dispatcher, clock, told.put_nowait, application.bot.username),
        pictures=Pictures(),
        group_pace=groups.pace(),
        admins=settings.admins,
        chat_admins=Admins(clock),
        paid_broadcast=settings.paid_broadcast,
        second_needed=settings.review,
        review_group=settings.review_group,
        backups_kept=timedelta(days=settings.backup_days),
        vault=_vault(settings, clock),
    )
    application.add_handlers(routes(room))
    application.add_error_handler(Errors(room))
    conversations = Conversations(application.process_update, slow_down(room, application.bot))
    inbox = Inbox(store, application.bot, clock, Judge(team, application.bot.username), conversations)
    hook = webhook(settings)
    watch = Watch(store, metrics, request.seconds_since_answer if hook is None else None)
    token = settings.articles_token.get_secret_value() if settings.articles_token else None
    letterbox = Letterbox(store, clock, token, partial(_desk_of, settings, team, None))
    door = Door(settings, hook, application.bot, inbox, watch, letterbox)
    nightly = Nightly(settings, clock, told.put_nowait)
    lookout = Lookout(store, settings.database, clock, told.put_nowait)
    anchor = Anchor(store, settings.database, settings.backup_folder, clock)
    beside = {
        "anchor": anchor.watch,
        "backups": nightly.run,
        "integrity": nightly.look_for_damage,
        "lag": metrics.watch_loop,
    }
    if hook is None and settings.door_port is not None:
        beside["door"] = door.run
    arrivals = door.run if hook is not None else Polling(application.bot, request, inbox).run
    kept = Kept(timedelta(days=settings.delivery_days), timedelta(days=settings.version_days))
    return Mujaz(application, room, inbox, arrivals, told, nightly, lookout, beside, kept, dispatcher)


def _desk_of(settings: Settings, team: Team, editor: int | None) -> int | None:
    """Whose desk the drafts of a feed go to: of who added it while they are an editor, else the first admin's."""
    return editor if editor in team else min(settings.admins, default=None)


def _vault(settings: Settings, clock: Clock) -> Vault:
    secret = settings.backup_passphrase
    return Vault(settings.database, settings.backup_folder, secret.get_secret_value() if secret else None, clock)


def _request(settings: Settings, metrics: Metrics) -> MeasuredRequest:
    patience = Patience(settings.connect_seconds, settings.read_seconds, settings.pool_seconds)
    return MeasuredRequest(patience, settings.proxy.get_secret_value() if settings.proxy else None, metrics)


@asynccontextmanager
async def _application(
    settings: Settings, dispatcher: Dispatcher, request: AiohttpRequest, stop: asyncio.Event
) -> AsyncIterator[App]:
    if settings.token is None:
        raise ValueError("a bot needs a token")
    application = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(request)
        .get_updates_request(request)
        .rate_limiter(Turns(dispatcher))
        .updater(None)
        .build()
    )
    try:
        await _greet(application, stop)
        yield application
    finally:
        await application.shutdown()
        await request.shutdown()


async def _greet(application: App, stop: asyncio.Event) -> None:
    """Waits until Telegram answers: a bot that starts before its network does not give up. Raises Stopped."""
    while not stop.is_set():
        try:
            await application.initialize()
            return
        except InvalidToken as error:
            raise TokenRefused(error.message) from None
        except TelegramError as error:
            log.warning("telegram_out_of_reach", reason=error.message, again_in=GREETING_PAUSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), GREETING_PAUSE)
    raise Stopped
