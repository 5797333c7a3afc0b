"""The webhook: an update is safe before Telegram hears 200, and nobody but Telegram gets one in."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import aiohttp
import orjson
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from benchmarks.processes import free_port
from bot.wiring import Mujaz, open_mujaz
from playground.server import Playground
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import said_to
from tests.newsroom import TurnedClock, open_toy, settings_for
from tests.processes import bot_process, stop_politely

SECRET = "a-secret-of-the-tests_0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Hooked:
    """A bot that gets its updates by webhook, and a client at its door."""

    toy: Playground
    mujaz: Mujaz
    url: str
    client: aiohttp.ClientSession

    async def post(self, body: bytes, secret: str | None = SECRET) -> int:
        headers = {"Content-Type": "application/json"} | ({HEADER: secret} if secret is not None else {})
        async with self.client.post(self.url, data=BytesIO(body), headers=headers) as answer:
            assert await answer.read() == b"" or answer.status != 200
            return answer.status

    async def kept(self) -> int:
        return await self.mujaz.room.store.read(_how_many_kept)


@asynccontextmanager
async def hooked(folder: Path) -> AsyncIterator[Hooked]:
    clock, port = TurnedClock(SUNDAY_EVENING), free_port()
    url = f"http://127.0.0.1:{port}/hook"
    async with open_toy(clock) as toy, aiohttp.ClientSession() as client:
        settings = settings_for(toy, folder).model_copy(
            update={"webhook_url": url, "webhook_secret": SecretStr(SECRET), "door_port": port}
        )
        stop = asyncio.Event()
        async with open_mujaz(settings, clock) as mujaz, asyncio.TaskGroup() as tasks:
            set_up = tasks.create_task(toy.called("setWebhook"))
            await asyncio.sleep(0)
            tasks.create_task(mujaz.run(stop))
            given = await set_up
            assert sorted(given["allowed_updates"]) == [
                "callback_query",
                "edited_message",
                "inline_query",
                "message",
                "my_chat_member",
            ]
            try:
                yield Hooked(toy, mujaz, url, client)
            finally:
                stop.set()


@pytest.fixture
async def hook(tmp_path: Path) -> AsyncIterator[Hooked]:
    async with hooked(tmp_path) as opened:
        yield opened


async def test_people_are_answered_in_order_over_the_webhook(hook: Hooked) -> None:
    people = [hook.toy.person(name) for name in ("سارة", "يوسف", "هند")]
    for number in range(5):
        for person in people:
            person.send(f"بحث زرافة{number}")
    for person in people:
        for number in range(5):
            assert f"«زرافة{number}»" in (await person.hears()).text


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "س" * 32])
async def test_who_does_not_know_the_secret_gets_nothing_in_and_is_not_quoted(hook: Hooked, secret: str | None) -> None:
    with capture_logs() as logged:
        # UTF-8 in a header comes as aiohttp lets it through
        assert await hook.post(b'{"update_id":1}', secret) == 401
    assert await hook.kept() == 0
    if secret:
        assert secret not in repr(logged)
    assert SECRET not in repr(logged)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"not json", 400), (b"[]", 400), (b"{}", 400), (b'{"update_id":"1"}', 400),
        (b'{"update_id":-1}', 400), (b'{"update_id":99999999999999999999}', 400), (b"\xff\xfe", 400),
        (b'{"update_id":1,"x":"' + b"x" * 1024 * 1024 + b'"}', 413),
    ],
)  # fmt: skip
async def test_what_is_no_update_is_refused(hook: Hooked, body: bytes, status: int) -> None:
    assert await hook.post(body) == status
    assert await hook.kept() == 0


async def test_an_update_that_telegram_brings_twice_is_answered_once(hook: Hooked) -> None:
    sara = hook.toy.person("سارة")
    sara.send("/help")
    await sara.hears()
    body = await hook.mujaz.room.store.read(_a_body)
    assert [await hook.post(body) for _ in range(3)] == [200] * 3
    sara.send("بحث زرافة")
    await sara.hears()
    assert len(said_to(sara)) == 2


async def test_while_nothing_can_be_kept_telegram_is_asked_to_come_again(hook: Hooked, tmp_path: Path) -> None:
    await hook.mujaz.room.store.write(_do_not_wait)
    other = sqlite3.connect(tmp_path / "mujaz.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert await hook.post(orjson.dumps({"update_id": 5})) == 503
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert await hook.kept() == 0
    assert await hook.post(orjson.dumps({"update_id": 5})) == 200
    assert await hook.kept() == 1


async def test_other_addresses_and_methods_are_nothing(hook: Hooked) -> None:
    for method, path, status in (("GET", "", 405), ("POST", "x", 404), ("GET", "/../", 404)):
        async with hook.client.request(method, hook.url + path) as answer:
            assert answer.status == status


async def test_a_port_that_is_taken_ends_the_bot_with_code_2_and_one_sentence(toy: Playground, tmp_path: Path) -> None:
    taken = toy.url.rpartition(":")[2]
    async with bot_process(toy, tmp_path / "m.sqlite", **webhook_at(int(taken))) as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == 2
    assert "MUJAZ_DOOR_PORT" in said.decode()
    assert "Traceback" not in said.decode()
    assert SECRET not in said.decode()


async def test_a_bot_that_polls_again_takes_its_webhook_down(toy: Playground, tmp_path: Path) -> None:
    sara = toy.person("سارة")
    async with bot_process(toy, tmp_path / "m.sqlite", **webhook_at(free_port())) as process:
        await toy.called("setWebhook")
        sara.send("/start")
        await sara.hears()
        await stop_politely(process)
    sara.send("/help")
    async with bot_process(toy, tmp_path / "m.sqlite") as process:
        assert "ماذا أستطيع" in (await sara.hears()).text
        await stop_politely(process)


def webhook_at(port: int) -> dict[str, str]:
    """Settings of a bot whose door is at that port; its path is a random one."""
    return {
        "MUJAZ_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "MUJAZ_WEBHOOK_SECRET": SECRET,
        "MUJAZ_DOOR_PORT": str(port),
    }


def _how_many_kept(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM inbox").fetchone()[0])


def _a_body(db: sqlite3.Connection) -> bytes:
    body: bytes = db.execute("SELECT body FROM inbox").fetchone()[0]
    return body


def _do_not_wait(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA busy_timeout=0")
